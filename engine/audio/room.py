"""The room in which the instruments stand: without one, samples sound as if they were on a table."""

from typing import Final

import numpy as np

from engine.audio.filtering import convolved
from engine.types.soundtrack import SAMPLE_RATE_HZ, Samples

_DECAY_S: Final = 1.8
"""Until the room is 60 dB quieter, as in a small hall."""
_PREDELAY_S = 0.018
_WET = 0.2
"""Root of the reverberant over the direct energy of a steady sound."""
_DULL_HZ = 4500.0
"""Air and walls take away what lies above."""
_RUMBLE_HZ = 180.0


def in_room(samples: Samples) -> Samples:
    """Return a sound with the reverberation of a small hall around it."""
    return samples + convolved(samples, _reverberation())


def _reverberation() -> Samples:
    """Return the room's answer to a clap, a decaying noise (Moorer 1979); the same noise each time."""
    count = round(_DECAY_S * SAMPLE_RATE_HZ)
    noise = np.random.default_rng(1979).standard_normal((count, 2)) * 10 ** (-3 * np.arange(count) / count)[:, None]
    frequencies = np.fft.rfftfreq(count, 1 / SAMPLE_RATE_HZ)[:, None]
    band = 1 / (1 + (frequencies / _DULL_HZ) ** 2) * (1 - 1 / (1 + (frequencies / _RUMBLE_HZ) ** 2))
    tail = np.fft.irfft(np.fft.rfft(noise, axis=0) * band, count, axis=0)
    tail *= _WET / np.sqrt((tail**2).sum(axis=0))
    silence = np.zeros((round(_PREDELAY_S * SAMPLE_RATE_HZ), 2))
    return np.concatenate([silence, tail]).astype(np.float32)
