"""Photo bytes become a `Scene`."""
