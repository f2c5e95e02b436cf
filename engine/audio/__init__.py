"""A `Direction` becomes a soundtrack, or a person's own sound does."""

from engine.audio.fitting import fitted, under_voice
from engine.audio.playing import can_play
from engine.audio.sound import Sound, SoundLimits, check_sound, open_sound
from engine.audio.soundtrack import compose
from engine.audio.temper import natural_bpm

__all__ = [
    "Sound",
    "SoundLimits",
    "can_play",
    "check_sound",
    "compose",
    "fitted",
    "natural_bpm",
    "open_sound",
    "under_voice",
]
