"""What moves by itself: unit fields for the regions of a picture, and light that changes."""
