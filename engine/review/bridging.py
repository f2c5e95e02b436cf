"""Bridging: a curve over moments in which it cannot be seen."""

from itertools import pairwise

import numpy as np
import numpy.typing as npt

from engine.types.scene import FloatArray

_SLOPE_FRAMES = 2
"""Over so many frames beside a gap it is looked how the curve comes and goes."""


def bridged(curve: FloatArray, hidden: npt.NDArray[np.bool_]) -> FloatArray:
    """Return a curve, T, that crosses its hidden frames as it comes and goes on, each gap a cubic of Hermite's.

    A straight line would cut off a swing that turns within a gap. At either end of the curve it stays where it was
    last seen; not all frames may be hidden.
    """
    frames = np.arange(len(curve))
    seen = frames[~hidden]
    whole = np.interp(frames, seen, curve[~hidden])
    for before, after in pairwise(seen.tolist()):
        length = after - before
        if length > 1:
            comes = whole[before] - whole[max(before - _SLOPE_FRAMES, 0)]
            goes = whole[min(after + _SLOPE_FRAMES, len(whole) - 1)] - whole[after]
            t = np.arange(1, length) / length
            away, back = t * (1 - t) ** 2, -(t**2) * (1 - t)
            ease = t * t * (3 - 2 * t)
            line = whole[before] + (whole[after] - whole[before]) * ease
            whole[before + 1 : after] = line + length / _SLOPE_FRAMES * (comes * away + goes * back)
    return np.asarray(whole, np.float32)
