"""Mastering: every soundtrack is equally loud, never distorts, and begins and ends without a click."""

import numpy as np
import numpy.typing as npt

from engine.audio.filtering import convolved
from engine.audio.loudness import integrated_loudness, peaks
from engine.types.soundtrack import SAMPLE_RATE_HZ, Samples

LOUDNESS_LUFS = -16.0
"""What AES TD1004 (2015) asks of streams."""
_CEILING_DB = -1.6
"""The bound is −1 dBTP; the rest is left to the encoder, whose waves go a little higher."""
_LOOK_AHEAD_S = 0.005
_ROUNDS = 8
"""Turning up what was limited needs some rounds until loudness and peak both fit."""
_CLOSE_ENOUGH_LU = 0.2


def mastered(samples: Samples, *, fade_in_s: float = 0.005, fade_out_s: float = 0.5) -> Samples:
    """Return the sound at −16 LUFS with its true peaks below −1 dBTP; its first and last samples are zero.

    Silence stays silence.
    """
    faded = samples * _fades(len(samples), fade_in_s, fade_out_s)[:, None]
    result, gain_db = faded, 0.0
    for _ in range(_ROUNDS):
        missing_db = LOUDNESS_LUFS - integrated_loudness(result)
        if not np.isfinite(missing_db) or (gain_db and abs(missing_db) < _CLOSE_ENOUGH_LU):
            break
        gain_db += missing_db
        result = limited(faded * np.float32(10 ** (gain_db / 20)))
    return result


def limited(samples: Samples) -> Samples:
    """Return the sound with every peak below the ceiling, turned down softly just before and after it."""
    ceiling = 10 ** (_CEILING_DB / 20)
    wanted = np.minimum(1.0, ceiling / np.maximum(peaks(samples, ceiling), 1e-9)).astype(np.float32)
    if wanted.min(initial=1.0) >= 1.0:
        return samples
    width = round(_LOOK_AHEAD_S * SAMPLE_RATE_HZ)
    # the lowest gain around each sample, smoothed over as many samples, is never above what the sample itself needs
    lowest = _lowest_around(wanted, width)
    window = np.hanning(2 * width + 3)[1:-1]
    padded = np.concatenate([np.full(width, lowest[0]), lowest, np.full(width, lowest[-1])])[:, None]
    gain = convolved(padded.astype(np.float32), window / window.sum())[2 * width :]
    return samples * np.minimum(gain, 1.0)


def _lowest_around(values: npt.NDArray[np.float32], width: int) -> npt.NDArray[np.float32]:
    """Return the minimum over `width` neighbours on either side; the window doubles with every step."""
    lowest = np.pad(values, width, mode="edge")
    reach = 1
    while reach < 2 * width + 1:
        shift = min(reach, 2 * width + 1 - reach)
        lowest = np.minimum(lowest[: len(lowest) - shift], lowest[shift:])
        reach += shift
    return lowest


def _fades(count: int, fade_in_s: float, fade_out_s: float) -> npt.NDArray[np.float32]:
    """Return a gain that rises from 0 and falls to 0 like a cosine; in a short sound both take half of it at most."""
    gain = np.ones(count, np.float32)
    for length_s, part in ((fade_in_s, gain), (fade_out_s, gain[::-1])):
        length = min(round(length_s * SAMPLE_RATE_HZ), count // 2)
        part[:length] *= (0.5 - 0.5 * np.cos(np.pi * np.arange(length) / max(1, length))).astype(np.float32)
    return gain
