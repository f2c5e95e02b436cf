"""Filters on long sounds, in blocks, so that memory stays small."""

import numpy as np
import numpy.typing as npt

from engine.types.soundtrack import Samples

_BLOCK = 1 << 15


def convolved(samples: Samples, impulse: npt.NDArray[np.floating]) -> Samples:
    """Return each channel convolved with an impulse response, k or k × channels, as long as the samples.

    By overlap and add of fast Fourier transforms (Stockham 1966).
    """
    impulse = impulse[:, None] if impulse.ndim == 1 else impulse
    size = 1 << int(np.ceil(np.log2(_BLOCK + len(impulse))))
    block = size - len(impulse) + 1
    spectrum = np.fft.rfft(impulse.astype(np.float32), size, axis=0)
    result: Samples = np.zeros((len(samples) + size, samples.shape[1]), np.float32)
    for start in range(0, len(samples), block):
        part = np.fft.rfft(samples[start : start + block], size, axis=0)
        result[start : start + size] += np.fft.irfft(part * spectrum, size, axis=0)
    return result[: len(samples)]
