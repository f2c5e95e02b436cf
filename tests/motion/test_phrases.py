import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.motion.easing import minimum_jerk
from engine.motion.phrases import Phrase, Stroke, keyed, pose, sequence, sides_of, together
from engine.types.curves import FACE_CHANNELS, Track

TIMES = np.arange(0.0, 8.0, 0.01)


def play(phrase: Phrase, channel: str) -> np.ndarray:
    track = Track.at_rest(FACE_CHANNELS, len(TIMES))
    phrase.add_to(track, TIMES)
    return track[channel]


@given(st.floats(-1.0, 2.0))
def test_minimum_jerk_rises_from_0_to_1_and_is_symmetric(x):
    assert 0.0 <= minimum_jerk(x) <= 1.0
    assert minimum_jerk(x) + minimum_jerk(1.0 - x) == pytest.approx(1.0)


def test_minimum_jerk_has_no_velocity_at_its_ends():
    assert minimum_jerk(1e-3) < 2e-8
    assert 1.0 - minimum_jerk(1.0 - 1e-3) < 2e-8


def test_short_names_mean_both_sides():
    assert sides_of("AU12") == ("AU12_left", "AU12_right")
    assert sides_of("AU1") == ("AU1",)


def test_keyed_phrase_passes_near_its_keys_and_comes_back():
    values = play(keyed("yaw_deg", [(0.0, 0.0), (0.5, 8.0), (1.0, -4.0), (1.6, 0.0)]), "yaw_deg")
    assert values.max() == pytest.approx(8.0, rel=0.05)
    assert values.min() == pytest.approx(-4.0, rel=0.1)
    assert values[-1] == pytest.approx(0.0, abs=1e-5)


@settings(deadline=None)
@given(hold_s=st.floats(0.0, 3.0), onset_s=st.floats(0.2, 1.0))
def test_a_hold_lengthens_the_apex_and_not_the_strokes(hold_s, onset_s):
    plain = pose({"AU12": 0.8}, onset_s, 1.5 * onset_s, anticipation=0.1)
    held = plain.held(hold_s)
    assert held.duration_s == pytest.approx(plain.duration_s + hold_s)
    assert [s.duration_s for s in held.strokes] == [s.duration_s for s in plain.strokes]
    at_apex = np.abs(TIMES - plain.hold_at_s - hold_s / 2) < hold_s / 2
    assert play(held, "AU12_left")[at_apex] == pytest.approx(0.8, abs=1e-5)


def test_an_anticipation_goes_the_other_way_first():
    values = play(pose({"roll_deg": 8.0}, 0.5, 0.8, anticipation=0.1), "roll_deg")
    assert values.min() == pytest.approx(-0.8, rel=0.1)
    assert np.argmin(values) < np.argmax(values)


def test_together_holds_at_the_latest_apex_and_releases_all_at_once():
    both = together(pose({"AU12": 1.0}, 0.3, 0.5), pose({"AU6": 1.0}, 0.6, 0.5).delayed(0.1)).held(1.0)
    assert both.hold_at_s == pytest.approx(0.7)
    assert [s.start_s for s in both.strokes if s.change < 0] == pytest.approx([1.7] * 4)


def test_sequence_plays_one_after_the_other():
    one = Phrase((Stroke("lean", 0.0, 1.0, 0.05),), 1.0)
    both = sequence(one, one.scaled(-1.0), gap_s=0.5)
    assert both.duration_s == 2.5
    assert play(both, "lean")[TIMES > 2.5] == pytest.approx(0.0, abs=1e-7)


@given(st.floats(0.3, 3.0))
def test_stretching_keeps_the_size(factor):
    phrase = keyed("pitch_deg", [(0.0, 0.0), (0.3, -8.0), (0.6, 0.0)])
    assert phrase.stretched(factor).duration_s == pytest.approx(phrase.duration_s * factor)
    assert play(phrase.stretched(factor), "pitch_deg").min() == pytest.approx(play(phrase, "pitch_deg").min(), rel=0.02)


def test_an_echo_is_a_later_smaller_copy():
    phrase = keyed("pitch_deg", [(0.0, 0.0), (0.4, -8.0), (0.8, 0.0)])
    echo = phrase.echoed("gaze_pitch_deg", -0.5, 0.2)
    np.testing.assert_allclose(play(echo, "gaze_pitch_deg")[20:], -0.5 * play(phrase, "pitch_deg")[:-20], atol=1e-5)
