"""`Frames` become a film on disk."""

from engine.video.delivery import deliver
from engine.video.encoding import encode
from engine.video.poster import poster_jpeg
from engine.video.settings import EncoderSettings

__all__ = ["EncoderSettings", "deliver", "encode", "poster_jpeg"]
