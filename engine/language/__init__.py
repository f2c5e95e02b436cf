"""Words become a `Direction`."""
