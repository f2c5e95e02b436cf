"""The parts around the model: words, shapes, colours, detail, and what is kept on disk."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import cv2
import numpy as np
import pytest
import skimage.data
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.render.diffusion.families import FAMILIES
from engine.render.diffusion.filming import _overlap, _takes
from engine.render.diffusion.finishing import enlarged, returning, with_colours_of
from engine.render.diffusion.models import MODELS
from engine.render.diffusion.prompts import _CAMERAS, _GESTURES, motion_of, wording_of
from engine.render.diffusion.reference import format_of, moving_region, pictures_at
from engine.render.diffusion.stored_film import StoredFilm
from engine.render.warp.canvas import Canvas
from engine.types.colour import to_rgb, to_yuv
from engine.types.direction import Camera, CameraMove, Direction, Emotion, EmotionLabel, Gesture, GestureName
from engine.types.frames import YuvFrame

PHOTO = cv2.resize(skimage.data.astronaut(), (128, 128), interpolation=cv2.INTER_AREA)


def film(frame_count: int, fps: int = 30, size: tuple[int, int] = (128, 128)) -> StoredFilm:
    """Return a film whose frames are as bright as their number says."""
    frames = (to_yuv(np.full((size[1], size[0], 3), 2 * index, np.uint8)) for index in range(frame_count))
    return StoredFilm(*size, fps, frame_count, frames)


def test_every_gesture_and_every_camera_has_its_words() -> None:
    assert set(_GESTURES) == set(GestureName)
    assert set(_CAMERAS) == set(CameraMove)


@pytest.mark.parametrize("family", ["wan", "ltx", "ltx2", "cogvideox"])
def test_a_prompt_says_what_how_in_which_mood_and_by_which_camera(family: str) -> None:
    direction = Direction(
        emotion=Emotion(label=EmotionLabel.WISTFUL, valence=-0.2, arousal=-0.4),
        gestures=(Gesture(name=GestureName.NOD, pace=0.6, count=2), Gesture(name=GestureName.LOOK, side="left")),
        camera=Camera(move=CameraMove.PUSH_IN),
    )
    wording = wording_of(direction, 1, family)
    assert "nods slowly twice, then looks left" in wording.prompt
    assert "wistful" in wording.prompt
    assert "pushes in" in wording.prompt
    assert "different person" in wording.negative
    assert "people" in wording_of(direction, 3, family).prompt
    assert "picture" in wording_of(direction, 0, family).prompt


def test_everybody_is_told_their_own() -> None:
    winks, smiles = Gesture(name=GestureName.WINK, who="left"), Gesture(name=GestureName.SMILE, who=2)
    nods = Gesture(name=GestureName.NOD)
    told = wording_of(Direction(gestures=(winks, smiles, nods), who="right"), 3, "wan").prompt
    assert (
        "The person on the left: winks; then person 3 from the left: smiles; then the person on the right: nods" in told
    )
    assert "left" not in wording_of(Direction(gestures=(winks,)), 1, "wan").prompt


def test_each_model_is_asked_as_it_likes() -> None:
    prompts = {family: wording_of(Direction(), 1, family).prompt for family in FAMILIES}
    assert len(set(prompts.values())) == len(prompts)
    assert "Nobody speaks" in prompts["ltx2"]


def test_more_is_more() -> None:
    amounts = [motion_of(Direction(amount=amount)) for amount in (0.2, 0.5, 1.0, 2.0, 3.0)]
    assert all(0 <= amount <= 1 for amount in amounts)
    assert all(one <= other for one, other in pairwise(amounts))
    assert amounts[0] < amounts[2] < amounts[-1]


@given(
    name=st.sampled_from(sorted(MODELS)),
    width=st.integers(80, 1280).map(lambda side: 2 * side),
    height=st.integers(80, 1280).map(lambda side: 2 * side),
    frame_count=st.integers(1, 1800),
)
@settings(deadline=None)
def test_a_model_is_asked_for_sizes_and_lengths_that_it_makes(
    name: str, width: int, height: int, frame_count: int
) -> None:
    class Shape:
        fps = 30

    model = MODELS[name]
    shape = Shape()
    shape.width, shape.height, shape.frame_count = width, height, frame_count  # type: ignore[attr-defined]
    wanted = format_of(model, shape)  # type: ignore[arg-type]
    assert wanted.width % model.multiple == wanted.height % model.multiple == 0
    assert wanted.width * wanted.height <= model.width * model.height * 1.01 or 2 * model.multiple in (
        wanted.width,
        wanted.height,
    )
    assert (wanted.frame_count - 1) / wanted.fps >= (frame_count - 1) / 30


@given(name=st.sampled_from(sorted(MODELS)), frame_count=st.integers(2, 1800))
@settings(deadline=None)
def test_takes_are_of_lengths_that_a_model_makes_and_share_what_tells_how_all_moves(
    name: str, frame_count: int
) -> None:
    model = MODELS[name]
    takes = list(_takes(frame_count, model))
    assert all(stop - start <= model.frames and (stop - start - 1) % model.frame_step == 0 for start, stop in takes)
    shared = {one[1] - other[0] for one, other in pairwise(takes)}
    assert shared <= {_overlap(model) + 1}
    assert _overlap(model) >= 4
    assert _overlap(model) % model.frame_step == 0
    assert takes[0][0] == 0
    assert all(one[1] < frame_count for one in takes[:-1])
    assert frame_count <= takes[-1][1] < frame_count + model.frame_step


def test_the_reference_is_taken_at_the_model_s_moments() -> None:
    shown = [int(picture[0, 0, 0]) for picture in pictures_at(film(31), 8, 0, 12)]
    assert shown == pytest.approx([2 * min(round(index * 30 / 8), 30) for index in range(12)], abs=2)


def test_where_nobody_is_the_reference_leads_everywhere_and_else_around_people() -> None:
    matte = np.zeros((64, 64), np.float32)
    matte[20:50, 20:40] = 1
    landmarks = np.zeros((478, 3), np.float32)
    landmarks[:, 0], landmarks[:, 1] = np.linspace(24, 36, 478), 22 + 10 * (np.arange(478) % 2)
    depth = np.zeros((64, 64), np.float32)
    pixels = np.zeros((64, 64, 3), np.uint8)
    somebody = moving_region(Canvas(pixels, (landmarks,), matte, depth, 1.0))
    assert somebody[35, 30] == 1
    assert somebody[5, 5] == 0
    assert moving_region(Canvas(pixels, (), matte, depth, 1.0)).min() == 1


def test_colours_that_drift_are_brought_back() -> None:
    drifted = np.clip(PHOTO.astype(float) * [0.8, 1.0, 1.15] + 8, 0, 255).astype(np.uint8)
    mended = with_colours_of(drifted, PHOTO)
    before, after = (np.abs(each.mean((0, 1)) - PHOTO.mean((0, 1))).max() for each in (drifted, mended))
    assert after < 0.2 * before


def test_detail_that_the_model_cannot_have_comes_back_where_people_are() -> None:
    region = np.zeros(PHOTO.shape[:2], np.float32)
    region[:, :64] = 1
    small = cv2.resize(PHOTO, (32, 32), interpolation=cv2.INTER_AREA)
    large = enlarged(small, PHOTO, region)
    error = np.abs(large.astype(int) - PHOTO).mean(axis=(0, 2))
    assert error[:60].mean() < 1
    assert error[70:].mean() > 4


def test_where_the_model_has_moved_something_the_photo_s_detail_stays_away() -> None:
    everywhere = np.ones(PHOTO.shape[:2], np.float32)
    small = cv2.resize(PHOTO, (32, 32), interpolation=cv2.INTER_AREA)
    moved = small.copy()
    moved[:, 16:] = moved[:, 16:][:, ::-1]
    large = enlarged(moved, PHOTO, everywhere).astype(int)
    plain = cv2.resize(moved, (128, 128), interpolation=cv2.INTER_CUBIC).astype(int)
    laid = np.abs(large - plain).mean(axis=2)
    unlike = (
        np.abs(cv2.resize(moved.astype(int) - small, (128, 128), interpolation=cv2.INTER_NEAREST)).mean(axis=2) > 80
    )
    assert laid[:, :60].mean() > 5
    assert laid[unlike].mean() < 0.5


def test_a_film_that_is_smaller_than_the_model_s_picture_shows_no_false_patterns() -> None:
    stripes = np.zeros((96, 96, 3), np.uint8)
    stripes[:, ::2] = 200
    small = enlarged(stripes, np.zeros((32, 32, 3), np.uint8), np.ones((32, 32), np.float32))
    assert np.ptp(small[:, 2:-2]) < 80  # cubic samples make 200 of it


def test_a_loop_returns_smoothly() -> None:
    dark, bright = np.zeros((2, 2, 3), np.uint8), np.full((2, 2, 3), 200, np.uint8)
    levels = [int(returning(dark, bright, index, 50)[0, 0, 0]) for index in range(50)]
    assert levels[:40] == [0] * 40
    assert levels[-1] == 200
    assert max(other - one for one, other in pairwise(levels)) < 40


def test_what_is_kept_on_disk_is_the_film() -> None:
    kept = StoredFilm(128, 128, 24, 2, (to_yuv(picture) for picture in (PHOTO[::-1], PHOTO)))
    for _ in range(2):
        (frame,) = kept.draw(1, 2)
        assert np.abs(to_rgb(frame).astype(int) - PHOTO).mean() < 4


def test_frames_are_made_once_in_order_and_only_when_somebody_wants_them() -> None:
    made: list[int] = []

    def frames() -> Iterator[YuvFrame]:
        for index in range(40):
            made.append(index)
            yield to_yuv(np.full((8, 8, 3), 5 * index, np.uint8))

    film = StoredFilm(8, 8, 24, 40, frames())
    assert not made
    next(film.draw(3, 40))
    assert made == [0, 1, 2, 3]
    with ThreadPoolExecutor(4) as pool:
        shown = list(pool.map(lambda index: float(next(film.draw(index, index + 1)).y.mean()), reversed(range(40))))
    assert made == list(range(40))
    assert shown == sorted(set(shown), reverse=True)


def test_what_goes_wrong_while_frames_are_made_is_told_to_everybody_who_draws() -> None:
    def frames() -> Iterator[YuvFrame]:
        yield to_yuv(PHOTO)
        raise ZeroDivisionError

    film = StoredFilm(128, 128, 24, 3, frames())
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            list(film.draw(0, 3))
    assert len(list(film.draw(0, 1))) == 1
