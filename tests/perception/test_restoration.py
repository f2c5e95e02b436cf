import cv2
import numpy as np
import pytest

from engine.perception.restoration import ENLARGEMENT, is_faded, is_tiny, restored
from engine.types.scene import AdviceCode

GRAIN = 3.0


def faded(picture):
    """Return an old print: grey black, little contrast, a brown tint and grain wider than a pixel."""
    grain = np.random.default_rng(1).normal(0, 1, picture.shape[:2]).astype(np.float32)
    grain = cv2.GaussianBlur(grain, (0, 0), 0.7)
    grey = 85 + 0.42 * cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY) + GRAIN * grain / grain.std()
    return np.clip(grey[..., None] * [1.06, 1.0, 0.86], 0, 255).astype(np.uint8)


def contrast(pixels):
    return np.ptp(np.percentile(pixels.mean(axis=-1), (1, 99)))


@pytest.mark.parametrize("name", ["astronaut", "hopper", "coffee", "cat"])
def test_an_ordinary_photo_is_left_as_it_is(picture, name):
    photo = picture(name)
    mended, larger = restored(photo)
    assert mended is photo
    assert larger == 1


def test_a_dark_or_a_pale_photo_is_not_faded(picture):
    photo = picture("hopper")
    assert not is_faded((photo * 0.3).astype(np.uint8))
    assert not is_faded((255 - (255 - photo) * 0.7).astype(np.uint8))


def test_a_faded_photo_gets_back_some_of_its_contrast_and_keeps_its_tint(picture):
    old = faded(picture("hopper"))
    mended, larger = restored(old)
    assert larger == 1
    assert 1.3 * contrast(old) < contrast(mended) < 0.95 * contrast(picture("hopper"))
    assert mended[..., 0].mean() > mended[..., 1].mean() > mended[..., 2].mean()


def test_it_is_calmed_and_does_not_become_plastic(picture):
    mended, _ = restored(faded(picture("hopper")))
    wall = mended[20:80, 420:500, 1].astype(np.float32)  # the plain ground beside the hat
    unmended = faded(picture("hopper"))[20:80, 420:500, 1].astype(np.float32)
    gain = contrast(mended) / contrast(faded(picture("hopper")))
    left = (wall - cv2.GaussianBlur(wall, (0, 0), 2)).std() / (
        gain * (unmended - cv2.GaussianBlur(unmended, (0, 0), 2)).std()
    )
    assert 0.2 < left < 0.95


def test_a_tiny_photo_is_enlarged_with_what_was_found_in_it(see, picture):
    small = cv2.resize(picture("hopper"), (160, 188), interpolation=cv2.INTER_AREA)
    assert is_tiny(small)
    scene = see(small)
    assert scene.pixels.shape == (188 * ENLARGEMENT, 160 * ENLARGEMENT, 3)
    nose = scene.faces[0].landmarks[1, :2]
    assert nose == pytest.approx(see(picture("hopper")).faces[0].landmarks[1, :2] * 320 / 512, abs=4)
    shrunk = cv2.resize(scene.pixels, (160, 188), interpolation=cv2.INTER_AREA).astype(np.float32)
    assert np.abs(shrunk - small).mean() < 4


def test_what_was_done_is_said(see, picture):
    assert [item.code for item in see(faded(picture("hopper"))).advice] == [AdviceCode.FADED]
