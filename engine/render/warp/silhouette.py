"""Where a person ends: up to there the picture moves whole, just beyond it the background is at rest.

A photo has one layer, so what a moving head uncovers must come from somewhere: a rim of background around the
silhouette stretches and gathers. The rim is as narrow as the movement allows without folding, at rest it has no width
to speak of, and everything behind it stands still. Whoever is nearer stands still before those who are farther.
"""

from dataclasses import dataclass
from typing import Self

import cv2
import numpy as np
import numpy.typing as npt

from engine.render.warp.grid import Grid, smooth_step
from engine.types.scene import FloatArray

MARGIN = 0.05
"""How far beyond the matte hair may stand out, in face widths."""
THINNEST = 0.10
"""The rim's width at rest, in face widths."""
STRETCH = 1.6
"""The rim's width in lengths of the movement: beyond the steepest slope of `_ease`, 1.25, nothing folds."""
IS_PERSON = 0.4
HEAD = 1.15
"""Skull radius up to which a nearer person's matte counts as their head."""


@dataclass(frozen=True, slots=True, eq=False)
class Skulls:
    """How far each node is from people's skulls (see `head.skull_radius`), h × w; infinite where there is nobody."""

    own: FloatArray
    nearer: FloatArray
    """From the closest skull of those who are nearer to the camera."""
    farther: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Silhouette:
    """A person's outline on their grid."""

    grid: Grid
    node_x: FloatArray
    node_y: FloatArray
    outside: FloatArray
    """h × w: distance from the person in pixels of the canvas, 0 inside."""
    before: FloatArray
    """h × w: distance from whoever is nearer to the camera; large where nobody is."""
    thinnest_px: float

    @classmethod
    def of(cls, grid: Grid, face_width: float, matte: FloatArray, skulls: Skulls) -> Self:
        """Draw the outline; `matte` is h × w at the grid's nodes.

        A pixel of the matte belongs to the skull that it is closest to.
        """
        is_matte = matte > IS_PERSON
        others = np.minimum(skulls.nearer, skulls.farther)
        person = (is_matte | (skulls.own < 1)) & (skulls.own <= others)
        before = (skulls.nearer < np.minimum(skulls.own, HEAD)) & (is_matte | (skulls.nearer < 1))
        node_x, node_y = grid.nodes()
        return cls(
            grid=grid,
            node_x=node_x,
            node_y=node_y,
            outside=np.maximum(_distance(person, grid) - np.float32(MARGIN * face_width), 0),
            before=_distance(before, grid),
            thinnest_px=THINNEST * face_width,
        )

    def hold(self, backward: FloatArray) -> FloatArray:
        """Return a backward field (h × w × 2) that has come to rest beyond the rim around the moved person."""
        moved_x, moved_y = cv2.split(backward)
        rim = np.maximum(np.float32(STRETCH) * cv2.magnitude(moved_x, moved_y), np.float32(self.thinnest_px))
        seen_x, seen_y = self.node_x + moved_x, self.node_y + moved_y
        outside = self.grid.sample(self.outside, seen_x, seen_y, outside_zero=False)
        held = (1 - _ease(outside / rim)) * _ease(self.before / rim)
        return np.asarray(backward * held[..., None], np.float32)


def _ease(x: npt.NDArray[np.floating]) -> FloatArray:
    """Return 0 at 0 and 1 from 1 on: between a straight line, which stretches least, and a smooth step."""
    return np.asarray((np.minimum(x, 1) + smooth_step(0, 1, x)) / 2, np.float32)


def _distance(area: npt.NDArray[np.bool_], grid: Grid) -> FloatArray:
    """Return each node's distance in canvas pixels from an area; very large where there is none."""
    if not area.any():
        return np.full(area.shape, 1e6, np.float32)
    beyond = np.asarray(cv2.distanceTransform((~area).astype(np.uint8), cv2.DIST_L2, 5), np.float32)
    return beyond * np.float32(grid.step)
