"""Easings: pure functions from [0, 1] to [0, 1] with no velocity at either end."""

import numpy as np
import numpy.typing as npt

Curve = npt.NDArray[np.float64]
"""Numbers over time, T."""


def minimum_jerk(progress: npt.ArrayLike) -> Curve:
    """Move from 0 to 1 the way a human hand or head does (Flash & Hogan 1985); clips its input."""
    x = np.clip(np.asarray(progress, np.float64), 0.0, 1.0)
    return np.asarray(x**3 * (10.0 - 15.0 * x + 6.0 * x**2))


def step(times: Curve, start_s: float, duration_s: float) -> Curve:
    """Return 0 before `start_s`, 1 from `start_s + duration_s` on, eased in between."""
    return minimum_jerk((times - start_s) / duration_s)


def presence(times: Curve, start_s: float, stop_s: float, rise_s: float, fall_s: float) -> Curve:
    """Return 1 from `start_s` to `stop_s`, eased up within `rise_s` before and down within `fall_s` after."""
    return step(times, start_s - rise_s, rise_s) * (1.0 - step(times, stop_s, fall_s))
