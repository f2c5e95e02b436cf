import cv2
import numpy as np
import pytest
import skimage.data
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from engine.perception.borders import without_border
from engine.types.scene import AdviceCode

PAPERS = {"white": (248, 248, 246), "cream": (232, 220, 190), "album": (98, 80, 62), "black": (14, 13, 12)}
MOST_LOST = 0.015
"""Share of the long side that may be cut off inside the edge."""


def paper(height, width, colour, grain=3.0):
    """Return paper with grain wider than a pixel."""
    rough = cv2.GaussianBlur(np.random.default_rng(2).normal(0, 1, (height, width)), (0, 0), 0.8)
    return np.array(colour, np.float32) + (grain * rough / rough.std())[..., None]


def printed(picture, colour, margins):
    """Return a picture on paper, with margins at its top, right, bottom and left."""
    top, right, bottom, left = margins
    height, width = picture.shape[:2]
    sheet = paper(height + top + bottom, width + left + right, colour)
    sheet[top : top + height, left : left + width] = picture
    return np.clip(sheet, 0, 255).astype(np.uint8)


def lost_px(photo, found, box):
    """Return how much of each side of a box was cut off; less than 0 is border that was left."""
    height, width = found.shape[:2]
    place = next(
        (x, y)
        for y in range(photo.shape[0] - height + 1)
        for x in range(photo.shape[1] - width + 1)
        if (photo[y, x] == found[0, 0]).all() and (photo[y : y + height, x : x + width] == found).all()
    )
    x, y = place
    return np.array([x - box[0], y - box[1], box[2] - x - width, box[3] - y - height])


def assert_is_inside(photo, found, box):
    lost = lost_px(photo, found, box)
    assert lost.min() >= 0
    assert lost.max() <= MOST_LOST * max(photo.shape)


@pytest.mark.parametrize("name", ["astronaut", "hopper", "coffee", "cat"])
@pytest.mark.parametrize("turns", range(2))
def test_a_photo_without_a_border_is_left_as_it_is(picture, name, turns):
    photo = np.ascontiguousarray(np.rot90(picture(name), turns))
    assert without_border(photo) is photo


@pytest.mark.parametrize("name", ["camera", "horse", "moon", "coins", "page", "brick", "clock"])
def test_a_plain_ground_is_no_border(name):
    grey = getattr(skimage.data, name)()
    photo = np.repeat((255 * grey if grey.dtype == bool else grey).astype(np.uint8)[..., None], 3, axis=2)
    assert without_border(photo) is photo


@pytest.mark.parametrize("name", ["astronaut", "cat", "coffee"])
@pytest.mark.parametrize("colour", PAPERS.values(), ids=PAPERS)
def test_paper_around_a_picture_is_left_out(picture, name, colour):
    inner = picture(name)
    height, width = inner.shape[:2]
    photo = printed(inner, colour, (30, 22, 45, 26))
    found = without_border(photo)
    assert_is_inside(photo, found, (26, 30, 26 + width, 30 + height))
    assert without_border(found) is found


def test_a_deckle_edge_on_a_scanner_is_left_out(picture):
    inner = picture("coffee")
    sheet = printed(inner, PAPERS["cream"], (34, 34, 34, 34))
    height, width = sheet.shape[:2]
    wave = 5 + 2.5 * np.sin(np.arange(max(height, width)) / 3.3)
    rows, columns = np.mgrid[:height, :width]
    ends = (rows, height - 1 - rows), (columns, width - 1 - columns)
    torn = (np.minimum(*ends[0]) < wave[:width]) | (np.minimum(*ends[1]) < wave[:height, None])
    sheet[torn] = 20
    photo = np.ascontiguousarray(cv2.copyMakeBorder(sheet, 16, 16, 16, 16, cv2.BORDER_CONSTANT, value=(20, 20, 20)))
    assert_is_inside(photo, without_border(photo), (50, 50, 50 + inner.shape[1], 50 + inner.shape[0]))


def test_a_print_that_lies_askew_is_cut_inside_its_corners(picture):
    inner = picture("coffee")
    photo = printed(inner, PAPERS["black"], (60, 60, 60, 60))
    height, width = photo.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), 1.5, 1)
    photo = np.asarray(cv2.warpAffine(photo, turn, (width, height), borderValue=PAPERS["black"]), np.uint8)
    found = without_border(photo)
    lean_px = np.tan(np.radians(1.5)) * np.array([inner.shape[1], inner.shape[0]])
    for side, most in zip(found.shape[:2], inner.shape[:2] - lean_px, strict=True):
        assert 0.95 * most < side <= most


@pytest.mark.parametrize("bar_px", [30, 90])
def test_the_bars_of_a_film_are_left_out(picture, bar_px):
    inner = picture("coffee")
    photo = np.ascontiguousarray(cv2.copyMakeBorder(inner, bar_px, bar_px, 0, 0, cv2.BORDER_CONSTANT, value=(0, 0, 0)))
    found = without_border(photo)
    assert_is_inside(photo, found, (0, bar_px, inner.shape[1], bar_px + inner.shape[0]))
    assert found.shape[1] == inner.shape[1]


def test_one_bar_is_part_of_the_picture(picture):
    photo = np.ascontiguousarray(cv2.copyMakeBorder(picture("coffee"), 60, 0, 0, 0, cv2.BORDER_CONSTANT))
    assert without_border(photo) is photo


@given(arrays(np.uint8, st.tuples(st.integers(64, 96), st.integers(64, 160), st.just(3)), fill=st.just(0)))
@settings(deadline=None, max_examples=30)
def test_whatever_it_is_a_picture_remains(photo):
    found = without_border(photo)
    assert found is photo or (min(found.shape[:2]) >= 64 and found.size < photo.size)


@given(st.tuples(*[st.integers(10, 60)] * 4), st.sampled_from(sorted(PAPERS)))
@settings(deadline=None, max_examples=15)
def test_borders_of_any_width_are_left_out(margins, colour):
    inner = skimage.data.coffee()
    photo = printed(inner, PAPERS[colour], margins)
    top, _, _, left = margins
    box = (left, top, left + inner.shape[1], top + inner.shape[0])
    assert_is_inside(photo, without_border(photo), box)


def test_it_is_said_and_the_face_is_found_inside(see, picture):
    scene = see(printed(picture("hopper"), PAPERS["cream"], (30, 22, 45, 26)))
    assert scene.advice[0].code is AdviceCode.CROPPED
    assert scene.width <= picture("hopper").shape[1]
    nose = scene.faces[0].landmarks[1, :2]
    assert nose == pytest.approx(see(picture("hopper")).faces[0].landmarks[1, :2], abs=10)
