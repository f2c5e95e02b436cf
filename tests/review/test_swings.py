from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.review.swings import Swing, sustained, swings, unmatched

FPS = 24


def bumps(*times_s, size=1.0, width_s=0.12, length_s=4.0):
    seconds = np.arange(round(length_s * FPS)) / FPS
    return sum(size * np.exp(-(((seconds - time_s) / width_s) ** 2)) for time_s in times_s).astype(np.float32)


def test_each_bump_is_one_swing_at_half_its_height():
    found = swings(bumps(1.0, 2.5), FPS, 0.3)
    half_before_s = 0.12 * np.sqrt(np.log(2))
    assert [swing.time_s for swing in found] == pytest.approx([1.0 - half_before_s, 2.5 - half_before_s], abs=0.02)
    assert all(swing.size == pytest.approx(1.0, abs=0.02) for swing in found)


def test_a_fall_is_no_swing_and_ripples_do_not_count():
    assert swings(-np.linspace(0, 5, 50, dtype=np.float32), FPS, 0.3) == ()
    rippled = bumps(2.0) + 0.1 * np.sin(np.arange(96)).astype(np.float32)
    assert len(swings(rippled, FPS, 0.3)) == 1


def test_a_pose_that_is_held_is_one_swing():
    rise = np.concatenate([np.zeros(24), np.linspace(0, 1, 13), np.ones(40)]).astype(np.float32)
    (swing,) = swings(rise, FPS, 0.3)
    assert swing.time_s == pytest.approx(30 / FPS, abs=0.01)


@settings(deadline=None)
@given(st.lists(st.floats(-2, 2, width=32), min_size=2, max_size=60), st.floats(0.05, 1.5))
def test_swings_are_large_enough_and_in_order(values, least):
    found = swings(np.array(values, np.float32), FPS, least)
    assert all(swing.size >= np.float32(least) - 1e-6 for swing in found)
    assert all(one.time_s < other.time_s for one, other in pairwise(found))


def test_late_missing_and_unasked_swings_are_told_apart():
    planned = (Swing(1.0, 1.0), Swing(2.0, 1.0))
    assert unmatched((Swing(1.1, 0.5), Swing(2.05, 0.5)), planned, 0.15) == (0, 0)
    assert unmatched((Swing(1.3, 0.5), Swing(2.0, 0.5)), planned, 0.15) == (1, 1)
    assert unmatched((Swing(2.0, 0.5),), planned, 0.15) == (1, 0)
    assert unmatched((Swing(1.0, 1.0), Swing(2.0, 1.0), Swing(3.0, 1.0)), planned, 0.15) == (0, 1)


def test_what_is_sustained_outlasts_a_blink():
    blink, closed = np.zeros(96, np.float32), np.zeros(96, np.float32)
    blink[20:25] = 1
    closed[20:60] = 1
    assert not sustained(blink, 10).any()
    assert sustained(closed, 10).sum() == 31
