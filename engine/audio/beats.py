"""Where the beats of music lie: onsets, then a tempo, then the most regular row of strong onsets.

The method is that of Ellis 2007, "Beat tracking by dynamic programming", J. New Music Research 36:51–60. librosa has
it too, but takes seconds to load; `python -m benchmarks sound` compares the two.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

from engine.types.soundtrack import SAMPLE_RATE_HZ, Samples

Envelope = npt.NDArray[np.float64]

_HOP: Final = 480
_WINDOW: Final = 2048
_BANDS: Final = 40
_LOWEST_HZ, _HIGHEST_HZ = 40.0, 12_000.0
_FRAMES_A_SECOND = SAMPLE_RATE_HZ / _HOP
_BPM = (45.0, 210.0)
_PREFERRED_BPM = 110.0
_PREFERENCE_OCTAVES = 0.9
"""Where people tap, and how far from it they still like to."""
_TIGHTNESS = 100.0
"""How much regularity is worth against strong onsets."""
_SHORTEST_S = 2.0
_LEAST_BEATS = 4
_LEAST_PULSE = 0.12
"""Correlation of the onsets with themselves one beat later, below which no beat is felt."""


def beats_of(samples: Samples) -> tuple[float, ...]:
    """Return the moments of the beats in seconds; none where the sound has no pulse or is too short for one."""
    if len(samples) < _SHORTEST_S * SAMPLE_RATE_HZ:
        return ()
    onsets = onset_strength(samples)
    period = _period(onsets)
    if period is None or len(onsets) < _LEAST_BEATS * period:
        return ()
    return tuple(float(frame) / _FRAMES_A_SECOND for frame in _row_of_beats(onsets, period))


def onset_strength(samples: Samples) -> Envelope:
    """Return how much begins at each hundredth of a second: the rise of loudness, over 40 bands of hearing."""
    mono = np.pad(samples.mean(axis=1), (_WINDOW // 2, _WINDOW))
    count = len(samples) // _HOP + 1
    frames = np.lib.stride_tricks.sliding_window_view(mono, _WINDOW)[::_HOP][:count]
    bands = np.empty((len(frames), _BANDS), np.float32)
    for start in range(0, len(frames), 1000):
        spectrum = np.abs(np.fft.rfft(frames[start : start + 1000] * np.hanning(_WINDOW).astype(np.float32), axis=1))
        bands[start : start + 1000] = spectrum**2 @ _band_weights()
    loudness = 10 * np.log10(np.maximum(bands, 1e-8 * bands.max(initial=1e-12)))
    rise = np.maximum(0.0, np.diff(loudness, axis=0, prepend=loudness[:1])).mean(axis=1)
    local = np.convolve(rise, np.ones(101) / 101, "same")
    lifted = np.maximum(0.0, rise - local)
    return np.asarray(lifted / max(1e-9, float(lifted.std())), np.float64)


def _band_weights() -> npt.NDArray[np.float32]:
    """Return bands of equal width on the mel scale (O'Shaughnessy 1987) as frequencies × bands."""
    frequencies = np.fft.rfftfreq(_WINDOW, 1 / SAMPLE_RATE_HZ)
    mel = 2595 * np.log10(1 + frequencies / 700)
    low, high = (2595 * np.log10(1 + edge / 700) for edge in (_LOWEST_HZ, _HIGHEST_HZ))
    centres = np.linspace(low, high, _BANDS)
    width = centres[1] - centres[0]
    return np.asarray(np.maximum(0.0, 1 - np.abs(mel[:, None] - centres) / width), np.float32)


def _period(onsets: Envelope) -> float | None:
    """Return the length of a beat in frames, or None without a pulse."""
    if not onsets.any():
        return None
    centred = onsets - onsets.mean()
    spectrum = np.abs(np.fft.rfft(centred, 2 * len(onsets))) ** 2
    alike = np.fft.irfft(spectrum)[: len(onsets)]
    alike /= alike[0]
    shortest, longest = (round(60 * _FRAMES_A_SECOND / bpm) for bpm in reversed(_BPM))
    lags = np.arange(shortest, min(longest, len(onsets) // 2))
    distance = np.log2(60 * _FRAMES_A_SECOND / lags / _PREFERRED_BPM) / _PREFERENCE_OCTAVES
    preferred = alike[lags] * np.exp(-0.5 * distance**2)
    best = int(lags[preferred.argmax()])
    if alike[best] < _LEAST_PULSE:
        return None
    before, here, after = alike[best - 1 : best + 2]
    bend = before - 2 * here + after
    return best + (0.5 * (before - after) / bend if bend < 0 else 0.0)


def _row_of_beats(onsets: Envelope, period: float) -> list[int]:
    """Return the row of frames that has the strongest onsets and keeps closest to the period."""
    smooth = np.convolve(onsets, np.exp(-0.5 * (np.arange(-period, period + 1) * 32 / period) ** 2), "same")
    reach = np.arange(round(-2 * period), -round(period / 2) + 1)
    penalty = -_TIGHTNESS * np.log(-reach / period) ** 2
    score = smooth.copy()
    came_from = np.full(len(smooth), -1)
    for frame in range(-int(reach[-1]), len(smooth)):
        before = frame + reach
        valid = before >= 0
        reached = penalty[valid] + score[before[valid]]
        if len(reached) and (best := reached.max()) > 0:
            score[frame] += best
            came_from[frame] = before[valid][reached.argmax()]
    last = len(score) - round(period) + int(score[-round(period) :].argmax())
    row = [last]
    while came_from[row[-1]] >= 0:
        row.append(int(came_from[row[-1]]))
    return row[::-1]
