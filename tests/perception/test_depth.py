import cv2
import numpy as np
import pytest

from engine.perception.depth import smooth_depth


@pytest.mark.parametrize("name", ["astronaut", "hopper", "cat", "coffee"])
def test_depth_is_calm_and_in_range(see, picture, name):
    scene = see(picture(name))
    assert scene.depth.shape == scene.matte.shape
    assert scene.depth.dtype == np.float32
    assert scene.depth.min() >= 0
    assert scene.depth.max() <= 1
    step = max(np.abs(np.diff(scene.depth, axis=axis)).max() for axis in (0, 1))
    # From one to the other end of its range in no less than a twenty-fifth of the picture.
    assert step * max(scene.depth.shape) < 25


def test_the_person_is_nearer_than_what_is_behind(scene):
    x0, y0, x1, y1 = (round(edge) for edge in scene.faces[0].box)
    face = scene.depth[y0:y1, x0:x1].mean()
    assert face > 0.8
    assert scene.depth[:150, 350:].mean() < 0.4


def test_without_people_what_is_lower_is_nearer():
    depth = smooth_depth(np.full((300, 400, 3), 128, np.uint8), np.zeros((300, 400), np.float32), [])
    rows = depth.mean(axis=1)
    assert (np.diff(rows) > -1e-6).all()
    assert rows[-1] - rows[0] > 0.2


def test_without_people_what_is_in_focus_is_nearer():
    grain = np.random.default_rng(0).integers(0, 256, (300, 400, 3), np.uint8)
    picture = cv2.GaussianBlur(grain, (0, 0), 6)
    picture[100:200, 50:150] = grain[100:200, 50:150]
    depth = smooth_depth(picture, np.zeros((300, 400), np.float32), [])
    assert depth[150, 100] > depth[150, 300] + 0.2


def test_the_larger_face_is_nearer(see, picture):
    astronaut = picture("astronaut")[:420, :400]
    half = np.full_like(astronaut, 200)
    half[170:380, 100:300] = cv2.resize(astronaut, (200, 210), interpolation=cv2.INTER_AREA)
    scene = see(np.hstack([half, astronaut]))
    far, near = (
        scene.depth[round((face.box[1] + face.box[3]) / 2), round((face.box[0] + face.box[2]) / 2)]
        for face in scene.faces
    )
    assert near > far + 0.1
