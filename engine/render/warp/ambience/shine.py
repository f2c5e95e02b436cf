"""Light that changes: the brightness of a drawn frame, where a flame or a lamp shines."""

from dataclasses import dataclass
from typing import Self

import cv2
import numpy as np

from engine.render.warp.grid import Grid
from engine.render.warp.sampling import FrameMap
from engine.types.bt709 import YUV_OFFSET
from engine.types.frames import YuvFrame
from engine.types.scene import FloatArray

BLACK = YUV_OFFSET[0]
DARKEST = 0.02
"""Less light than this is left out."""


@dataclass(frozen=True, slots=True, eq=False)
class Shine:
    """Where a light shines."""

    grid: Grid
    strength: FloatArray
    """h × w at the grid's nodes, 0…1."""

    @classmethod
    def of(cls, cover: FloatArray, grid: Grid, width: int, height: int) -> Self:
        """Place a cover, which spans the canvas at any scale."""
        return cls(grid, grid.spread(cover, width, height))

    def add(self, drawn: YuvFrame, frame_map: FrameMap, glow: float) -> None:
        """Brighten a frame's luma in place by a share `glow` of its light where the light shines, or darken it."""
        step = self.grid.step
        seen = self.grid.sample(self.strength, frame_map.x, frame_map.y, outside_zero=False)
        rows, columns = (np.flatnonzero((seen > DARKEST).any(axis=axis)) for axis in (1, 0))
        if not rows.size:
            return
        part = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
        gain = 1 + np.float32(glow) * seen[part]
        fine = cv2.resize(gain, None, fx=step, fy=step, interpolation=cv2.INTER_LINEAR)
        # The grid's first cell lies before the frame's border.
        y0, x0 = (int(rows[0]) - 1) * step, (int(columns[0]) - 1) * step
        height, width = drawn.y.shape
        top, left = max(0, y0), max(0, x0)
        bottom, right = min(height, y0 + fine.shape[0]), min(width, x0 + fine.shape[1])
        luma = drawn.y[top:bottom, left:right]
        fine = fine[top - y0 : bottom - y0, left - x0 : right - x0]
        # Black stays black: (luma − black) · gain + black.
        lit = cv2.multiply(luma, fine, dtype=cv2.CV_32F)
        cv2.add(lit, BLACK - BLACK * fine, dst=luma, dtype=cv2.CV_8U)
