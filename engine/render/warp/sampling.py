"""Sampling the texture: the only step that touches every pixel, and so the only one with a choice of device."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import cv2
import numpy as np

from engine.render.warp.grid import Grid
from engine.render.warp.texture import Rect, Texture
from engine.types.frames import YuvFrame
from engine.types.scene import FloatArray, Pixels


@dataclass(frozen=True, slots=True, eq=False)
class FrameMap:
    """Where in the canvas a frame's pixels come from."""

    grid: Grid
    """Nodes over the frame and one cell beyond each of its borders."""
    x: FloatArray
    """h × w canvas coordinates at the nodes."""
    y: FloatArray


class Sampler(Protocol):
    """Holds the texture and draws frames from it; not thread-safe, one a thread."""

    def paint(self, rect: Rect, change: FloatArray) -> None:
        """Show a rectangle of the canvas as the photo plus a change (h × w × 3) in this and the following frames."""

    def draw(self, frame_map: FrameMap) -> YuvFrame:
        """Return the frame; its planes are valid until the next call."""


BAND_PX = 128
"""Frames are drawn in bands of about so many rows: their maps, eight bytes a pixel, then stay in a core's own cache,
which the encoder empties between frames."""


class CpuSampler:
    """Sampling with OpenCV's SIMD kernels."""

    def __init__(self, texture: Texture, width: int, height: int) -> None:
        self._original = texture
        self._texture = texture.copy()
        self._bands: dict[tuple[int, int, int], FloatArray] = {}
        self._frame = YuvFrame(
            np.empty((height, width), np.uint8),
            np.empty((height // 2, width // 2), np.uint8),
            np.empty((height // 2, width // 2), np.uint8),
        )

    def paint(self, rect: Rect, change: FloatArray) -> None:
        """Show a rectangle of the canvas as the photo plus a change (h × w × 3) in this and the following frames."""
        self._texture.paint(self._original, rect, change)

    def draw(self, frame_map: FrameMap) -> YuvFrame:
        """Return the frame; its planes are valid until the next call."""
        frame, texture = self._frame, self._texture
        self._fill(frame_map, texture.luma_scale, 1, ((texture.y, frame.y),))
        self._fill(frame_map, 1, 2, ((texture.u, frame.u), (texture.v, frame.v)))
        return frame

    def _fill(self, frame_map: FrameMap, scale: int, shrink: int, planes: Sequence[tuple[Pixels, Pixels]]) -> None:
        """Draw planes of one size from their textures.

        There are `scale` texture samples to a canvas pixel, and `shrink` canvas pixels to one of a plane's.
        """
        step = frame_map.grid.step
        cell, cells = step // shrink, max(1, BAND_PX // step)
        x, y = frame_map.x * np.float32(scale), frame_map.y * np.float32(scale)
        height, width = planes[0][1].shape
        for first in range(0, frame_map.grid.height - 2, cells):
            rows = slice(first * cell, min((first + cells) * cell, height))
            nodes = slice(first, first + cells + 2)  # one more on either side, to interpolate towards
            map_x, map_y = (
                self._enlarge(coarse[nodes], cell, axis)[cell : cell + rows.stop - rows.start, cell : cell + width]
                for axis, coarse in enumerate((x, y))
            )
            for source, plane in planes:
                cv2.remap(source, map_x, map_y, cv2.INTER_LINEAR, dst=plane[rows], borderMode=cv2.BORDER_REFLECT_101)

    def _enlarge(self, coarse: FloatArray, cell: int, axis: int) -> FloatArray:
        """Return nodes at full size, in memory that the next band on this axis uses again."""
        height, width = coarse.shape[0] * cell, coarse.shape[1] * cell
        if (height, width, axis) not in self._bands:
            self._bands[height, width, axis] = np.empty((height, width), np.float32)
        band = self._bands[height, width, axis]
        cv2.resize(coarse, (width, height), dst=band, interpolation=cv2.INTER_LINEAR)
        return band
