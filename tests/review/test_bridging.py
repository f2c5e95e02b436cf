import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.review.bridging import bridged

FRAMES = np.arange(48)


def between(start, stop):
    return (start <= FRAMES) & (stop >= FRAMES)


def test_what_is_seen_stays_and_a_straight_line_goes_on():
    line = np.float32(0.5) * FRAMES.astype(np.float32)
    np.testing.assert_allclose(bridged(line, between(20, 26)), line, atol=1e-5)


def test_a_swing_that_turns_unseen_is_crossed_as_it_came_and_went():
    swing = np.exp(-(((FRAMES - 24) / 5) ** 2)).astype(np.float32)
    hidden = between(21, 27)
    found = bridged(np.where(hidden, -1, swing).astype(np.float32), hidden)
    assert found[24] == pytest.approx(1, abs=0.2)
    assert found[24] > 1.2 * found[20]


def test_before_and_after_all_that_is_seen_it_rests():
    curve = FRAMES.astype(np.float32)
    found = bridged(curve, ~between(5, 40))
    assert (found[:5] == 5).all()
    assert (found[41:] == 40).all()


@settings(deadline=None)
@given(st.lists(st.tuples(st.floats(-50, 50, width=32), st.booleans()), min_size=2, max_size=80))
def test_any_gaps_are_bridged_within_reach_of_what_is_seen(frames):
    curve = np.array([value for value, _ in frames], np.float32)
    hidden = np.array([is_hidden for _, is_hidden in frames]) & (np.arange(len(frames)) > 0)
    found = bridged(curve, hidden)
    np.testing.assert_allclose(found[~hidden], curve[~hidden], atol=1e-4)
    assert np.isfinite(found).all()
