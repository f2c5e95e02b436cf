"""The two lines between drawn brows, painted into the texture: what a frown is read by where brows are thin or pale."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Self

import numpy as np

from engine.render.warp.grid import smooth_step
from engine.render.warp.texture import Rect
from engine.types import face_mesh as mesh
from engine.types.scene import FloatArray

LINES = (
    ((mesh.LEFT_BROW_LOWER[-1], 8), (mesh.LEFT_BROW_UPPER[-1], 9)),
    ((mesh.RIGHT_BROW_LOWER[-1], 8), (mesh.RIGHT_BROW_UPPER[-1], 9)),
)
"""The brow's inner end and the midline's point beside it, below and above; the line runs between the two pairs."""
TOWARDS_MIDLINE = (0.42, 0.50)
"""How far from the brow to the midline a line lies, below and above."""
LONGER = (0.25, 0.15)
"""How much further than the brow's ends it goes, in shares of its length, below and above."""
WIDTH, SWELLING_WIDTH = 0.013, 0.032
"""Of the fold and of the skin that swells beside it, in face sizes."""
DEPTH, SWELLING = 0.26, 0.09
"""How much darker the fold is at its deepest, and how much brighter the skin beside it, in shares of the luma."""
REACH = 0.06
"""How far around the lines the picture may change, in face sizes."""


@dataclass(frozen=True, slots=True, eq=False)
class FrownLines:
    """The lines of one face on a rectangle of the canvas."""

    rect: Rect
    change: FloatArray
    """h × w × 3: change in Y, U, V by brows that are drawn as far as they go."""
    parts: tuple[Rect, ...]
    """What of the rectangle nobody else paints."""

    @classmethod
    def of(cls, landmarks: FloatArray, yuv: FloatArray, face_size: float, taken: Sequence[Rect]) -> Self:
        """Draw the lines; what lies in `taken` rectangles is left to those who paint there."""
        lines = [_line(landmarks[:, :2], *ends) for ends in LINES]
        rect = x0, y0, x1, y1 = _around(np.concatenate(lines), REACH * face_size, yuv.shape)
        x, y = np.meshgrid(np.arange(x0, x1, dtype=np.float32), np.arange(y0, y1, dtype=np.float32))
        shade = sum(_shade(x, y, line, face_size) for line in lines)
        edge = np.minimum(np.minimum(x - x0, x1 - 1 - x), np.minimum(y - y0, y1 - 1 - y)) / (0.5 * REACH * face_size)
        change = np.zeros((y1 - y0, x1 - x0, 3), np.float32)
        change[..., 0] = (yuv[y0:y1, x0:x1, 0] - 16) * shade * smooth_step(0.0, 1.0, edge)
        return cls(rect, change, tuple(_beside(rect, taken)))

    def paint(self, rect: Rect, depth: float) -> FloatArray:
        """Return the change of any rectangle (h × w × 3) for lines so deep, 0…1."""
        change = np.zeros((rect[3] - rect[1], rect[2] - rect[0], 3), np.float32)
        x0, y0, x1, y1 = _common(rect, self.rect)
        if x0 < x1 and y0 < y1:
            own = self.change[y0 - self.rect[1] : y1 - self.rect[1], x0 - self.rect[0] : x1 - self.rect[0]]
            change[y0 - rect[1] : y1 - rect[1], x0 - rect[0] : x1 - rect[0]] = own * np.float32(depth)
        return change


def _line(points: FloatArray, below: tuple[int, int], above: tuple[int, int]) -> FloatArray:
    """Return the ends (2 × 2) of a line, the lower one first."""
    low, high = (
        points[brow] + share * (points[midline] - points[brow])
        for (brow, midline), share in zip((below, above), TOWARDS_MIDLINE, strict=True)
    )
    return np.stack([low - LONGER[0] * (high - low), high + LONGER[1] * (high - low)])


def _shade(x: FloatArray, y: FloatArray, line: FloatArray, face_size: float) -> FloatArray:
    """Return the share (h × w) by which a fold changes the luma; it is deepest in its middle."""
    start, way = line[0], line[1] - line[0]
    share = np.clip(((x - start[0]) * way[0] + (y - start[1]) * way[1]) / max(float(way @ way), 1e-6), 0, 1)
    away = np.hypot(x - start[0] - share * way[0], y - start[1] - share * way[1]) / face_size
    fold = SWELLING * np.exp(-((away / SWELLING_WIDTH) ** 2)) - DEPTH * np.exp(-((away / WIDTH) ** 2))
    return np.asarray(fold * np.sin(np.pi * (0.1 + 0.8 * share)), np.float32)


def _around(points: FloatArray, reach: float, shape: tuple[int, ...]) -> Rect:
    low, high = points.min(axis=0) - reach, points.max(axis=0) + reach
    limit = np.array([shape[1], shape[0]]) - 1
    (x0, y0), (x1, y1) = np.clip(low, 1, limit).astype(int).tolist(), np.clip(high, 1, limit).astype(int).tolist()
    return x0, y0, x1, y1


def _common(one: Rect, other: Rect) -> Rect:
    """Return what two rectangles share; where that is nothing, its sides are in the wrong order."""
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def _beside(rect: Rect, taken: Sequence[Rect]) -> Iterator[Rect]:
    """Yield what is left of a rectangle between others to its left and right, in bands of rows."""
    x0, y0, x1, y1 = rect
    edges = sorted({y0, y1} | {int(np.clip(edge, y0, y1)) for other in taken for edge in (other[1], other[3])})
    for top, bottom in pairwise(edges):
        left, right = x0, x1
        for other in taken:
            if other[1] <= top and bottom <= other[3]:
                if other[0] + other[2] < x0 + x1:
                    left = max(left, other[2])
                else:
                    right = min(right, other[0])
        if left < right:
            yield left, top, right, bottom
