import numpy as np
import pytest

from engine.render.warp.anatomy import measure
from engine.render.warp.grid import Grid
from engine.render.warp.head import HeadShell, rotation_of
from engine.types.face_mesh import CHIN, FOREHEAD_TOP, LEFT_EYE_UPPER, NOSE_BRIDGE, NOSE_TIP, RIGHT_EYE_UPPER


def seen(film_of, canvas, point, **pose):
    """Return where a landmark is in a frame whose head has this pose, relative to the photo."""
    points = canvas.landmarks[0][[point], :2]
    film = film_of({name: np.array([value], np.float32) for name, value in pose.items()})
    return film.project(0, 0, points)[0] - points[0]


def test_yaw_turns_the_nose_to_the_viewers_right(film_of, canvas):
    assert seen(film_of, canvas, NOSE_TIP, yaw_deg=8.0)[0] > 3
    assert seen(film_of, canvas, NOSE_TIP, yaw_deg=-8.0)[0] < -3


def test_pitch_lifts_the_nose_against_the_rest_of_the_face(film_of, canvas):
    for pitch_deg, sign in ((8.0, -1), (-8.0, 1)):
        nose, crown = (seen(film_of, canvas, point, pitch_deg=pitch_deg)[1] for point in (NOSE_TIP, FOREHEAD_TOP))
        assert sign * nose > 3
        assert sign * (nose - crown) > 1


def test_roll_leans_the_crown_clockwise(film_of, canvas):
    for roll_deg in (8.0, -8.0):
        crown, chin = (seen(film_of, canvas, point, roll_deg=roll_deg) for point in (FOREHEAD_TOP, CHIN))
        before = canvas.landmarks[0][FOREHEAD_TOP, :2] - canvas.landmarks[0][CHIN, :2]
        after = before + crown - chin
        turned = np.degrees(np.arctan2(after[1], after[0]) - np.arctan2(before[1], before[0]))
        assert turned == pytest.approx(roll_deg, abs=0.8)  # clockwise is positive with y down


def test_leaning_in_makes_the_face_larger(film_of, canvas):
    crown, chin = (seen(film_of, canvas, point, lean=0.1)[1] for point in (FOREHEAD_TOP, CHIN))
    height = canvas.landmarks[0][CHIN, 1] - canvas.landmarks[0][FOREHEAD_TOP, 1]
    assert chin - crown == pytest.approx(0.1 * height, rel=0.25)


@pytest.mark.parametrize("turned_deg", [0, 30, 45])
def test_the_shell_lies_where_the_bones_are_seen(canvas, turned_deg):
    """To 4 % of the face's width, also where the far cheek lies behind the nose."""
    away = rotation_of(turned_deg, 0, 0).astype(np.float32)
    towards_camera = np.array([1, 1, -1], np.float32)
    middle = canvas.landmarks[0].mean(axis=0)
    landmarks = middle + ((canvas.landmarks[0] - middle) * towards_camera) @ away.T * towards_camera
    anatomy, grid = measure(landmarks), Grid.over((0, 0, canvas.width, canvas.height), 4)
    bones = landmarks[
        [LEFT_EYE_UPPER[0], LEFT_EYE_UPPER[-1], NOSE_BRIDGE, *([] if turned_deg else RIGHT_EYE_UPPER[::8])]
    ]
    x, y, z = bones.T[:, None]
    depth = grid.sample(HeadShell.of(anatomy, grid).position[2], x, y)
    off = depth + z
    assert np.ptp(off) < 0.04 * anatomy.width


def test_the_picture_far_from_the_person_stays(film_of, canvas):
    film = film_of({"yaw_deg": np.array([10.0], np.float32), "roll_deg": np.array([10.0], np.float32)})
    corners = np.array([(4, 4), (4, 300), (500, 4)], np.float32)
    np.testing.assert_allclose(film.project(0, 0, corners), corners, atol=0.05)


def test_rotations_keep_lengths_and_undo_themselves():
    rotation = rotation_of(11, -7, 5)
    np.testing.assert_allclose(rotation @ rotation.T, np.eye(3), atol=1e-12)
    assert np.linalg.det(rotation) == pytest.approx(1)
    np.testing.assert_allclose(rotation_of(0, 0, 9) @ rotation_of(0, 0, -9), np.eye(3), atol=1e-12)
