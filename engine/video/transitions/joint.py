"""`Joint`: where two shots meet, and what draws their meeting."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from engine.types.frames import YuvFrame
from engine.types.scene import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Joint:
    """The last frames of a shot and, over the same moments, the first of the next."""

    before: Sequence[YuvFrame]
    after: Sequence[YuvFrame]
    """As many, of the same size."""
    faces_before: FloatArray | None = None
    """n × 478 × 2: the landmarks of the largest face in each of these frames, in pixels; none where nobody is."""
    faces_after: FloatArray | None = None

    def moments(self) -> Iterator[tuple[YuvFrame, YuvFrame, float]]:
        """Yield both frames of every moment and how far the way is gone, rising within 0…1 without its ends."""
        for index, (first, second) in enumerate(zip(self.before, self.after, strict=True)):
            yield first, second, (index + 0.5) / len(self.before)


Transition = Callable[[Joint], Iterator[YuvFrame]]
"""Yields one frame for each moment of the joint."""


def eased(share: float) -> float:
    """Return a share of the way with a soft start and a soft end (smoothstep)."""
    return share * share * (3 - 2 * share)


def accelerated(share: float) -> float:
    """Return a share of the way with a slow start, a fast middle and a slow end (a steeper smoothstep)."""
    return float(np.clip(share**3 * (share * (6 * share - 15) + 10), 0.0, 1.0))
