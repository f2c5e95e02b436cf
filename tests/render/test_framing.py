from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.render.framing import MAX_ENLARGEMENT, RATIOS, frame_of
from engine.types.scene import Face, HeadPose, Scene

ASPECTS = ("source", *RATIOS)


def face(x0, y0, width, height):
    box = (x0, y0, x0 + width, y0 + height)
    return Face(np.zeros((478, 3), np.float32), box, HeadPose(0, 0, 0), 1.0, 0.3, 0.3, 0.0)


def scene_of(width, height, faces=()):
    empty = np.zeros((8, 8), np.float32)
    return Scene(np.zeros((height, width, 3), np.uint8), tuple(faces), empty, (), empty, ())


@settings(deadline=None)
@given(st.integers(24, 3000), st.integers(24, 3000), st.sampled_from(ASPECTS), st.integers(64, 1920))
def test_every_frame_is_even_inside_the_photo_and_never_enlarged_beyond_the_limit(width, height, aspect, long_side):
    framing = frame_of(scene_of(width, height), aspect, long_side)
    x0, y0, x1, y1 = framing.crop
    assert 0 <= x0 < x1 <= width
    assert 0 <= y0 < y1 <= height
    assert framing.width % 2 == framing.height % 2 == 0
    assert max(framing.width, framing.height) <= long_side + 1
    assert framing.width <= MAX_ENLARGEMENT * (x1 - x0) + 1
    assert framing.height <= MAX_ENLARGEMENT * (y1 - y0) + 1


@settings(deadline=None)
@given(st.integers(200, 2000), st.integers(200, 2000), st.sampled_from(tuple(RATIOS)))
def test_the_film_has_the_aspect_that_was_asked_for(width, height, aspect):
    framing = frame_of(scene_of(width, height), aspect, 1280)
    assert framing.width == pytest.approx(framing.height * RATIOS[aspect], abs=3)


@settings(deadline=None)
@given(st.integers(24, 2000), st.integers(24, 2000))
def test_without_a_wish_the_whole_photo_is_shown(width, height):
    framing = frame_of(scene_of(width, height), "source", 1280)
    assert framing.crop == (0, 0, width, height)


@settings(deadline=None)
@given(st.floats(0, 1), st.floats(0, 1), st.sampled_from(tuple(RATIOS)), st.booleans())
def test_a_face_is_kept_inside_wherever_it_is(share_x, share_y, aspect, is_tall):
    width, height = (900, 1600) if is_tall else (1600, 900)
    box = (share_x * (width - 200), share_y * (height - 260), 200, 260)
    x0, y0, x1, y1 = frame_of(scene_of(width, height, [face(*box)]), aspect, 1280).crop
    assert x0 <= box[0] + 1
    assert y0 <= box[1] + 1
    assert x1 >= box[0] + 199
    assert y1 >= box[1] + 259


def test_the_larger_face_draws_the_frame():
    small, large = face(50, 300, 40, 50), face(1300, 300, 240, 300)
    alone = frame_of(replace(scene_of(1600, 900), faces=(small,)), "1:1", 900).crop
    both = frame_of(replace(scene_of(1600, 900), faces=(small, large)), "1:1", 900).crop
    assert alone[0] == 0
    assert both[0] > 350
