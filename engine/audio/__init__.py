"""A `Direction` becomes a soundtrack."""

from engine.audio.playing import can_play
from engine.audio.soundtrack import compose

__all__ = ["can_play", "compose"]
