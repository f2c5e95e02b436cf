"""`Frames` become a film on disk."""
