"""Loudness and true peak after ITU-R BS.1770-4.

Done with numpy: scipy's filters, on which the usual libraries stand, would add 0.6 s and 76 MB to every film with
sound. The tests compare with pyloudnorm.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

from engine.audio.filtering import convolved
from engine.types.soundtrack import SAMPLE_RATE_HZ, Samples

_SHELF = ((1.53512485958697, -2.69169618940638, 1.19839281085285), (1.0, -1.69065929318241, 0.73248077421585))
_HIGH_PASS = ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621))
"""Tables 1 and 2 of the recommendation: the K weighting at 48 kHz as numerators and denominators."""
_WEIGHTING_TAPS = 1 << 12
_GATED_S = 0.4
_STEP_S = 0.1
_OFFSET_DB = -0.691
_ABSOLUTE_GATE = -70.0
_RELATIVE_GATE = -10.0
SILENCE = -np.inf
_OVERSAMPLING = 4
_SIDE_LOBES = 12
"""Half the length of the interpolating filter, in samples."""
_BLOCK = 4096


def integrated_loudness(samples: Samples) -> float:
    """Return the gated loudness in LUFS; a sound shorter than 0.4 s is one block; −∞ for silence."""
    weighted = convolved(samples, _k_weighting())
    energy = np.concatenate([[0.0], np.cumsum((weighted.astype(np.float64) ** 2).sum(axis=1))])
    length = min(len(samples), round(_GATED_S * SAMPLE_RATE_HZ))
    starts = np.arange(0, len(samples) - length + 1, round(_STEP_S * SAMPLE_RATE_HZ))
    powers = (energy[starts + length] - energy[starts]) / length
    loud = powers[_level(powers) > _ABSOLUTE_GATE]
    if not len(loud):
        return SILENCE
    gate = float(_level(loud.mean())) + _RELATIVE_GATE
    return float(_level(loud[_level(loud) > gate].mean()))


def _level(power: npt.ArrayLike) -> npt.NDArray[np.float64]:
    return _OFFSET_DB + 10 * np.log10(np.maximum(power, 1e-20))


def _k_weighting() -> npt.NDArray[np.float64]:
    """Return the impulse response of the K weighting; what is cut off lies 100 dB below."""
    turn = np.exp(-2j * np.pi * np.fft.rfftfreq(2 * _WEIGHTING_TAPS))
    response = np.prod(
        [np.polyval(over[::-1], turn) / np.polyval(under[::-1], turn) for over, under in (_SHELF, _HIGH_PASS)], axis=0
    )
    return np.fft.irfft(response)[:_WEIGHTING_TAPS]


def peaks(samples: Samples, above: float) -> npt.NDArray[np.float32]:
    """Return the largest absolute value of both channels around each sample, between the samples too: n.

    Blocks that cannot reach `above` even between their samples are not looked at more closely.
    """
    highest: npt.NDArray[np.float32] = np.abs(samples).max(axis=1)
    for start in range(0, len(samples), _BLOCK):
        if highest[start : start + _BLOCK].max() * _MOST_OVERSHOOT < above:
            continue
        first = max(0, start - _SIDE_LOBES)
        block = samples[first : start + _BLOCK + _SIDE_LOBES]
        between = highest[first : start + _BLOCK + _SIDE_LOBES]
        for taps in _INTERPOLATION:
            for channel in block.T:
                np.maximum(between, np.abs(np.convolve(channel, taps, "same"))[: len(between)], out=between)
    return highest


def true_peak_db(samples: Samples) -> float:
    """Return the highest value of the wave between the samples, in dB of full scale."""
    highest = float(np.abs(samples).max(initial=0.0))
    return float(20 * np.log10(max(float(peaks(samples, highest).max(initial=0.0)), 1e-10)))


def _interpolation() -> tuple[npt.NDArray[np.float32], ...]:
    """Return a windowed sinc for each place between two samples."""
    places = np.arange(-_SIDE_LOBES, _SIDE_LOBES) + np.arange(1, _OVERSAMPLING)[:, None] / _OVERSAMPLING
    return tuple((np.sinc(places) * np.cos(np.pi * places / (2 * _SIDE_LOBES + 1)) ** 2).astype(np.float32))


_INTERPOLATION: Final = _interpolation()
_MOST_OVERSHOOT: Final = max(float(np.abs(taps).sum()) for taps in _INTERPOLATION)
