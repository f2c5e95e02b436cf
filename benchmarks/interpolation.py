"""Frames in between, against what they are worth beside: blending, and repeating the nearest."""

import time
from collections.abc import Callable, Iterator

import cv2
import numpy as np
import skimage.data
from skimage.metrics import peak_signal_noise_ratio, structural_similarity

from benchmarks.report import Measurement
from engine.types.frames import YuvFrame
from engine.types.scene import Pixels
from engine.video.interpolation import InterpolatedFrames

_WIDTH, _HEIGHT = 640, 480
_COARSE_FPS, _FINE = 8, 4
_FRAMES = 9
_PERSON = cv2.cvtColor(skimage.data.astronaut(), cv2.COLOR_RGB2GRAY)
_PLACE = cv2.cvtColor(skimage.data.coffee(), cv2.COLOR_RGB2GRAY)

Picture = Callable[[float], Pixels]
"""The scene at a moment, in seconds."""


def _seen(source: Pixels, scale: float, x: float, y: float, turned_deg: float = 0.0) -> Pixels:
    matrix = cv2.getRotationMatrix2D((source.shape[1] / 2, source.shape[0] / 2), turned_deg, scale)
    matrix[:, 2] += (_WIDTH / 2 - source.shape[1] / 2 + x, _HEIGHT / 2 - source.shape[0] / 2 + y)
    return np.asarray(
        cv2.warpAffine(source, matrix, (_WIDTH, _HEIGHT), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT),
        np.uint8,
    )


def _pan(time_s: float) -> Pixels:
    return _seen(_PLACE, 1.3, 60 - 120 * time_s, 10 - 30 * time_s)


def _zoom(time_s: float) -> Pixels:
    return _seen(_PERSON, 1.3 + 0.4 * time_s, 0, 0)


def _turn(time_s: float) -> Pixels:
    return _seen(_PERSON, 1.4, 0, 0, 25 * time_s)


def _passing(time_s: float) -> Pixels:
    """Return a head that goes before a place, hiding and uncovering it."""
    small = cv2.resize(_PERSON[0:220, 110:330], (150, 150), interpolation=cv2.INTER_AREA)
    disc = cv2.circle(np.zeros((150, 150), np.float32), (75, 75), 70, 1.0, -1, cv2.LINE_AA)
    matrix = np.array([[1.0, 0, 60 + 320 * time_s], [0, 1, 160]])
    shape = cv2.warpAffine(disc, matrix, (_WIDTH, _HEIGHT))
    head = cv2.warpAffine(small, matrix, (_WIDTH, _HEIGHT))
    return np.asarray(_pan(0.3 * time_s) * (1 - shape) + head * shape, np.uint8)


class _Film:
    width, height, fps, frame_count = _WIDTH, _HEIGHT, _COARSE_FPS, _FRAMES

    def __init__(self, picture: Picture) -> None:
        self._picture = picture

    def draw(self, start: int, stop: int) -> Iterator[YuvFrame]:
        grey = np.full((_HEIGHT // 2, _WIDTH // 2), 128, np.uint8)
        for index in range(start, stop):
            yield YuvFrame(self._picture(index / _COARSE_FPS), grey, grey)


def interpolation(_repeats: int) -> Measurement:
    """Measure the frames in between on scenes whose every moment is known."""
    scenes: dict[str, Picture] = {"pan": _pan, "zoom": _zoom, "turn": _turn, "head passing": _passing}
    rows = [(name, *_quality(picture)) for name, picture in scenes.items()]
    return Measurement(
        f"Frames in between, {_COARSE_FPS} → {_COARSE_FPS * _FINE} frames/s at {_WIDTH} × {_HEIGHT}, known motion",
        ("scene", "PSNR, dB", "blended, dB", "nearest, dB", "SSIM", "blended", "nearest", "ms/frame"),
        tuple(rows),
    )


def _quality(picture: Picture) -> tuple[float, ...]:
    film = InterpolatedFrames(_Film(picture), _COARSE_FPS * _FINE)
    began = time.process_time()
    ours = [frame.y.copy() for frame in film.draw(0, film.frame_count)]
    ms_a_frame = 1000 * (time.process_time() - began) / film.frame_count
    coarse = [picture(index / _COARSE_FPS) for index in range(_FRAMES)]
    psnr: list[list[float]] = [[], [], []]
    ssim: list[list[float]] = [[], [], []]
    for index, shown in enumerate(ours):
        before, rest = divmod(index, _FINE)
        if rest == 0:
            continue
        truth, share = picture(index / (_COARSE_FPS * _FINE)), rest / _FINE
        blended = cv2.addWeighted(coarse[before], 1 - share, coarse[before + 1], share, 0)
        nearest = coarse[before + round(share)]
        for way, candidate in enumerate((shown, blended, nearest)):
            psnr[way].append(peak_signal_noise_ratio(truth, candidate))
            ssim[way].append(structural_similarity(truth, candidate))
    return (*(float(np.mean(values)) for values in (*psnr, *ssim)), ms_a_frame)
