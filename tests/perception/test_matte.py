import cv2
import numpy as np
import pytest

from engine.perception.matte import PersonMatte, follow_edges, only_people


def test_the_matte_is_the_person(scene):
    x0, y0, x1, y1 = (round(edge) for edge in scene.faces[0].box)
    assert scene.matte.shape == (512, 512)
    assert scene.matte.dtype == np.float32
    assert scene.matte.min() >= 0
    assert scene.matte.max() <= 1
    assert scene.matte[y0:y1, x0:x1].mean() > 0.9
    assert scene.matte[300:400, 100:250].mean() > 0.9  # the suit
    assert scene.matte[:200, 400:].mean() < 0.1  # the shuttle model


@pytest.mark.parametrize("name", ["coffee", "cat"])
def test_nobody_has_no_matte(see, picture, name):
    scene = see(picture(name))
    assert scene.matte.shape == scene.pixels.shape[:2]
    assert scene.matte.max() == 0


def test_regions_without_anybody_are_dropped(face):
    matte = np.zeros((512, 512), np.float32)
    x0, y0, x1, y1 = (round(edge) for edge in face.box)
    matte[y0:y1, x0:x1] = 0.9
    matte[400:500, 400:500] = 0.9
    kept = only_people(matte, [face], [])
    np.testing.assert_array_equal(kept[y0:y1, x0:x1], matte[y0:y1, x0:x1])
    assert kept[400:500, 400:500].max() == 0


def test_a_small_person_gets_a_matte_of_his_own(models, see, picture):
    wide = np.full((900, 1400, 3), 150, np.uint8)
    wide[560:900, 700:990] = cv2.resize(picture("hopper"), (290, 340), interpolation=cv2.INTER_AREA)
    scene = see(wide)
    (face,) = scene.faces
    x0, y0, x1, y1 = (round(edge) for edge in face.box)
    blind = np.zeros((144, 256), np.float32)
    close_up = PersonMatte(models).refined(wide, blind, [face], [])
    assert close_up[y0:y1, x0:x1].mean() > 0.9
    assert close_up[:400].max() < 0.1


def test_a_blurred_matte_finds_the_edge_of_the_picture_again():
    picture = np.full((400, 400, 3), 40, np.uint8)
    picture[:, 200:] = 220
    blurred = cv2.GaussianBlur((picture[..., 0] > 128).astype(np.float32), (0, 0), 3)
    refined = follow_edges(picture, blurred)
    assert blurred[200, 200] - blurred[200, 199] < 0.2
    assert refined[200, 200] - refined[200, 199] > 0.5
    np.testing.assert_allclose(refined[:, [0, 399]], blurred[:, [0, 399]], atol=0.01)


def test_where_the_picture_has_no_edges_the_matte_only_softens():
    matte = np.zeros((100, 100), np.float32)
    matte[:, 50:] = 1
    refined = follow_edges(np.full((100, 100, 3), 128, np.uint8), matte)
    assert (np.diff(refined, axis=1) > -1e-5).all()
    assert refined[:, :40].max() == pytest.approx(0, abs=1e-5)
    assert refined[:, 60:].min() == pytest.approx(1, abs=1e-5)
