import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.perception.head_pose import HAIRLINE, SYMMETRIC_PAIRS, head_pose, relative_pose, similarity

angles = st.floats(-60, 60)


def rotation(yaw_deg, pitch_deg, roll_deg):
    """Camera axes: x right, y up, z to the viewer. Written from the signs in `engine.types.scene`."""
    yaw, pitch, roll = (math.radians(angle) for angle in (yaw_deg, pitch_deg, roll_deg))
    turn = np.array([[math.cos(yaw), 0, math.sin(yaw)], [0, 1, 0], [-math.sin(yaw), 0, math.cos(yaw)]])
    nod = np.array([[1, 0, 0], [0, math.cos(pitch), math.sin(pitch)], [0, -math.sin(pitch), math.cos(pitch)]])
    lean = np.array([[math.cos(roll), math.sin(roll), 0], [-math.sin(roll), math.cos(roll), 0], [0, 0, 1]])
    return lean @ turn @ nod


def moved(landmarks, *, yaw_deg=0.0, pitch_deg=0.0, roll_deg=0.0):
    turned = landmarks * (1, -1, -1) @ rotation(yaw_deg, pitch_deg, roll_deg).T
    return (turned * (1, -1, -1)).astype(np.float32)


def as_tuple(pose):
    return pose.yaw_deg, pose.pitch_deg, pose.roll_deg


@pytest.fixture(scope="module")
def frontal(face):
    """The astronaut's mesh, set straight."""
    pose = head_pose(face.landmarks)
    upright = moved(face.landmarks, roll_deg=-pose.roll_deg)
    ahead = moved(upright, yaw_deg=-pose.yaw_deg)
    return moved(ahead, pitch_deg=-pose.pitch_deg)


def test_the_signs_of_the_axes(frontal):
    def nose_offset(landmarks):
        return landmarks[1, 0] - landmarks[[234, 454], 0].mean()

    nose, brow = frontal[1], frontal[9]
    turned = moved(frontal, yaw_deg=20)
    assert nose_offset(turned) > nose_offset(frontal) + 5  # the nose goes to the viewer's right
    raised = moved(frontal, pitch_deg=20)
    assert raised[1][1] - raised[9][1] < nose[1] - brow[1]  # looking up, the nose's tip nears the brows
    leaning = moved(frontal, roll_deg=20)
    assert leaning[HAIRLINE[0]][0] - leaning[152][0] > 1  # clockwise: the forehead goes right of the chin


@settings(deadline=None)
@given(st.tuples(angles, angles, st.floats(-170, 170)), st.floats(0.3, 4), st.floats(-500, 500))
def test_a_turned_head_reads_as_it_was_turned(frontal, pose, scale, shift):
    yaw, pitch, roll = pose
    turned = scale * moved(frontal, yaw_deg=yaw, pitch_deg=pitch, roll_deg=roll) + np.array(
        (shift, -shift, 0), np.float32
    )
    assert as_tuple(head_pose(turned)) == pytest.approx((yaw, pitch, roll), abs=0.2)
    measured, measured_scale = relative_pose(turned, frontal)
    assert as_tuple(measured) == pytest.approx((yaw, pitch, roll), abs=0.05)
    assert measured_scale == pytest.approx(scale, rel=1e-3)


def test_the_mirror_image_flips_yaw_and_roll(see, picture, face):
    (mirrored,) = see(picture("astronaut")[:, ::-1]).faces
    yaw, pitch, roll = as_tuple(face.pose)
    assert as_tuple(mirrored.pose) == pytest.approx((-yaw, pitch, -roll), abs=2.5)


def test_frontal_portraits_read_as_frontal(see, picture, face):
    (hopper,) = see(picture("hopper")).faces
    for pose in (face.pose, hopper.pose):
        assert abs(pose.yaw_deg) < 8
        assert abs(pose.pitch_deg) < 12
        assert abs(pose.roll_deg) < 8


def test_symmetric_pairs_name_the_viewers_left_first(frontal):
    for left, right in SYMMETRIC_PAIRS:
        assert frontal[left, 0] < frontal[right, 0]


@settings(deadline=None)
@given(angles, angles, angles, st.floats(0.1, 10), st.integers(0, 1000))
def test_similarity_recovers_what_was_done(yaw, pitch, roll, scale, seed):
    generator = np.random.default_rng(seed)
    source, shift = generator.normal(size=(12, 3)), generator.normal(size=3)
    weights = generator.uniform(0.1, 1, 12)
    turn = rotation(yaw, pitch, roll)
    found_scale, found_turn, found_shift = similarity(source, scale * source @ turn.T + shift, weights)
    assert found_scale == pytest.approx(scale, rel=1e-6)
    np.testing.assert_allclose(found_turn, turn, atol=1e-6)
    np.testing.assert_allclose(found_shift, shift, atol=1e-5)


def test_similarity_never_mirrors():
    source = np.random.default_rng(0).normal(size=(10, 3))
    _, turn, _ = similarity(source, source * (-1, 1, 1), np.ones(10))
    assert np.linalg.det(turn) == pytest.approx(1)


def test_points_without_weight_do_not_count():
    source = np.random.default_rng(0).normal(size=(10, 3))
    target = source.copy()
    target[0] += 100
    weights = np.ones(10)
    weights[0] = 0
    np.testing.assert_allclose(similarity(source, target, weights)[1], np.eye(3), atol=1e-9)
