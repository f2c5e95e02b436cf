"""Photos of any shape fit the film's frame, and no face is cut."""

from dataclasses import replace

import numpy as np
import pytest
import skimage.data
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.story.composing import Composition, compose, faces_box, salient
from engine.types.scene import Face, HeadPose, Region, RegionKind, Scene

RATIOS = [1.0, 4 / 5, 9 / 16, 16 / 9]


def scene_of(width: int, height: int, *boxes: tuple[float, float, float, float]) -> Scene:
    rng = np.random.default_rng(3)
    pixels = rng.integers(0, 255, (height, width, 3), np.uint8)
    faces = tuple(
        Face(
            landmarks=np.array([[x0, y0, 0], [x1, y1, 0]], np.float32).repeat(239, axis=0),
            box=(x0, y0, x1, y1),
            pose=HeadPose(0, 0, 0),
            score=1.0,
            eye_openness_left=0.3,
            eye_openness_right=0.3,
            mouth_openness=0.0,
        )
        for x0, y0, x1, y1 in boxes
    )
    matte = np.zeros((height // 2, width // 2), np.float32)
    return Scene(pixels, faces, matte, (), matte.copy(), ())


def crop_holds(composition: Composition) -> bool:
    x0, y0, x1, y1 = composition.crop
    return all(
        x0 <= face.box[0] and y0 <= face.box[1] and face.box[2] <= x1 and face.box[3] <= y1
        for face in composition.scene.faces
    )


@given(
    width=st.integers(80, 300), height=st.integers(80, 300), ratio=st.sampled_from(RATIOS), data=st.data(),
    count=st.integers(0, 3),
)  # fmt: skip
@settings(deadline=None, max_examples=60)
def test_no_face_is_cut_and_the_frame_has_its_shape(
    width: int, height: int, ratio: float, count: int, data: st.DataObject
) -> None:
    boxes = []
    for _ in range(count):
        x0 = data.draw(st.integers(0, width - 20))
        y0 = data.draw(st.integers(0, height - 20))
        boxes.append((float(x0), float(y0), float(data.draw(st.integers(x0 + 10, width - 1))), float(y0 + 15)))
    scene = scene_of(width, height, *boxes)
    composition = compose(scene, ratio)
    x0, y0, x1, y1 = composition.crop
    assert crop_holds(composition)
    assert 0 <= x0 < x1 <= composition.scene.width
    assert 0 <= y0 < y1 <= composition.scene.height
    assert (x1 - x0) / (y1 - y0) == pytest.approx(ratio, rel=0.03)
    assert len(composition.scene.faces) == count


def test_two_people_apart_get_a_background_where_a_crop_would_cut_one() -> None:
    scene = scene_of(400, 200, (10, 60, 60, 110), (340, 60, 390, 110))
    composition = compose(scene, 9 / 16)
    assert composition.is_extended
    y0 = (composition.scene.height - 200) // 2
    middle = composition.scene.pixels[y0 + 50 : y0 + 150, 100:300]
    assert np.array_equal(middle, scene.pixels[50:150, 100:300])
    above = composition.scene.pixels[: y0 // 2].astype(float)
    assert above.mean() < 0.8 * scene.pixels.mean()
    assert above.std() < 0.5 * scene.pixels.std()
    assert composition.scene.faces[0].box[1] == 60 + y0
    assert float(np.ptp(composition.scene.depth)) == 0


def test_a_face_at_the_border_pulls_the_crop_to_it() -> None:
    composition = compose(scene_of(300, 200, (250, 40, 290, 80)), 1.0)
    assert not composition.is_extended
    assert composition.crop == (100, 0, 300, 200)


def test_faces_need_room_above_for_the_hair() -> None:
    box = faces_box(scene_of(300, 300, (100, 100, 140, 150)))
    assert box is not None
    assert box[1] < 100 - 0.5 * 50
    assert faces_box(scene_of(300, 300)) is None


def test_saliency_finds_the_odd_one() -> None:
    picture = np.full((200, 200, 3), 120, np.uint8)
    picture[120:140, 150:170] = 250
    row, column = np.unravel_index(int(salient(picture).argmax()), (64, 64))
    assert abs(int(row) * 200 / 64 - 130) < 20
    assert abs(int(column) * 200 / 64 - 160) < 20


def test_a_picture_without_people_is_cropped_where_it_loses_little_and_else_shown_whole() -> None:
    pixels = np.ascontiguousarray(skimage.data.coffee())
    matte = np.zeros((40, 60), np.float32)
    scene = Scene(pixels, (), matte, (), matte, ())
    wide, square = compose(scene, 16 / 9), compose(scene, 1.0)
    assert not wide.is_extended
    assert wide.crop[2] - wide.crop[0] == 600
    above, below = wide.crop[1], 400 - wide.crop[3]
    assert abs(above - below) <= 4, "a crop farther from the middle would keep hardly more"
    assert square.is_extended
    assert (square.scene.width, square.scene.height) == (600, 600)


@pytest.mark.parametrize("ratio", RATIOS)
@pytest.mark.parametrize(("width", "height"), [(300, 200), (200, 300)])
def test_what_moves_by_itself_keeps_its_place_and_rests_before_a_background(
    width: int, height: int, ratio: float
) -> None:
    scene = scene_of(width, height, (80.0, 60.0, 120.0, 110.0))
    depth = np.linspace(0, 1, scene.depth.size, dtype=np.float32).reshape(scene.depth.shape)
    scene = replace(scene, depth=depth, regions=(Region(RegionKind.SKY, depth.copy()),))
    composition = compose(scene, ratio)
    if composition.is_extended:
        assert composition.scene.regions == ()
    else:
        (region,) = composition.scene.regions
        np.testing.assert_array_equal(region.cover, composition.scene.depth)
