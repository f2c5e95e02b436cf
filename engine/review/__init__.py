"""Looking at a film: whether it shows what was planned, and is still the photo."""
