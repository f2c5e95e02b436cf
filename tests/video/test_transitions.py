"""Every transition leads from the one picture to the other, and each in its own way."""

from dataclasses import replace

import cv2
import numpy as np
import pytest
import skimage.data

from engine.types.frames import YuvFrame
from engine.types.storyboard import TransitionName
from engine.video.transitions import TRANSITIONS, Joint

WIDTH, HEIGHT, COUNT = 160, 120, 9
NAMES = list(TRANSITIONS)


def frame_of(rgb: np.ndarray) -> YuvFrame:
    y = cv2.resize(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA)
    chroma = np.full((HEIGHT // 2, WIDTH // 2), 128, np.uint8)
    return YuvFrame(np.clip(y, 16, 235), chroma, chroma.copy())


ASTRONAUT, CAT = frame_of(skimage.data.astronaut()), frame_of(skimage.data.cat())


def oval(x: float, y: float, radius: float) -> np.ndarray:
    """A made-up face mesh: 478 points in a disc."""
    rng = np.random.default_rng(5)
    angle, distance = rng.uniform(0, 2 * np.pi, 478), radius * np.sqrt(rng.uniform(0, 1, 478))
    return np.stack([x + distance * np.cos(angle), y + distance * np.sin(angle)], axis=1).astype(np.float32)


JOINT = Joint(
    [ASTRONAUT] * COUNT, [CAT] * COUNT, np.stack([oval(70, 40, 15)] * COUNT), np.stack([oval(80, 60, 25)] * COUNT)
)


def difference(one: YuvFrame, other: YuvFrame) -> float:
    return float(np.abs(one.y.astype(float) - other.y).mean())


def test_all_but_the_cut_are_in_the_table() -> None:
    assert set(TRANSITIONS) == set(TransitionName) - {TransitionName.CUT}


@pytest.mark.parametrize("name", NAMES)
def test_a_transition_begins_with_the_first_picture_and_ends_with_the_second(name: TransitionName) -> None:
    frames = list(TRANSITIONS[name](JOINT))
    assert len(frames) == COUNT
    assert all(f.y.shape == (HEIGHT, WIDTH) and f.u.shape == f.v.shape == (HEIGHT // 2, WIDTH // 2) for f in frames)
    assert all(plane.dtype == np.uint8 for frame in frames for plane in frame)
    between = difference(ASTRONAUT, CAT)
    assert difference(frames[0], ASTRONAUT) < 0.25 * between
    assert difference(frames[-1], CAT) < 0.25 * between
    assert difference(frames[COUNT // 2], ASTRONAUT) > 0.2 * between


def test_every_transition_looks_different_in_its_middle() -> None:
    middles = [list(TRANSITIONS[name](JOINT))[COUNT // 2].y for name in NAMES]
    same = [(a, b) for a in range(len(NAMES)) for b in range(a) if np.array_equal(middles[a], middles[b])]
    # with nothing in common but a face, a flow morph is one of the faces
    assert {frozenset((NAMES[a], NAMES[b])) for a, b in same} <= {
        frozenset((TransitionName.FLOW_MORPH, TransitionName.FACE_MORPH))
    }


def test_dips_go_through_black_and_white() -> None:
    black = list(TRANSITIONS[TransitionName.DIP_TO_BLACK](JOINT))[COUNT // 2]
    white = list(TRANSITIONS[TransitionName.DIP_TO_WHITE](JOINT))[COUNT // 2]
    assert (black.y.max(), white.y.min()) == (16, 235)
    assert black.u.min() == black.u.max() == 128


def test_a_slide_shows_both_pictures_side_by_side() -> None:
    middle = list(TRANSITIONS[TransitionName.SLIDE](JOINT))[COUNT // 2]
    half = WIDTH // 2
    left, right = middle.y[:, : half - 30].astype(float), middle.y[:, half + 30 :].astype(float)
    assert np.abs(left - cv2.blur(ASTRONAUT.y, (9, 1))[:, half : WIDTH - 30]).mean() < 25
    assert np.abs(right - cv2.blur(CAT.y, (9, 1))[:, 30:half]).mean() < 25


def test_a_face_is_in_one_place_while_it_becomes_another() -> None:
    dark, size = np.full((HEIGHT, WIDTH), 40, np.uint8), (WIDTH, HEIGHT)

    def face(x: int, y: int, radius: int) -> YuvFrame:
        picture = cv2.circle(dark.copy(), (x, y), radius, 220, -1)
        chroma = np.full((HEIGHT // 2, WIDTH // 2), 128, np.uint8)
        return YuvFrame(picture, chroma, chroma)

    joint = replace(
        JOINT,
        before=[face(50, 60, 15)] * COUNT,
        after=[face(100, 60, 15)] * COUNT,
        faces_before=np.stack([oval(50, 60, 15)] * COUNT),
        faces_after=np.stack([oval(100, 60, 15)] * COUNT),
    )
    middle = list(TRANSITIONS[TransitionName.FACE_MORPH](joint))[COUNT // 2].y
    bright = middle > 160
    columns = np.flatnonzero(bright.any(axis=0))
    assert size == middle.shape[::-1]
    assert 55 < columns.min() < columns.max() < 95, "one face, half-way"
    assert bright.sum() == pytest.approx(np.pi * 15**2, rel=0.3)


def test_a_flow_morph_moves_what_both_pictures_share() -> None:
    texture = cv2.resize(np.random.default_rng(1).integers(20, 230, (24, 40), np.uint8), (240, 144))
    chroma = np.full((HEIGHT // 2, WIDTH // 2), 128, np.uint8)
    before, after = (YuvFrame(np.ascontiguousarray(texture[:HEIGHT, x : x + WIDTH]), chroma, chroma) for x in (0, 12))
    joint = Joint([before] * COUNT, [after] * COUNT)
    morphed = list(TRANSITIONS[TransitionName.FLOW_MORPH](joint))[COUNT // 2]
    wanted = texture[:HEIGHT, 6 : 6 + WIDTH].astype(float)
    inner = (slice(10, -10), slice(20, -20))
    error = np.abs(morphed.y[inner] - wanted[inner]).mean()
    dissolved = list(TRANSITIONS[TransitionName.DISSOLVE](joint))[COUNT // 2].y
    assert error < 0.2 * np.abs(dissolved[inner] - wanted[inner]).mean()


@pytest.mark.parametrize("name", [TransitionName.FLOW_MORPH, TransitionName.FACE_MORPH])
@pytest.mark.parametrize("faces_after", [None, np.stack([oval(80, 60, 45)] * COUNT)], ids=["nobody", "giant"])
def test_what_has_nothing_to_morph_dissolves(name: TransitionName, faces_after: np.ndarray | None) -> None:
    joint = replace(JOINT, faces_after=faces_after)
    dissolved = list(TRANSITIONS[TransitionName.DISSOLVE](joint))
    assert all(np.array_equal(a.y, b.y) for a, b in zip(TRANSITIONS[name](joint), dissolved, strict=True))


def test_a_light_leak_is_warm_and_the_pictures_stay_to_be_seen_in_it() -> None:
    frames = list(TRANSITIONS[TransitionName.LIGHT_LEAK](JOINT))
    middle = frames[COUNT // 2]
    dissolved = list(TRANSITIONS[TransitionName.DISSOLVE](JOINT))[COUNT // 2]
    assert middle.y.mean() > dissolved.y.mean() + 10
    assert 128 - 25 < middle.u.mean() < 128 < middle.v.mean() < 128 + 25, "a tint, not a paint"
    assert middle.y.std() > 0.4 * dissolved.y.std()


def test_without_a_face_a_face_morph_is_a_flow_morph() -> None:
    faceless = replace(JOINT, faces_after=None)
    morphed = TRANSITIONS[TransitionName.FACE_MORPH](faceless)
    flowing = TRANSITIONS[TransitionName.FLOW_MORPH](faceless)
    assert all(np.array_equal(one.y, other.y) for one, other in zip(morphed, flowing, strict=True))
