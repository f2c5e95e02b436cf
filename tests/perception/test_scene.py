import cv2
import numpy as np
import pytest

from engine.errors import MissingModelError
from engine.models import Models
from engine.perception.photo import Photo
from engine.perception.scene import Perception
from engine.types.scene import AdviceCode


def test_the_scene_keeps_the_photo(scene, picture):
    np.testing.assert_array_equal(scene.pixels, picture("astronaut"))
    assert (len(scene.faces), len(scene.bodies)) == (1, 1)


@pytest.mark.parametrize("name", ["astronaut", "hopper"])
@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_turned_picture_is_set_upright(see, picture, name, turns):
    scene = see(np.rot90(picture(name), turns))
    np.testing.assert_array_equal(scene.pixels, picture(name))
    assert abs(scene.faces[0].pose.roll_deg) < 15
    assert scene.advice[0].code is AdviceCode.TURNED_UPRIGHT


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_picture_without_faces_stays_as_it_is(see, picture, turns):
    turned = np.rot90(picture("coffee"), turns)
    scene = see(turned)
    np.testing.assert_array_equal(scene.pixels, turned)
    assert [item.code for item in scene.advice] == [AdviceCode.NO_FACE]


@pytest.mark.parametrize("angle", [-20, 10, 25])
def test_turning_the_picture_clockwise_adds_to_the_roll(see, picture, face, angle):
    center = (face.box[0] + face.box[2]) / 2, (face.box[1] + face.box[3]) / 2
    matrix = cv2.getRotationMatrix2D(center, -angle, 1)  # OpenCV counts counter-clockwise
    turned = cv2.warpAffine(picture("astronaut"), matrix, (512, 512), borderMode=cv2.BORDER_REPLICATE)
    (found,) = see(turned).faces
    assert found.pose.roll_deg - face.pose.roll_deg == pytest.approx(angle, abs=1.5)
    assert found.pose.yaw_deg == pytest.approx(face.pose.yaw_deg, abs=3)


def test_large_pictures_keep_their_size_and_have_a_modest_matte(see, picture, scene):
    large = cv2.resize(picture("astronaut"), (2048, 2048), interpolation=cv2.INTER_CUBIC)
    seen = see(large)
    assert seen.pixels.shape == (2048, 2048, 3)
    assert seen.matte.shape == seen.depth.shape == (1024, 1024)
    np.testing.assert_allclose(
        (seen.bodies[0].landmarks[11:13, :2] + 0.5) / 4 - 0.5, scene.bodies[0].landmarks[11:13, :2], atol=12
    )
    assert np.abs(cv2.resize(seen.matte, (512, 512), interpolation=cv2.INTER_AREA) - scene.matte).mean() < 0.03


@pytest.mark.parametrize("shape", [(64, 64), (64, 384), (384, 64)])
def test_odd_pictures_are_seen(see, shape):
    scene = see(np.full((*shape, 3), 90, np.uint8))
    assert scene.faces == ()
    assert scene.matte.shape == scene.depth.shape == shape


def test_the_same_photo_gives_the_same_scene(see, picture, scene):
    again = see(picture("astronaut"))
    np.testing.assert_array_equal(again.faces[0].landmarks, scene.faces[0].landmarks)
    np.testing.assert_array_equal(again.matte, scene.matte)
    np.testing.assert_array_equal(again.depth, scene.depth)


def test_without_models_one_sentence_says_so(tmp_path, picture):
    with Perception(Models(tmp_path)) as perception, pytest.raises(MissingModelError):
        perception.see(Photo(picture("coffee"), "PNG", 600, 400, None))
