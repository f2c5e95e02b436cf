"""Frames in between are nearer to the truth than blended ones, and nothing is made up across a cut."""

from collections.abc import Iterator

import cv2
import numpy as np
import pytest
import skimage.data

from engine.types.frames import YuvFrame
from engine.video.interpolation import InterpolatedFrames

WIDTH, HEIGHT, FPS, FINE = 240, 180, 8, 4
GREY = cv2.cvtColor(skimage.data.astronaut(), cv2.COLOR_RGB2GRAY)
PATCH = cv2.resize(cv2.cvtColor(skimage.data.cat(), cv2.COLOR_RGB2GRAY), (80, 60))


def panned(time: float) -> np.ndarray:
    matrix = np.array([[0.6, 0, -20 - 40 * time], [0, 0.6, -10 - 15 * time]])
    return cv2.warpAffine(GREY, matrix, (WIDTH, HEIGHT), flags=cv2.INTER_CUBIC)


def occluded(time: float) -> np.ndarray:
    """A patch goes before a picture that stands still: it hides what is there and uncovers what was not."""
    matrix = np.array([[1.0, 0, 20 + 90 * time], [0, 1, 60]])
    shape = cv2.warpAffine(np.ones(PATCH.shape, np.float32), matrix, (WIDTH, HEIGHT))
    patch = cv2.warpAffine(PATCH, matrix, (WIDTH, HEIGHT))
    return (panned(0) * (1 - shape) + patch * shape).astype(np.uint8)


class Film:
    width, height, fps, frame_count = WIDTH, HEIGHT, FPS, 4

    def __init__(self, picture) -> None:
        self._picture = picture

    def draw(self, start: int, stop: int) -> Iterator[YuvFrame]:
        memory = YuvFrame(
            np.empty((HEIGHT, WIDTH), np.uint8), *(np.full((HEIGHT // 2, WIDTH // 2), 128, np.uint8),) * 2
        )
        for index in range(start, stop):
            memory.y[:] = self._picture(index / FPS)
            yield memory


def psnr(truth: np.ndarray, shown: np.ndarray) -> float:
    return float(10 * np.log10(255**2 / np.square(truth.astype(float) - shown).mean()))


@pytest.mark.parametrize("picture", [panned, occluded])
def test_frames_in_between_are_two_decibels_better_than_blended_ones(picture) -> None:
    fine = [frame.y.copy() for frame in InterpolatedFrames(Film(picture), FPS * FINE).draw(0, 3 * FINE + 1)]
    coarse = [picture(index / FPS) for index in range(4)]
    gains = []
    for index, shown in enumerate(fine):
        before, rest = divmod(index, FINE)
        if rest == 0:
            assert np.array_equal(shown, coarse[before])
            continue
        truth = picture(index / (FPS * FINE))
        blended = cv2.addWeighted(coarse[before], 1 - rest / FINE, coarse[before + 1], rest / FINE, 0)
        gains.append(psnr(truth, shown) - psnr(truth, blended))
    assert np.mean(gains) > 2


def test_any_frame_may_be_drawn_at_any_time() -> None:
    film = InterpolatedFrames(Film(panned), 20)
    assert film.frame_count == 3 * 20 // 8 + 1
    in_order = [frame.y.copy() for frame in film.draw(0, film.frame_count)]
    for start in (5, 2, 7):
        assert np.array_equal(next(film.draw(start, start + 1)).y, in_order[start])


def test_nothing_lies_between_two_scenes() -> None:
    dark = cv2.resize(cv2.cvtColor(skimage.data.coffee(), cv2.COLOR_RGB2GRAY), (WIDTH, HEIGHT)) // 4
    cut = InterpolatedFrames(Film(lambda time: panned(0) if time < 1.5 / FPS else dark), FPS * FINE)
    shown = [frame.y.copy() for frame in cut.draw(FINE, 2 * FINE + 1)]
    assert [np.array_equal(frame, panned(0)) for frame in shown] == [True, True, False, False, False]
    assert [np.array_equal(frame, dark) for frame in shown] == [False, False, True, True, True]
