"""Pictures along a slider: drawn when first needed, kept, and blended in between."""

from collections.abc import Callable

import cv2
import numpy as np

from engine.types.scene import FloatArray


class Levels:
    """A picture for every whole position of a slider; threads may share it.

    Painting a lid or a lip takes many small steps; blending two painted ones takes one.
    """

    def __init__(self, draw: Callable[[int], FloatArray]) -> None:
        self._draw = draw
        self._drawn: dict[int, FloatArray] = {}

    def at(self, position: float) -> FloatArray:
        """Return the picture at a position; between two whole ones their mixture. Not to be written to."""
        below = int(np.floor(position))
        share = position - below
        if share < 1e-3:
            return self._level(below)
        mixed = cv2.addWeighted(self._level(below), 1 - share, self._level(below + 1), share, 0)
        return np.asarray(mixed, np.float32)

    def _level(self, index: int) -> FloatArray:
        # Two threads may draw the same level at once; both draw the same picture.
        if index not in self._drawn:
            self._drawn[index] = self._draw(index)
        return self._drawn[index]
