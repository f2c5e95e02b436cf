"""The shape of a film whose photos have different ones."""

from collections.abc import Sequence
from math import log

from engine.types.direction import Aspect
from engine.types.frames import even

_RATIOS: dict[Aspect, float] = {"1:1": 1.0, "4:5": 4 / 5, "9:16": 9 / 16, "16:9": 16 / 9}
"""Width over height."""
_CLOSE = 0.12
"""Photos whose shapes differ by less than this factor's logarithm are of one shape."""


def ratio_of(aspect: Aspect, sizes: Sequence[tuple[int, int]]) -> float:
    """Return the film's width over its height; for `source` that of the photos, or the nearest usual one for most.

    `sizes` are the widths and heights of the photos.
    """
    if aspect != "source":
        return _RATIOS[aspect]
    ratios = sorted(width / height for width, height in sizes)
    if log(ratios[-1] / ratios[0]) < _CLOSE:
        return ratios[len(ratios) // 2]
    middle = ratios[len(ratios) // 2]
    return min(_RATIOS.values(), key=lambda ratio: abs(log(ratio / middle)))


def frame_size(ratio: float, long_side_px: int) -> tuple[int, int]:
    """Return an even width and height of a ratio whose longer side is at most `long_side_px`."""
    long_side = long_side_px // 2 * 2
    short_side = even(long_side * min(ratio, 1 / ratio))
    return (long_side, short_side) if ratio >= 1 else (short_side, long_side)
