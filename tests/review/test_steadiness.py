import cv2
import numpy as np
import pytest
import skimage.data
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.review.steadiness import (
    Part,
    background_shift_px,
    largest_flash,
    largest_step,
    psnr_db,
    sharpness,
    stored_planes,
)

PHOTO = np.ascontiguousarray(skimage.data.camera())
SQUARE = np.array([(150, 100), (350, 100), (350, 300), (150, 300)], np.float32)


def shifted(x, y):
    move = np.array([[1, 0, x], [0, 1, y]], np.float64)
    return cv2.warpAffine(PHOTO, move, PHOTO.shape, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT_101)


def test_equal_pictures_have_no_noise():
    assert psnr_db([PHOTO], [PHOTO]) == float("inf")


@pytest.mark.parametrize("levels", [1, 4])
def test_psnr_of_a_constant_error(levels):
    planes = [np.full((8, 8), 100, np.uint8), np.full((4, 4), 50, np.uint8)]
    assert psnr_db([plane + levels for plane in planes], planes) == pytest.approx(20 * np.log10(255 / levels))


def test_stored_chroma_is_halved_and_keeps_plain_colours():
    yuv = np.tile(np.array([90, 110, 140], np.float32), (6, 10, 1))
    y, u, v = stored_planes(yuv)
    assert (y.shape, u.shape, v.shape) == ((6, 10), (3, 5), (3, 5))
    assert (u == 110).all()
    assert (v == 140).all()


def test_the_photo_is_as_sharp_as_itself_and_a_blurred_one_is_not():
    assert sharpness(PHOTO, Part(SQUARE), PHOTO, Part(SQUARE)) == 1
    assert sharpness(cv2.GaussianBlur(PHOTO, (0, 0), 1), Part(SQUARE), PHOTO, Part(SQUARE)) < 0.5


def test_sharpness_follows_the_part_that_moved():
    moved = Part(SQUARE + np.array([40, 20], np.float32))
    assert sharpness(shifted(40, 20), moved, PHOTO, Part(SQUARE)) == pytest.approx(1, abs=0.01)


def test_sharpness_looks_away_from_what_is_left_out():
    hole = np.array([(240, 190), (340, 190), (340, 300), (240, 300)], np.float32)
    smeared = PHOTO.copy()
    smeared[195:295, 245:335] = 128
    part = Part(SQUARE, [hole])
    assert sharpness(smeared, Part(SQUARE), PHOTO, Part(SQUARE)) < 0.8
    assert sharpness(smeared, part, PHOTO, part) == 1
    assert sharpness(cv2.GaussianBlur(PHOTO, (0, 0), 1), part, PHOTO, part) < 0.5


def test_the_largest_step_counts_up_and_down():
    assert largest_step(np.array([1.0, 1.1, 1.0])) == pytest.approx(0.1)
    assert largest_step(np.array([1.0, 0.8, 0.8])) == pytest.approx(0.2)


@settings(deadline=None, max_examples=15)
@given(st.floats(-2, 2), st.floats(-2, 2))
def test_a_moving_background_is_seen_to_a_tenth_of_a_pixel(x, y):
    everywhere = np.ones(PHOTO.shape, bool)
    everywhere[:10], everywhere[-10:], everywhere[:, :10], everywhere[:, -10:] = False, False, False, False
    shift = background_shift_px(shifted(x, y), PHOTO, everywhere)
    assert shift == pytest.approx(np.hypot(x, y), abs=0.15)


def test_only_the_background_counts():
    moved = PHOTO.copy()
    moved[100:300, 150:350] = shifted(4, 0)[100:300, 150:350]
    background = np.ones(PHOTO.shape, bool)
    background[80:320, 130:370] = False
    assert background_shift_px(moved, PHOTO, background) < 0.1
    assert background_shift_px(moved, PHOTO, ~background) > 2


def test_nothing_to_see_does_not_move():
    assert background_shift_px(PHOTO, np.zeros_like(PHOTO), np.ones(PHOTO.shape, bool)) == 0


def test_a_smooth_movement_has_no_flash_and_a_jump_has_one():
    smooth = [shifted(0.5 * index, 0) for index in range(8)]
    assert largest_flash(smooth) < 0.5
    assert largest_flash([*smooth[:4], *(frame + 3 for frame in smooth[4:])]) > 1
    assert largest_flash(smooth[:2]) == 0
