"""The soundtrack of a film, composed for it."""

import numpy as np

from engine.audio.ambience import ambience_of, ambient_sound
from engine.audio.composing import written
from engine.audio.loudness import integrated_loudness
from engine.audio.mastering import mastered
from engine.audio.mixing import mixed
from engine.types.direction import Direction
from engine.types.soundtrack import Samples, Soundtrack

_AMBIENCE_LU = -14.0
"""How far the ambience lies below the music."""
_FADING = 0.8
"""Share of the last chord's time in which it fades away."""


def compose(direction: Direction, duration_s: float, seed: int, *, has_faces: bool = True) -> Soundtrack:
    """Compose music for a film of that length: it follows the direction's arc and ends with the last frame.

    The same input gives the same samples. The words of `direction.music` are heeded, its mode "none" is not: who asks
    for music gets some. Pictures without faces sound of the place as well. `ImportError` where `can_play` says no.
    """
    score = written(direction, duration_s, seed)
    music = mixed(score)
    around = ambience_of(direction, has_faces)
    if around is not None:
        rng = np.random.default_rng([seed % 2**63, 1])
        music += _levelled(ambient_sound(around, duration_s, rng), integrated_loudness(music) + _AMBIENCE_LU)
    ring_s = duration_s - score.beats_s[-1]
    return Soundtrack(mastered(music, fade_out_s=_FADING * ring_s), score.beats_s, score.title)


def _levelled(samples: Samples, wanted_lufs: float) -> Samples:
    """Return a sound at some loudness; silence stays silence."""
    loudness_lufs = integrated_loudness(samples)
    if not np.isfinite(loudness_lufs - wanted_lufs):
        return samples
    return samples * np.float32(10 ** ((wanted_lufs - loudness_lufs) / 20))
