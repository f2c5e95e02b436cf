"""Smooth displacement fields on coarse grids.

A field is h × w × 2 float32: at every node the shift (x, y) in canvas pixels. Smooth fields need no more than a node
every few pixels; they are enlarged only when the picture is sampled.
"""

from dataclasses import dataclass
from typing import Self

import cv2
import numpy as np
import numpy.typing as npt

from engine.render.warp.texture import Rect
from engine.types.scene import FloatArray

INVERSION_STEPS = 5
"""Fixed-point steps; each shrinks the error by the field's steepness (< 0.6), so 5 leave a fiftieth of the movement."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Nodes at (first_x + i·step, first_y + j·step) in canvas pixels, i < width, j < height."""

    first_x: float
    first_y: float
    step: int
    width: int
    height: int

    @classmethod
    def over(cls, rect: Rect, step: int) -> Self:
        """Return the grid whose cells of step × step pixels tile a rectangle; nodes are the cells' centres."""
        x0, y0, x1, y1 = rect
        columns, rows = -(-(x1 - x0) // step), -(-(y1 - y0) // step)
        return cls(x0 + (step - 1) / 2, y0 + (step - 1) / 2, step, columns, rows)

    def nodes(self) -> tuple[FloatArray, FloatArray]:
        """Return the nodes' x and y, each height × width."""
        x, y = np.meshgrid(
            self.first_x + self.step * np.arange(self.width, dtype=np.float32),
            self.first_y + self.step * np.arange(self.height, dtype=np.float32),
        )
        return x.astype(np.float32), y.astype(np.float32)

    def sample(self, field: FloatArray, x: FloatArray, y: FloatArray, *, outside_zero: bool = True) -> FloatArray:
        """Return the field at canvas points by linear interpolation; beyond the grid it is zero or its border's."""
        border = cv2.BORDER_CONSTANT if outside_zero else cv2.BORDER_REPLICATE
        grid_x = np.asarray((x - self.first_x) / self.step, np.float32)
        grid_y = np.asarray((y - self.first_y) / self.step, np.float32)
        return np.asarray(cv2.remap(field, grid_x, grid_y, cv2.INTER_LINEAR, borderMode=border), np.float32)

    def spread(self, picture_map: FloatArray, canvas_width: int, canvas_height: int) -> FloatArray:
        """Return a map that covers the whole canvas at any scale, at this grid's nodes; borders continue."""
        height, width = picture_map.shape
        x, y = self.nodes()
        map_x = ((x + 0.5) * (width / canvas_width) - 0.5).astype(np.float32)
        map_y = ((y + 0.5) * (height / canvas_height) - 0.5).astype(np.float32)
        shrink = max(1.0, self.step * width / canvas_width)
        smooth = soften(picture_map, shrink / 2) if shrink > 1 else picture_map
        return np.asarray(
            cv2.remap(smooth, map_x, map_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.float32
        )

    def distance_outside(self, outline: FloatArray) -> FloatArray:
        """Return each node's distance in canvas pixels from a polygon (N × 2 points), 0 inside."""
        corners = np.round((outline - [self.first_x, self.first_y]) / self.step).astype(np.int32)
        outside = np.ones((self.height, self.width), np.uint8)
        cv2.fillPoly(outside, [corners], (0,))
        return np.asarray(cv2.distanceTransform(outside, cv2.DIST_L2, 3), np.float32) * np.float32(self.step)

    def invert(self, forward: FloatArray, steps: int = INVERSION_STEPS) -> FloatArray:
        """Return the backward field b of a forward one f: b(x) = −f(x + b(x)), by fixed-point iteration."""
        negative = forward * np.float32(-1 / self.step)
        backward = negative
        for _ in range(steps):
            backward = follow(negative, backward)
        return backward * np.float32(self.step)


def follow(field: FloatArray, shift: FloatArray) -> FloatArray:
    """Return the field where every node looks: `shift` (h × w × 2) nodes away; beyond the grid its border continues."""
    return np.asarray(
        cv2.remap(
            field,
            shift,
            None,  # type: ignore[call-overload] # the stubs miss that one map may hold both
            cv2.INTER_LINEAR | cv2.WARP_RELATIVE_MAP,
            borderMode=cv2.BORDER_REPLICATE,
        ),
        np.float32,
    )


def soften(values: FloatArray, sigma: float) -> FloatArray:
    """Return values blurred by a Gaussian of that many samples."""
    return np.asarray(cv2.GaussianBlur(values, (0, 0), sigma), np.float32)


def smooth_step(start: float, stop: float, x: npt.NDArray[np.floating] | float) -> FloatArray:
    """Return 0 up to `start`, 1 from `stop`, and the cubic 3t² − 2t³ between."""
    t = np.maximum(np.minimum((x - start) / (stop - start), 1), 0)
    return np.asarray(t * t * (3 - 2 * t), np.float32)
