"""The diffusion engine: an image-to-video model led by the warp film, so that gestures and timing stay as planned."""
