import numpy as np
import pytest

from engine.perception.body import follow_heat, region_of_body
from engine.perception.detection import Detection


def test_the_astronauts_shoulders(scene):
    (body,) = scene.bodies
    assert body.landmarks.shape == (33, 4)
    assert 0.5 < body.score <= 1
    right_of_viewer, left_of_viewer = body.landmarks[11], body.landmarks[12]
    assert left_of_viewer[0] < scene.faces[0].box[0]
    assert right_of_viewer[0] > scene.faces[0].box[2]
    for shoulder in (left_of_viewer, right_of_viewer):
        assert shoulder[1] > scene.faces[0].box[3]
        assert shoulder[3] > 0.9


def test_the_region_stands_upright_on_hip_and_rim():
    def region(rim):
        return region_of_body(Detection(np.zeros(4, np.float32), np.array([[100, 200], rim], np.float32), 1.0))

    above = region((100, 120))
    assert (above.center_x, above.center_y) == (100, 200)
    assert above.side == pytest.approx(200)
    assert above.angle == pytest.approx(0)
    assert region((180, 200)).angle == pytest.approx(np.pi / 2)


def test_landmarks_go_to_the_middle_of_their_heat():
    heat = np.full((64, 64, 3), -10, np.float32)
    heat[30:33, 20:23, 0] = 5
    heat[..., 1] = -2  # too little heat
    points = np.array([[20 / 64, 30 / 64], [0.5, 0.5], [1.2, 0.5]], np.float32)
    moved = follow_heat(points, heat)
    np.testing.assert_allclose(moved[0] * 64, [21, 31], atol=0.05)
    np.testing.assert_array_equal(moved[1:], points[1:])
