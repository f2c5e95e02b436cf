import math

import cv2
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.perception.regions import Roi, crop

regions = st.builds(Roi, st.floats(-50, 300), st.floats(-50, 300), st.floats(4, 500), st.floats(-math.pi, math.pi))


@settings(deadline=None)
@given(regions, st.integers(2, 256), st.floats(0, 1), st.floats(0, 1))
def test_both_ways_from_the_crop_to_the_picture_agree(region, size_px, u, v):
    share = np.array([u, v], np.float32)
    by_matrix = region.affine(size_px) @ np.array([*(share * size_px - 0.5), 1])
    np.testing.assert_allclose(by_matrix, region.to_picture(share), atol=0.01)


@settings(deadline=None, max_examples=50)
@given(regions, st.sampled_from([16, 64]))
def test_a_crop_is_always_of_its_size_and_range(region, size_px):
    picture = np.full((120, 200, 3), 255, np.uint8)
    pixels = crop(picture, region, size_px)
    assert pixels.shape == (size_px, size_px, 3)
    assert pixels.dtype == np.float32
    assert pixels.min() >= 0
    assert pixels.max() <= 1


def test_the_square_of_the_picture_itself_is_the_picture():
    picture = np.random.default_rng(1).integers(0, 256, (64, 64, 3), np.uint8)
    np.testing.assert_allclose(crop(picture, Roi(31.5, 31.5, 64.0), 64), picture / 255.0, atol=1e-6)


def test_a_quarter_turn_clockwise_looks_at_the_picture_turned_back():
    picture = np.random.default_rng(2).integers(0, 256, (32, 32, 3), np.uint8)
    turned = crop(picture, Roi(15.5, 15.5, 32.0, math.pi / 2), 32)
    np.testing.assert_allclose(turned, np.rot90(picture) / 255.0, atol=0.02)


def test_shrinking_averages_instead_of_skipping():
    stripes = np.zeros((256, 256, 3), np.uint8)
    stripes[:, ::2] = 255
    pixels = crop(stripes, Roi(127.5, 127.5, 256.0), 32)
    np.testing.assert_allclose(pixels[2:-2, 2:-2], 0.5, atol=0.03)


def test_shrinking_stays_in_place():
    rows, columns = np.mgrid[:240, :320]
    ramp = np.stack([columns / 2, rows / 2, rows * 0], axis=-1).astype(np.uint8)
    region = Roi(150.3, 120.7, 120.0, 0.4)
    pixels = crop(ramp, region, 40)
    inner = np.mgrid[5:35, 5:35].reshape(2, -1)[::-1]
    expected = region.affine(40) @ np.vstack([inner, np.ones(inner.shape[1])])
    measured = pixels[5:35, 5:35, :2].reshape(-1, 2).T * 255 * 2
    np.testing.assert_allclose(measured, expected, atol=2.5)
    assert abs((measured - expected).mean()) < 1.0  # only the ramp's rounding to whole numbers


def test_outside_the_picture_is_black():
    white = np.full((50, 50, 3), 255, np.uint8)
    assert crop(white, Roi(500.0, 500.0, 20.0), 16).max() == 0
    assert 0 < crop(white, Roi(0.0, 25.0, 40.0), 40).mean() < 0.6


def test_growing_follows_opencv():
    picture = cv2.GaussianBlur(np.random.default_rng(3).integers(0, 256, (20, 20, 3), np.uint8), (0, 0), 2)
    enlarged = cv2.resize(picture, (80, 80), interpolation=cv2.INTER_LINEAR)
    pixels = crop(picture, Roi(9.5, 9.5, 20.0), 80) * 255
    np.testing.assert_allclose(pixels[4:-4, 4:-4], enlarged[4:-4, 4:-4], atol=3)
