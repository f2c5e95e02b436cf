"""A `Direction` becomes a soundtrack, or a person's own sound does."""

from engine.audio.fitting import fitted, under_voice
from engine.audio.playing import can_play
from engine.audio.sound import Sound, SoundLimits, open_sound
from engine.audio.soundtrack import compose

__all__ = ["Sound", "SoundLimits", "can_play", "compose", "fitted", "open_sound", "under_voice"]
