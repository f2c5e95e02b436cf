import numpy as np
import pytest
import skimage.data
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.render.warp.texture import texture_of, yuv_of


@pytest.mark.parametrize(
    ("rgb", "yuv"),
    [
        ((255, 255, 255), (235, 128, 128)),
        ((0, 0, 0), (16, 128, 128)),
        ((255, 0, 0), (62.6, 102.3, 240)),
        ((0, 255, 0), (172.6, 41.7, 26.3)),
        ((0, 0, 255), (31.8, 240, 117.7)),
    ],
)
def test_colours_of_bt709(rgb, yuv):
    pixel = np.array([[rgb]], np.uint8)
    np.testing.assert_allclose(yuv_of(pixel)[0, 0], yuv, atol=0.2)


@pytest.mark.parametrize("scale", [2, 3])
def test_samples_on_pixels_are_the_photo(scale):
    yuv = yuv_of(skimage.data.astronaut())
    texture = texture_of(yuv, scale, 0.2)
    assert texture.y.shape == (scale * 512, scale * 512)
    np.testing.assert_array_equal(texture.y[::scale, ::scale], np.rint(yuv[..., 0]).astype(np.uint8))


@settings(deadline=None, max_examples=20)
@given(st.tuples(*[st.integers(0, 255)] * 3))
def test_a_plain_colour_stays_plain_between_pixels(rgb):
    """The kernels sum to one."""
    yuv = yuv_of(np.full((12, 14, 3), rgb, np.uint8))
    texture = texture_of(yuv, 3, 0.2)
    for plane, value in zip((texture.y, texture.u, texture.v), yuv[0, 0], strict=True):
        assert np.abs(plane - value).max() <= 1


def test_chroma_lies_between_the_columns():
    rgb = np.zeros((4, 8, 3), np.uint8)
    rgb[:, 4:, 2] = 255
    u = texture_of(yuv_of(rgb), 3, 0.2).u[0].astype(float)
    assert u[3] == 128
    assert u[5] == 240
    assert u[4] == pytest.approx((128 + 240) / 2, abs=1)


@pytest.mark.parametrize("scale", [2, 3])
def test_painting_changes_the_rectangle_only_and_nothing_by_nothing(scale):
    original = texture_of(yuv_of(skimage.data.astronaut()), scale, 0.2)
    painted = original.copy()
    painted.paint(original, (100, 60, 140, 90), np.zeros((30, 40, 3), np.float32))
    np.testing.assert_array_equal(painted.y, original.y)
    np.testing.assert_array_equal(painted.u, original.u)
    painted.paint(original, (100, 60, 140, 90), np.full((30, 40, 3), 5, np.float32))
    rows, columns = np.nonzero(painted.y != original.y)
    assert (rows.min() // scale, rows.max() // scale) == (60, 89)
    assert (columns.min() // scale, columns.max() // scale) == (100, 139)
    middle = np.s_[75 * scale, 120 * scale]
    assert int(painted.y[middle]) - int(original.y[middle]) == 5
    painted.paint(original, (100, 60, 140, 90), np.zeros((30, 40, 3), np.float32))
    np.testing.assert_array_equal(painted.y, original.y)
