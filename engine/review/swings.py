"""Swings: how often, when and how far a curve goes up; the arithmetic by which a gesture is recognised."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from engine.types.scene import FloatArray


class Swing(NamedTuple):
    """One rise of a curve."""

    time_s: float
    """When it is half-way up."""
    size: float
    """How far it goes up, in the curve's unit."""


def swings(curve: FloatArray, fps: float, least: float) -> tuple[Swing, ...]:
    """Return the rises of a curve (T values) that are followed and preceded by no smaller a fall, or by its ends.

    A rise and the fall after it count when they are at least `least`; what is smaller is a ripple on the way.
    """
    found = []
    low = high = 0
    rising = False
    for index, value in enumerate(curve):
        if rising:
            if value > curve[high]:
                high = index
            elif curve[high] - value >= least:
                found.append(_swing(curve, low, high, fps))
                low, rising = index, False
        elif value < curve[low]:
            low = index
        elif value - curve[low] >= least:
            high, rising = index, True
    if rising:
        found.append(_swing(curve, low, high, fps))
    return tuple(found)


def _swing(curve: FloatArray, low: int, high: int, fps: float) -> Swing:
    """Return the rise between two frames; its time is that of the first frame half-way up, interpolated."""
    half = (curve[low] + curve[high]) / 2
    after = high - int(np.argmax(curve[low : high + 1][::-1] < half)) + 1
    before = after - 1
    return Swing(
        (before + float((half - curve[before]) / (curve[after] - curve[before]))) / fps,
        float(curve[high] - curve[low]),
    )


def unmatched(seen: Sequence[Swing], planned: Sequence[Swing], tolerance_s: float) -> tuple[int, int]:
    """Return how many planned swings were not seen in time, and how many seen ones were not planned.

    Each swing is paired once, with the nearest that is left, in order of time.
    """
    left = list(seen)
    missed = 0
    for wanted in planned:
        nearest = min(left, key=lambda swing: abs(swing.time_s - wanted.time_s), default=None)
        if nearest is None or abs(nearest.time_s - wanted.time_s) > tolerance_s:
            missed += 1
        else:
            left.remove(nearest)
    return missed, len(left)


def sustained(curve: FloatArray, frame_count: int) -> FloatArray:
    """Return the smallest of the values so far back, T: what is shorter than so many frames disappears."""
    padded = np.concatenate([np.full(frame_count - 1, curve[0]), curve])
    return np.asarray(np.lib.stride_tricks.sliding_window_view(padded, frame_count).min(axis=-1), np.float32)
