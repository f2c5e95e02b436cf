"""Which part of the photo the film shows, and at what size."""

from dataclasses import dataclass

import numpy as np

from engine.types.direction import Aspect
from engine.types.frames import even
from engine.types.scene import Scene

MAX_ENLARGEMENT = 2.0
"""Beyond this a small photo only grows softer, not better."""

RATIOS: dict[Aspect, float] = {"1:1": 1.0, "4:5": 4 / 5, "9:16": 9 / 16, "16:9": 16 / 9}
"""Width over height."""


@dataclass(frozen=True, slots=True)
class Framing:
    """A rectangle of the scene and the film's size."""

    crop: tuple[int, int, int, int]
    """x0, y0, x1, y1 in pixels of the scene; x1 and y1 are the first outside."""
    width: int
    """Even number of pixels of the film."""
    height: int


def frame_of(scene: Scene, aspect: Aspect, long_side_px: int, *, is_exact: bool = False) -> Framing:
    """Return the largest frame of that aspect that shows the faces best.

    The film's long side is at most `long_side_px` and at most twice the crop's, unless it must be exact; a photo's own
    aspect changes by less than a pixel's share when its sides are made even.
    """
    crop = (0, 0, scene.width, scene.height) if aspect == "source" else _crop_around_faces(scene, RATIOS[aspect])
    crop_width, crop_height = crop[2] - crop[0], crop[3] - crop[1]
    wanted = long_side_px / max(crop_width, crop_height)
    scale = wanted if is_exact else min(wanted, MAX_ENLARGEMENT)
    return Framing(crop, even(crop_width * scale), even(crop_height * scale))


def _crop_around_faces(scene: Scene, ratio: float) -> tuple[int, int, int, int]:
    width = min(scene.width, round(scene.height * ratio))
    height = min(scene.height, round(scene.width / ratio))
    centre_x, centre_y = _point_of_interest(scene)
    # A face sits best a little above the middle (the portrait painters' eye line at about 2/5 of the height).
    x0 = int(np.clip(round(centre_x - width / 2), 0, scene.width - width))
    y0 = int(np.clip(round(centre_y - height * 0.42), 0, scene.height - height))
    return x0, y0, x0 + width, y0 + height


def _point_of_interest(scene: Scene) -> tuple[float, float]:
    """Return the faces' centre, larger ones counting more; without faces the picture's centre."""
    if not scene.faces:
        return scene.width / 2, scene.height / 2
    weights = np.array([face.width_px for face in scene.faces])
    centres = np.array([((f.box[0] + f.box[2]) / 2, (f.box[1] + f.box[3]) / 2) for f in scene.faces])
    x, y = weights @ centres / weights.sum()
    return float(x), float(y)
