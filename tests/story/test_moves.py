"""The camera changes its move from shot to shot and never loses a face."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.story.moves import camera_moves, travel
from engine.types.curves import CAMERA_CHANNELS, MotionCurves, Track
from engine.types.direction import Camera, CameraMove, Direction
from engine.types.storyboard import Shot

TRAVELS = [move for move in CameraMove if move not in (CameraMove.DRIFT, CameraMove.ORBIT)]


@given(photos=st.lists(st.integers(0, 19), min_size=1, max_size=20))
def test_no_move_comes_twice_in_a_row(photos: list[int]) -> None:
    moves = camera_moves([Shot(photo=photo) for photo in photos])
    assert all(first is not second for first, second in pairwise(moves))


def test_a_named_move_is_kept_and_a_photo_keeps_its_own_where_it_can() -> None:
    asked = Direction(camera=Camera(move=CameraMove.ORBIT))
    assert camera_moves([Shot(photo=0, direction=asked)]) == [CameraMove.ORBIT]
    before = camera_moves([Shot(photo=photo) for photo in range(5)])
    assert camera_moves([Shot(photo=photo) for photo in (0, 2, 3, 4)]) == [before[0], *before[2:]]


def view(curves: MotionCurves, frame: int, height_to_width: float) -> tuple[float, float, float, float]:
    """What the camera sees, in shares of the frame, as the renderer's camera reads the curves."""
    zoom, pan_x, pan_y = (float(curves.camera[name][frame]) for name in ("zoom", "pan_x", "pan_y"))
    x, y, half = 0.5 + pan_x, 0.5 + pan_y / height_to_width, 0.5 / zoom
    return x - half, y - half, x + half, y + half


@given(
    move=st.sampled_from(TRAVELS), x=st.floats(0, 0.8), y=st.floats(0, 0.8), size=st.floats(0.05, 1.0),
    shape=st.sampled_from([9 / 16, 1.0, 16 / 9]),
)  # fmt: skip
@settings(deadline=None)
def test_faces_stay_in_view_and_the_view_in_the_frame(
    move: CameraMove, x: float, y: float, size: float, shape: float
) -> None:
    faces = (x, y, min(1.0, x + size), min(1.0, y + size))
    curves = MotionCurves(30, Track.at_rest(CAMERA_CHANNELS, 40), ())
    travel(curves, move, faces, shape)
    for frame in range(40):
        x0, y0, x1, y1 = view(curves, frame, shape)
        assert min(x0, y0) > -1e-4
        assert max(x1, y1) < 1 + 1e-4
        assert x0 < faces[0] + 1e-4
        assert y0 < faces[1] + 1e-4
        assert x1 > faces[2] - 1e-4
        assert y1 > faces[3] - 1e-4


def test_a_push_ends_on_the_face_and_a_pull_begins_there() -> None:
    face = (0.6, 0.2, 0.7, 0.35)
    for move, frame in ((CameraMove.PUSH_IN, -1), (CameraMove.PULL_OUT, 0)):
        curves = MotionCurves(30, Track.at_rest(CAMERA_CHANNELS, 40), ())
        travel(curves, move, face, 1.0)
        assert curves.camera["zoom"][frame] == pytest.approx(curves.camera["zoom"].max())
        assert curves.camera["pan_x"][frame] > 0.05
        assert curves.camera["pan_y"][frame] < -0.05


def test_where_nobody_is_a_pan_goes_through_the_middle_and_stays_farther_away() -> None:
    zooms = []
    for faces in (None, (0.4, 0.4, 0.6, 0.6)):
        curves = MotionCurves(30, Track.at_rest(CAMERA_CHANNELS, 41), ())
        travel(curves, CameraMove.PAN_RIGHT, faces, 1.0)
        zooms.append(float(curves.camera["zoom"].max()))
        way = curves.camera["pan_x"]
        assert way[-1] > way[0]
        if faces is None:
            assert way[20] == pytest.approx(0.0, abs=1e-6)
    assert zooms[0] < zooms[1]


def test_an_orbit_keeps_the_planned_way() -> None:
    curves = MotionCurves(30, Track.at_rest(CAMERA_CHANNELS, 4), ())
    curves.camera["zoom"][:] = 1.07
    travel(curves, CameraMove.ORBIT, None, 1.0)
    assert np.allclose(curves.camera["zoom"], 1.07)
