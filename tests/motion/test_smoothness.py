"""No curve jumps or breaks: the third derivative stays what it is, however finely it is looked at.

A step in position, velocity or acceleration makes the third difference grow with the frame rate, by its third, second
or first power; a curve that is smooth up to its acceleration keeps it.
"""

import numpy as np
import pytest

from engine.motion import plan
from engine.types.curves import FACE_CHANNELS
from engine.types.direction import EmotionLabel, GestureName
from tests.motion.conftest import direct

COARSE, FINE = 120, 240
AS_FAST_AS_FILM = ("gaze_yaw_deg", "gaze_pitch_deg", "AU45_left", "AU45_right")
"""A saccade lasts 70 ms and a lid follows it: at these frame rates they are steps, and meant to be."""
SMOOTH = [channel.name for channel in FACE_CHANNELS if channel.name not in AS_FAST_AS_FILM]
NOTHING = 0.01
ROUNDING = 2.0**-23
"""Of numbers about 1, in single precision."""


def jerk(track, channel, fps):
    return np.abs(np.diff(track[channel].astype(np.float64), 3)).max() * fps**3


def assert_smooth(scene, direction, duration_s=5.0):
    coarse, fine = (plan(direction, scene, duration_s=duration_s, fps=fps, seed=3).people[0] for fps in (COARSE, FINE))
    for channel in SMOOTH:
        noise = 8 * ROUNDING * np.abs(fine[channel]).max() * FINE**3
        assert jerk(fine, channel, FINE) <= 1.35 * jerk(coarse, channel, COARSE) + noise + NOTHING, channel


@pytest.mark.parametrize("name", list(GestureName))
def test_gestures_have_no_spike(portrait, name):
    assert_smooth(portrait, direct(gestures=[{"name": name, "count": 2}]))


@pytest.mark.parametrize("label", list(EmotionLabel))
def test_moods_have_no_spike(portrait, label):
    assert_smooth(portrait, direct(emotion={"label": label}))


def test_beats_and_a_loop_have_no_spike(portrait):
    beats = [{"start": 0.3, "emotion": {"label": "anger"}}, {"start": 0.6, "emotion": {"label": "joy"}}]
    assert_smooth(portrait, direct(emotion={"label": "sadness"}, beats=beats, loop=True), 8.0)
