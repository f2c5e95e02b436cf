"""Speech: whether somebody speaks in a sound, and when."""

from typing import Final

import numpy as np
import numpy.typing as npt

from engine.types.soundtrack import SAMPLE_RATE_HZ, Samples

_FRAME: Final = 960
"""20 ms."""
FRAMES_A_SECOND: Final = SAMPLE_RATE_HZ / _FRAME
_LEAST_PAUSES = 0.29
"""Share of quiet frames: speech is full of short gaps, music seldom."""
_LEAST_CHANGE = 0.6
"""Standard deviation of the spectrum's centre on a log scale: vowels are dull, sibilants bright."""
_SPEAKING = 0.25
"""Share of the mean level above which somebody is speaking."""


def is_speech(samples: Samples) -> bool:
    """Guess whether a sound is a voice that speaks, by two features of Scheirer & Slaney 1997 (ICASSP, 1331–1334).

    The bounds were set on synthetic voices in seven languages, a recorded one, and composed music; drums alone may be
    taken for a voice.
    """
    levels = loudness_over_time(samples)
    second = round(FRAMES_A_SECOND)
    if len(levels) < second:
        return False
    around = np.lib.stride_tricks.sliding_window_view(levels, second)[:: second // 2]
    pauses = float((around < 0.5 * around.mean(axis=1, keepdims=True)).mean())
    if pauses < _LEAST_PAUSES:
        return False
    frames = samples[: len(levels) * _FRAME].mean(axis=1).reshape(-1, _FRAME)[levels > 0.3 * levels.mean()]
    power = np.abs(np.fft.rfft(frames * np.hanning(_FRAME).astype(np.float32), axis=1)) ** 2
    centre_hz = power @ np.fft.rfftfreq(_FRAME, 1 / SAMPLE_RATE_HZ) / np.maximum(power.sum(axis=1), 1e-12)
    return float(np.log(centre_hz + 1).std()) > _LEAST_CHANGE


def loudness_over_time(samples: Samples) -> npt.NDArray[np.float64]:
    """Return the root mean square of every 20 ms."""
    count = len(samples) // _FRAME
    frames = samples[: count * _FRAME].mean(axis=1).reshape(count, _FRAME)
    return np.asarray(np.sqrt((frames.astype(np.float64) ** 2).mean(axis=1)), np.float64)


def speaking(samples: Samples) -> npt.NDArray[np.bool_]:
    """Return for every 20 ms whether somebody is speaking."""
    levels = loudness_over_time(samples)
    return np.asarray(levels > _SPEAKING * levels.mean(), np.bool_) if len(levels) else np.zeros(0, np.bool_)
