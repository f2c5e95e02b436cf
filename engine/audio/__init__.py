"""A `Direction` becomes a soundtrack, or a person's own sound does."""

from engine.audio.choosing import heard
from engine.audio.feeling import felt
from engine.audio.keeping import bare_sound
from engine.audio.playing import can_play
from engine.audio.sound import Sound, SoundLimits, open_sound
from engine.audio.soundtrack import compose
from engine.audio.temper import natural_bpm

__all__ = [
    "Sound",
    "SoundLimits",
    "bare_sound",
    "can_play",
    "compose",
    "felt",
    "heard",
    "natural_bpm",
    "open_sound",
]
