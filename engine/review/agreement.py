"""How well what was measured agrees with what was planned: pure arithmetic on curves and points over time."""

import numpy as np
import numpy.typing as npt

from engine.types.scene import FloatArray

_FINENESS = 256
"""The spectrum is drawn so many times finer than its bins, so that a peak between two is found."""


def dominant_frequency_hz(curve: FloatArray, fps: float) -> float:
    """Return the strongest frequency of a curve (T values) around its mean; 0 for one that stands still."""
    swing = (curve - curve.mean()) * np.hanning(len(curve))
    length = _FINENESS * len(curve)
    power = np.abs(np.fft.rfft(swing, length))
    if power.max() < 1e-6:
        return 0.0
    return float(np.argmax(power)) * fps / length


def gain(measured: FloatArray, planned: FloatArray) -> float:
    """Return how strongly a planned curve shows: the slope of measured over planned in least squares.

    1 is as planned, 0 not at all, below 0 the other way round. Both are T values; the plan must move.
    """
    plan = planned - planned.mean()
    return float((measured - measured.mean()) @ plan / (plan @ plan))


def largest_difference(measured: FloatArray, planned: FloatArray) -> float:
    """Return how far two curves are apart where they differ most, in their own unit."""
    return float(np.abs(measured - planned).max())


def landmark_error(measured: FloatArray, planned: FloatArray, face_size_px: float) -> float:
    """Return the mean distance of points from where they should be, as a share of the face's size.

    Both are T × N × 2; the mean is over points and frames.
    """
    return float(np.linalg.norm(measured - planned, axis=-1).mean()) / face_size_px


def largest_jump(
    measured: FloatArray, planned: FloatArray, face_size_px: float, looked_at: npt.NDArray[np.bool_] | None = None
) -> float:
    """Return the largest step between neighbouring frames that was not planned, as a share of the face's size.

    Both are T × N × 2; a step is the mean over the points, and counts where both of its frames (T) are looked at.
    """
    unplanned = np.diff(measured, axis=0) - np.diff(planned, axis=0)
    steps = np.linalg.norm(unplanned, axis=-1).mean(axis=-1)
    if looked_at is not None:
        steps = steps[looked_at[1:] & looked_at[:-1]]
    return float(steps.max(initial=0.0)) / face_size_px
