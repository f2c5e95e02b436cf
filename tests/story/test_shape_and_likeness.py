"""One shape for all photos, and photos that look alike."""

import cv2
import numpy as np
import pytest
import skimage.data
from hypothesis import given
from hypothesis import strategies as st

from engine.story.likeness import alike, fingerprint
from engine.story.shape import frame_size, ratio_of


def test_photos_of_one_shape_keep_it_and_mixed_ones_get_the_nearest_usual() -> None:
    assert ratio_of("source", [(300, 200), (1500, 1000)]) == pytest.approx(1.5)
    assert ratio_of("source", [(1600, 900), (1200, 900), (900, 1600)]) in (1.0, 16 / 9)
    assert ratio_of("source", [(900, 1600), (920, 1600), (1600, 900)]) == pytest.approx(9 / 16)
    assert ratio_of("4:5", [(1600, 900)]) == pytest.approx(0.8)


@given(ratio=st.floats(0.2, 5), long_side=st.integers(160, 2560))
def test_frames_have_even_sides_within_the_size(ratio: float, long_side: int) -> None:
    width, height = frame_size(ratio, long_side)
    assert width % 2 == height % 2 == 0
    assert max(width, height) <= long_side
    assert max(width, height) >= long_side - 2


def test_copies_are_alike_and_other_pictures_are_not() -> None:
    cat, coffee, astronaut = skimage.data.cat(), skimage.data.coffee(), skimage.data.astronaut()
    _, jpeg = cv2.imencode(".jpg", cat, [cv2.IMWRITE_JPEG_QUALITY, 40])
    copy = cv2.resize(cv2.imdecode(jpeg, cv2.IMREAD_COLOR), (200, 133), interpolation=cv2.INTER_AREA)
    brighter = np.clip(cat.astype(np.int16) + 12, 0, 255).astype(np.uint8)
    prints = [fingerprint(picture) for picture in (cat, coffee, copy, astronaut, brighter)]
    assert alike(prints) == [(0, 2), (0, 4), (2, 4)]
