import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.review.agreement import (
    dominant_frequency_hz,
    gain,
    landmark_error,
    largest_difference,
    largest_jump,
)

FPS = 30
SECONDS = np.arange(60) / FPS


@settings(deadline=None)
@given(st.floats(1.5, 8), st.floats(0.1, 20), st.floats(-50, 50), st.floats(0, 2 * np.pi))
def test_the_frequency_of_a_swing_is_found_wherever_it_begins(frequency_hz, size, offset, phase):
    curve = offset + size * np.sin(2 * np.pi * frequency_hz * SECONDS + phase)
    assert dominant_frequency_hz(curve, FPS) == pytest.approx(frequency_hz, rel=0.05)


def test_what_stands_still_has_no_frequency():
    assert dominant_frequency_hz(np.full(30, 7.0), FPS) == 0


@settings(deadline=None)
@given(st.floats(-3, 3), st.floats(-10, 10))
def test_gain_is_the_share_that_shows_with_its_sign(share, offset):
    planned = np.sin(SECONDS)
    assert gain(share * planned + offset, planned) == pytest.approx(share, abs=1e-6)


def test_the_largest_difference_is_told():
    assert largest_difference(np.array([1.0, -3.0, 2.0]), np.zeros(3)) == 3


def test_points_that_are_off_by_a_tenth_of_the_face():
    planned = np.zeros((5, 20, 2))
    assert landmark_error(planned + np.array([30, 40]), planned, 500) == pytest.approx(0.1)


def test_a_planned_step_is_no_jump_and_an_unplanned_one_is():
    planned = np.zeros((6, 10, 2))
    planned[3:] += (40, 0)
    assert largest_jump(planned, planned, 100) == 0
    assert largest_jump(np.zeros_like(planned), planned, 100) == pytest.approx(0.4)
    assert largest_jump(planned + 25, planned, 100) == 0  # off all the time, but it does not jump


def test_steps_across_frames_that_are_not_looked_at_are_none():
    planned = np.zeros((6, 10, 2))
    seen = planned.copy()
    seen[3:] += (40, 0)
    assert largest_jump(seen, planned, 100, np.array([1, 1, 1, 0, 1, 1], np.bool_)) == 0
    assert largest_jump(seen, planned, 100, np.array([0, 1, 1, 1, 1, 1], np.bool_)) == pytest.approx(0.4)
