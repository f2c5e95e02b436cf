"""Photos that look alike: sent twice, or taken one after the other."""

from collections.abc import Sequence
from itertools import combinations

import cv2
import numpy as np
import numpy.typing as npt

from engine.types.scene import Pixels

_ROWS, _COLUMNS = 8, 8
MOST_BITS_APART = 6
"""Of 64. Photos of different things differ in about half of them; a copy that was scaled or compressed in up to 4."""


def fingerprint(pixels: Pixels) -> npt.NDArray[np.bool_]:
    """Return 64 bits that say where a picture grows brighter from left to right ("dHash", N. Krawetz 2013)."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    small = cv2.resize(grey, (_COLUMNS + 1, _ROWS), interpolation=cv2.INTER_AREA)
    return np.asarray(small[:, 1:] > small[:, :-1]).ravel()


def alike(fingerprints: Sequence[npt.NDArray[np.bool_]]) -> list[tuple[int, int]]:
    """Return the pairs of photos that look almost the same, each with the earlier one first."""
    return [
        (first, second)
        for (first, one), (second, other) in combinations(enumerate(fingerprints), 2)
        if np.count_nonzero(one != other) <= MOST_BITS_APART
    ]
