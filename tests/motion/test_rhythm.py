import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.signal import find_peaks

from engine.motion import plan
from engine.motion.gestures import REPERTOIRE, Cue
from engine.motion.rhythm import accents, on_the_beat
from engine.motion.timing import Placed
from engine.types.direction import GestureName
from tests.motion.conftest import direct

FPS = 60


def nods(scene, beats_s, duration_s=8.0):
    direction = direct(gestures=[{"name": "nod", "count": 3}], avoid=["look"])
    pitch = plan(direction, scene, duration_s=duration_s, fps=FPS, seed=1, beats_s=beats_s).people[0]["pitch_deg"]
    return find_peaks(-pitch, prominence=1.0)[0] / FPS


def test_the_accents_of_nods_are_their_lowest_points():
    phrase = REPERTOIRE[GestureName.NOD].build(Cue(count=3))
    assert np.diff(accents(phrase)) == pytest.approx([0.55, 0.55], abs=0.01)


@pytest.mark.parametrize("name", ["tilt", "turn", "bow", "chin_up", "smile", "brow_raise", "lean_in", "gasp"])
def test_a_pose_has_one_accent_where_it_arrives(name):
    phrase = REPERTOIRE[GestureName(name)].build(Cue()).held(0.5)
    (accent_s,) = accents(phrase)
    assert 0.0 < accent_s <= phrase.hold_at_s + 1e-6


@pytest.mark.parametrize("offset_s", [-0.1, -0.05, 0.15, 0.2])
def test_nods_reach_the_beats_that_are_near(portrait, offset_s):
    free = nods(portrait, ())
    beats_s = np.arange(free[0] + offset_s - 5.0, 8.0, 0.5)
    bound = nods(portrait, tuple(beats_s[beats_s > 0.0]))
    assert len(bound) == len(free) == 3
    for low_s in bound:
        assert np.abs(beats_s - low_s).min() < 0.04
    assert abs(bound[0] - free[0]) < 0.25 + 0.04


def test_beats_that_are_far_change_nothing(portrait):
    free = nods(portrait, ())
    assert nods(portrait, (free[0] - 0.4, free[-1] + 0.4)) == pytest.approx(free)


@settings(deadline=None)
@given(
    st.sampled_from(GestureName),
    st.integers(1, 5),
    st.lists(st.floats(0.0, 12.0), max_size=30).map(sorted),
    st.floats(0.3, 3.0),
)
def test_any_beats_keep_the_strokes_and_their_order(name, count, beats_s, start_s):
    phrase = REPERTOIRE[name].build(Cue(count=count)).delayed(start_s)
    placed = Placed(REPERTOIRE[name], start_s, phrase)
    moved = on_the_beat(placed, beats_s).phrase
    for one, other in zip(accents(phrase), accents(moved), strict=True):
        assert abs(one - other) < 0.27
    assert [stroke.change for stroke in moved.strokes] == [stroke.change for stroke in phrase.strokes]
    for before, after in zip(phrase.strokes, moved.strokes, strict=True):
        assert after.start_s > -1e-6
        assert 0.7 < after.duration_s / before.duration_s < 1.4
