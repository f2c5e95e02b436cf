"""Mixing: every part at its place, as loud as its role wants, whatever the instrument."""

from typing import Final

import numpy as np

from engine.audio.loudness import integrated_loudness
from engine.audio.playing import Players
from engine.audio.room import in_room
from engine.audio.score import Part, Score
from engine.types.soundtrack import SAMPLE_RATE_HZ, Samples

_LEVELS_LU: Final = {"melody": -20.0, "harmony": -21.5, "pad": -29.5, "bass": -26.0, "drums": -28.0}
"""How loud each role is by itself, in LUFS where it is played with full force."""
_PLACES: Final = {"melody": 0.15, "harmony": -0.25, "pad": 0.0, "bass": 0.0, "drums": 0.1}
"""Where each role sits: −1 left, 1 right."""

_SOFTNESS = 1.5
"""Half the force is 9 dB softer."""


def mixed(score: Score) -> Samples:
    """Return the sound of a score in its room. `ImportError` where nothing can be played."""
    players = Players()
    total: Samples = np.zeros((round(score.duration_s * SAMPLE_RATE_HZ), 2), np.float32)
    for part in score.parts:
        stem = players.play(part, score)
        loudness = integrated_loudness(stem)
        if np.isfinite(loudness):
            total += stem * _gains(part, loudness)
    return in_room(total)


def _gains(part: Part, loudness_lufs: float) -> Samples:
    """Return the gains left and right; what is played with less force is softer, so that an arc is heard."""
    force = np.mean([note.velocity for note in part.notes])
    place = _PLACES[part.role]
    gain = force**_SOFTNESS * 10 ** ((_LEVELS_LU[part.role] - loudness_lufs) / 20)
    return np.asarray(gain * np.sqrt([1 - place, 1 + place]), np.float32)
