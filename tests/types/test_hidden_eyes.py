import numpy as np
import pytest

from engine.types import face_mesh as mesh
from engine.types.hidden_eyes import hidden_eyes

BONES = {
    mesh.LEFT_EYE_UPPER[0]: (-33, 16),
    mesh.LEFT_EYE_UPPER[-1]: (-13, 13),
    mesh.NOSE_BRIDGE: (0, 0),
    mesh.RIGHT_EYE_UPPER[-1]: (13, 13),
    mesh.RIGHT_EYE_UPPER[0]: (33, 16),
}
"""Where the corners of the eyes and the bridge of the nose lie, across and behind it, in per cent of a face's width."""


def face(yaw_deg):
    """Return the mesh of a face that is turned to the viewer's right."""
    turn = np.radians(yaw_deg)
    landmarks = np.zeros((478, 3), np.float32)
    for point, (across, behind) in BONES.items():
        landmarks[point, 0] = across * np.cos(turn) - behind * np.sin(turn)
    return landmarks


@pytest.mark.parametrize("yaw_deg", [-38, -20, 0, 20, 38])
def test_both_eyes_are_seen_until_the_face_is_in_profile(yaw_deg):
    assert hidden_eyes(face(yaw_deg)) == (False, False)


@pytest.mark.parametrize("yaw_deg", [47, 60])
def test_the_nose_hides_the_averted_eye(yaw_deg):
    assert hidden_eyes(face(yaw_deg)) == (False, True)
    assert hidden_eyes(face(-yaw_deg)) == (True, False)


def test_a_side_that_is_hidden_gives_way_to_the_one_that_is_seen():
    profile = hidden_eyes(face(50))
    assert profile.seen_side("right") == profile.seen_side("left") == "left"
    assert hidden_eyes(face(0)).seen_side("right") == "right"
