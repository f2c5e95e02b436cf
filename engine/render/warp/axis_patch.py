"""A patch of the canvas in the axes of an eye or a mouth: u along its corners, v down across it."""

from dataclasses import dataclass
from typing import Self

import cv2
import numpy as np

from engine.render.warp.texture import Rect
from engine.types.scene import FloatArray


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a patch reaches from its origin, in pixels along its own axes."""

    aside: float
    above: float
    below: float


@dataclass(frozen=True, slots=True, eq=False)
class AxisPatch:
    """The photo's pixels around a line between two corners."""

    rect: Rect
    photo: FloatArray
    """h × w × 3 in Y, U, V."""
    origin: FloatArray
    """The point halfway between the corners, in canvas pixels."""
    across: FloatArray
    """Unit vector (x, y) from the left to the right corner."""
    down: FloatArray
    """Unit vector at a right angle to it, down the face."""
    u: FloatArray
    """h × w: each pixel's place along the line, 0 at the origin."""
    v: FloatArray
    """h × w: each pixel's distance below the line."""
    width: float
    """Between the corners."""

    @classmethod
    def around(cls, corners: FloatArray, reach: Reach, yuv: FloatArray) -> Self | None:
        """Return the patch around two corners (2 × 2), or None where it reaches the canvas's border."""
        left, right = corners[np.argsort(corners[:, 0])]
        width = float(np.linalg.norm(right - left))
        origin = (left + right) / 2
        across = ((right - left) / max(width, 1e-6)).astype(np.float32)
        down = np.array([-across[1], across[0]], np.float32)
        sides = np.array([(u, v) for u in (-reach.aside, reach.aside) for v in (-reach.above, reach.below)], np.float32)
        outline = origin + sides[:, :1] * across + sides[:, 1:] * down
        x0, y0 = np.floor(outline.min(axis=0)).astype(int).tolist()
        x1, y1 = (np.ceil(outline.max(axis=0)).astype(int) + 1).tolist()
        rect = (x0, y0, x1, y1)
        height, canvas_width = yuv.shape[:2]
        if width < 1 or rect[0] < 1 or rect[1] < 1 or rect[2] > canvas_width or rect[3] > height:
            return None
        x, y = np.meshgrid(np.arange(rect[0], rect[2]) - origin[0], np.arange(rect[1], rect[3]) - origin[1])
        return cls(
            rect=rect,
            photo=yuv[rect[1] : rect[3], rect[0] : rect[2]],
            origin=origin.astype(np.float32),
            across=across,
            down=down,
            u=(x * across[0] + y * across[1]).astype(np.float32),
            v=(x * down[0] + y * down[1]).astype(np.float32),
            width=width,
        )

    def line(self, points: FloatArray) -> FloatArray:
        """Return, for every pixel, the height v of a polyline (N × 2 canvas points) at the pixel's place u."""
        offsets = points - self.origin
        place, height = offsets @ self.across, offsets @ self.down
        order = np.argsort(place)
        return np.interp(self.u, place[order], height[order]).astype(np.float32)

    def at(self, v: FloatArray, layer: FloatArray | None = None) -> FloatArray:
        """Return the photo's colours (or another layer's) at each pixel's own u and another height v."""
        shift = v - self.v
        return np.asarray(
            cv2.remap(
                self.photo if layer is None else layer,
                shift * self.down[0],
                shift * self.down[1],
                cv2.INTER_LINEAR | cv2.WARP_RELATIVE_MAP,
                borderMode=cv2.BORDER_REPLICATE,
            ),
            np.float32,
        )


def between(v: FloatArray, upper: FloatArray, lower: FloatArray) -> FloatArray:
    """Return the coverage (0…1) of the pixels between two lines, antialiased over one pixel."""
    return np.asarray(np.clip(v - upper + 0.5, 0, 1) * np.clip(lower - v + 0.5, 0, 1), np.float32)
