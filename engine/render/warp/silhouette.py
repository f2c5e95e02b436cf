"""Where a person ends: up to there the picture moves whole, just beyond it the background is at rest.

A photo has one layer, so what a moving head uncovers must come from somewhere: behind it, a rim of background
stretches, as narrow as the movement allows without folding. What a head moves towards it simply covers: there and at
rest the rim has no width to speak of. Everything beyond it stands still. Whoever is nearer stands still before those
who are farther.
"""

from dataclasses import dataclass
from typing import Self

import cv2
import numpy as np
import numpy.typing as npt

from engine.render.warp.grid import Grid, follow, smooth_step, soften
from engine.types.scene import FloatArray

MARGIN = 0.05
"""How far beyond the matte hair may stand out, in face widths."""
THINNEST = 0.10
"""The rim's width at rest, in face widths."""
OUTLINE = 0.05
"""How smooth the outline is drawn, in face widths: a standard deviation."""
STRETCH = 1.8
"""The rim's width in lengths of what it stretches: beyond the steepest slope of `_ease`, 1.25, nothing folds."""
LAST = 1 / 3
"""The part of a way, up to its end, whose direction counts: across the outline or along it."""
NEARBY = 0.3
"""How far along the outline a wide rim passes into a narrow one, in face widths."""
IS_PERSON = 0.4
FACE = 0.5
KNOWN_SHARE = 0.9
KNOWN_HEAD = 0.75
"""A matte that covers so much of somebody's face, up to that skull radius, is believed about the rest of the head: only
what is closer than this counts as head against it."""
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
    """A person's outline on a grid."""

    step_px: int
    """The grid's."""
    distance: FloatArray
    """h × w: distance from the person's edge in pixels of the canvas, below 0 inside."""
    before: FloatArray | None
    """h × w: distance from whoever is nearer to the camera, if anybody is."""
    thinnest_px: float
    reach: int
    """Nodes of `NEARBY`."""

    @classmethod
    def of(cls, grid: Grid, face_width: float, matte: FloatArray, skulls: Skulls) -> Self:
        """Draw the outline; `matte` is h × w at the grid's nodes.

        A pixel of the matte belongs to the skull that it is closest to.
        """
        is_matte = matte > IS_PERSON
        others = np.minimum(skulls.nearer, skulls.farther)
        face = is_matte[skulls.own < FACE]
        head = KNOWN_HEAD if face.size and face.mean() >= KNOWN_SHARE else 1.0
        person = (is_matte | (skulls.own < head)) & (skulls.own <= others)
        before = (skulls.nearer < np.minimum(skulls.own, HEAD)) & (is_matte | (skulls.nearer < 1))
        distance = soften(_distance(person, grid) - _distance(~person, grid), OUTLINE * face_width / grid.step)
        return cls(
            step_px=grid.step,
            distance=distance - np.float32(MARGIN * face_width),
            before=_distance(before, grid) if before.any() else None,
            thinnest_px=THINNEST * face_width,
            reach=max(1, round(NEARBY * face_width / grid.step)),
        )

    def hold(self, backward: FloatArray) -> FloatArray:
        """Return a backward field (h × w × 2) that has come to rest beyond the rim around the moved person."""
        shift = backward * np.float32(1 / self.step_px)
        source = follow(self.distance, shift)
        # What comes from farther outside than its neighbour does is stretched, and only that can fold: the map's
        # Jacobian is 1 − ease' · stretch / rim. The whole way says little of it, as it may cross dents and curves.
        shortly_before = follow(self.distance, shift * np.float32(1 - LAST))
        stretch = self._around((source - shortly_before) * np.float32(1 / LAST))
        held = 1 - _ease(np.maximum(source, 0) / self._rim(stretch))
        moved_x, moved_y = cv2.split(backward)
        if self.before is not None:
            length = np.asarray(cv2.magnitude(moved_x, moved_y), np.float32)
            held *= _ease(self.before / self._rim(length))
        return np.asarray(cv2.merge((moved_x * held, moved_y * held)), np.float32)

    def _around(self, lengths_px: FloatArray) -> FloatArray:
        """Return lengths, or larger ones nearby, without steps: a rim that ended abruptly would fold at its end."""
        size = 2 * self.reach + 1
        largest = cv2.dilate(lengths_px, np.ones((size, size), np.uint8))
        return np.asarray(cv2.blur(largest, (size, size)), np.float32)

    def _rim(self, length_px: FloatArray) -> FloatArray:
        """Return how wide the picture must stretch, in pixels of the canvas, where it is drawn out by a length."""
        return np.asarray(np.maximum(np.float32(STRETCH) * length_px, np.float32(self.thinnest_px)), np.float32)


def _ease(x: npt.NDArray[np.floating]) -> FloatArray:
    """Return 0 at 0 and 1 from 1 on: between a straight line, which stretches least, and a smooth step."""
    return np.asarray((np.minimum(x, 1) + smooth_step(0, 1, x)) / 2, np.float32)


def _distance(area: npt.NDArray[np.bool_], grid: Grid) -> FloatArray:
    """Return each node's distance in canvas pixels from an area; very large where there is none."""
    if not area.any():
        return np.full(area.shape, 1e6, np.float32)
    beyond = np.asarray(cv2.distanceTransform((~area).astype(np.uint8), cv2.DIST_L2, 5), np.float32)
    return beyond * np.float32(grid.step)
