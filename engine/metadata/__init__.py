"""What a photo's file tells beside the picture: taken out before anything is kept."""

from engine.metadata.scrubbing import scrubbed

__all__ = ["scrubbed"]
