import cv2
import numpy as np
import pytest
import skimage.data
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from engine.perception.scratches import without_scratches
from engine.types.scene import AdviceCode


def grey(picture):
    return np.repeat(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)[..., None], 3, axis=2)


def scratched(picture, seed):
    """Return a picture with three scratches of a film, a crease and two cracks, and where they are."""
    rng = np.random.default_rng(seed)
    height, width = picture.shape[:2]
    way = np.linspace(0, 1, 200)
    curves = [
        (width * place + rng.uniform(-6, 6) * way, height * (rng.uniform(0, 0.1) + rng.uniform(0.7, 0.9) * way))
        for place in rng.uniform(0.1, 0.9, 3)
    ]
    curves.append((width * way, height * (rng.uniform(0.3, 0.7) + rng.uniform(-0.1, 0.1) * way)))
    for _ in range(2):
        heading = rng.uniform(0, np.pi) + np.cumsum(rng.normal(0, 0.02, way.size))
        start = rng.uniform(0.2, 0.8, 2)
        curves.append((start[0] * width + np.cumsum(np.cos(heading)), start[1] * height + np.cumsum(np.sin(heading))))
    cover = np.zeros((height, width), np.uint8)
    for curve in curves:
        points = np.rint(16 * np.stack(curve, axis=1)).astype(np.int32)
        cv2.polylines(cover, [points], isClosed=False, color=255, thickness=1, lineType=cv2.LINE_AA, shift=4)
    cover = np.minimum(cv2.GaussianBlur(cover, (0, 0), 0.6).astype(np.float32)[..., None] / 150, 0.9)
    damaged = picture + cover * (np.array([245, 240, 230], np.float32) - picture)
    return np.clip(damaged, 0, 255).astype(np.uint8), cover[..., 0] > 0.15


def error(picture, other, where):
    return float(np.sqrt(np.mean((picture[where].astype(np.float32) - other[where]) ** 2)))


@pytest.mark.parametrize("name", ["astronaut", "hopper", "coffee", "cat"])
@pytest.mark.parametrize("toned", [np.asarray, grey])
def test_an_undamaged_photo_is_left_as_it_is(picture, name, toned):
    photo = toned(picture(name))
    assert without_scratches(photo) is photo


@pytest.mark.parametrize("name", ["camera", "page", "text", "brick", "coins", "moon", "grass", "clock", "cell"])
def test_tripods_letters_joints_and_grass_are_no_scratches(name):
    photo = np.repeat(getattr(skimage.data, name)()[..., None], 3, axis=2)
    assert without_scratches(photo) is photo


@pytest.mark.parametrize(("name", "seed"), [("hopper", 1), ("hopper", 4), ("astronaut", 1), ("cat", 0), ("coffee", 3)])
@pytest.mark.parametrize("toned", [np.asarray, grey])
def test_scratches_are_filled_in_and_nothing_else_is_touched(picture, name, seed, toned):
    photo = toned(picture(name))
    damaged, where = scratched(photo, seed)
    mended = without_scratches(damaged)
    changed = (mended != damaged).any(axis=2)
    beside = cv2.dilate(where.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    assert changed[where].mean() > 0.6
    assert beside[changed].mean() > 0.85
    assert error(mended, photo, where) < 0.5 * error(damaged, photo, where)


def test_what_is_filled_in_keeps_the_grain_of_what_lies_beside_it(picture):
    grain = np.random.default_rng(5).normal(0, 1, (600, 512))
    grain = 6 * cv2.GaussianBlur(grain, (0, 0), 0.7)[..., None] / 0.4
    photo = np.clip(grey(picture("hopper")) + grain, 0, 255).astype(np.uint8)
    damaged, _ = scratched(photo, 1)
    mended = without_scratches(damaged).astype(np.float32)
    fine = np.abs(mended - cv2.GaussianBlur(mended, (0, 0), 1)).mean(axis=2)
    filled = (mended != damaged).any(axis=2)
    near = (cv2.dilate(filled.astype(np.uint8), np.ones((9, 9), np.uint8)) > 0) & ~filled
    assert np.median(fine[filled]) > 0.4 * np.median(fine[near])


def test_masts_before_the_sky_are_the_pictures_own():
    sky = np.linspace(30, 190, 400)[:, None, None] * np.array([0.6, 0.8, 1.0])
    photo = np.repeat(sky, 600, axis=1).astype(np.uint8)
    for x in (100, 260, 420):
        cv2.line(photo, (x, 20), (x + 9, 380), (240, 240, 240), 1, cv2.LINE_AA)
    assert without_scratches(photo) is photo


def test_stripes_side_by_side_are_the_pictures_own(picture):
    photo = picture("hopper").copy()
    for x in range(150, 330, 6):
        cv2.line(photo, (x, 40), (x, 580), (230, 230, 230), 1, cv2.LINE_AA)
    assert without_scratches(photo) is photo


@given(arrays(np.uint8, st.tuples(st.integers(64, 96), st.integers(64, 160), st.just(3)), fill=st.just(90)))
@settings(deadline=None, max_examples=30)
def test_whatever_it_is_a_picture_keeps_its_size(photo):
    assert without_scratches(photo).shape == photo.shape


def test_it_is_said(see, picture):
    damaged, _ = scratched(picture("hopper"), 1)
    scene = see(damaged)
    assert AdviceCode.SCRATCHED in [item.code for item in scene.advice]
    assert error(scene.pixels, picture("hopper"), ...) < 0.5 * error(damaged, picture("hopper"), ...)
