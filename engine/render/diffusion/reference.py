"""What leads the model: the warp film at the model's size and speed, and where in it somebody moves."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import torch

from engine.render.diffusion.models import DiffusionModel
from engine.render.warp.canvas import Canvas
from engine.types.colour import to_rgb
from engine.types.frames import Frames
from engine.types.scene import FloatArray, Pixels

_MATTE_MOVES = 0.3
"""A person begins where the matte is above this: hair's edges move too."""
_MARGIN = 0.12
"""How far around people the reference leads, in widths of the largest face: a head needs room to move."""


@dataclass(frozen=True, slots=True)
class Format:
    """How a model makes a film."""

    width: int
    height: int
    fps: int
    frame_count: int
    """Of the whole film at the model's speed; it reaches at least as far as the warp film."""


def format_of(model: DiffusionModel, film: Frames, scale: float = 1.0) -> Format:
    """Return the film's shape in about as many pixels as the model was taught with, times `scale` squared."""
    area = model.width * model.height * scale**2
    ratio = film.width / film.height
    width, height = (_multiple(math.sqrt(side), model.multiple) for side in (area * ratio, area / ratio))
    frame_count = math.ceil((film.frame_count - 1) * model.fps / film.fps) + 1
    return Format(width, height, model.fps, frame_count)


def _multiple(length: float, multiple: int) -> int:
    return max(2, int(length / multiple)) * multiple


def pictures_at(film: Frames, fps: int, start: int, stop: int) -> Iterator[Pixels]:
    """Yield what a film shows at the moments of the frames start … stop − 1 of another rate, and then its last."""
    wanted = [min(round(index * film.fps / fps), film.frame_count - 1) for index in range(start, stop)]
    shown, picture = wanted[0] - 1, None
    frames = film.draw(wanted[0], wanted[-1] + 1)
    for index in wanted:
        while shown < index or picture is None:
            picture = to_rgb(next(frames))
            shown += 1
        yield picture


def tensor_of(pictures: Iterable[Pixels], width: int, height: int) -> torch.Tensor:
    """Return pictures as F × 3 × H × W, 0…1."""
    small = [cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA) for picture in pictures]
    return torch.from_numpy(np.stack(small)).movedim(-1, 1).float() / 255


def moving_region(canvas: Canvas) -> FloatArray:
    """Return H × W, 1 where people are and may move to, 0 elsewhere; everything where there is nobody."""
    if not canvas.landmarks:
        return np.ones((canvas.height, canvas.width), np.float32)
    matte = cv2.resize(canvas.matte, (canvas.width, canvas.height), interpolation=cv2.INTER_LINEAR)
    region = (matte > _MATTE_MOVES).astype(np.uint8)
    for landmarks in canvas.landmarks:
        hull = cv2.convexHull(np.ascontiguousarray(landmarks[:, :2], np.float32))
        cv2.fillConvexPoly(region, hull.astype(np.int32), 1)
    reach = max(1, round(_MARGIN * max(canvas.face_widths_px)))
    return np.asarray(
        cv2.dilate(region, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1,) * 2)), np.float32
    )
