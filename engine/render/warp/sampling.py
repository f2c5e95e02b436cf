"""Sampling the texture: the only step that touches every pixel, and so the only one with a choice of device."""

from dataclasses import dataclass
from typing import Protocol

import cv2
import numpy as np

from engine.render.warp.grid import Grid
from engine.render.warp.texture import LUMA_SCALE, Rect, Texture
from engine.types.frames import YuvFrame
from engine.types.scene import FloatArray


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


class CpuSampler:
    """Sampling with OpenCV's SIMD kernels."""

    def __init__(self, texture: Texture, width: int, height: int) -> None:
        self._original = texture
        self._texture = texture.copy()
        self._width, self._height = width, height
        self._maps: dict[tuple[int, int], FloatArray] = {}
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
        luma_x, luma_y = (self._enlarge(frame_map, axis, LUMA_SCALE, 1) for axis in (0, 1))
        chroma_x, chroma_y = (self._enlarge(frame_map, axis, 1, 2) for axis in (0, 1))
        for plane, source, x, y in (
            (self._frame.y, self._texture.y, luma_x, luma_y),
            (self._frame.u, self._texture.u, chroma_x, chroma_y),
            (self._frame.v, self._texture.v, chroma_x, chroma_y),
        ):
            cv2.remap(source, x, y, cv2.INTER_LINEAR, dst=plane, borderMode=cv2.BORDER_REFLECT_101)
        return self._frame

    def _enlarge(self, frame_map: FrameMap, axis: int, scale: int, shrink: int) -> FloatArray:
        """Return one coordinate for every pixel of a plane.

        There are `scale` texture samples to a canvas pixel, and `shrink` canvas pixels to one of the plane's.
        """
        grid = frame_map.grid
        coarse = (frame_map.x, frame_map.y)[axis] * np.float32(scale)
        cell = grid.step // shrink
        size = (grid.width * cell, grid.height * cell)
        if (axis, shrink) not in self._maps:
            self._maps[axis, shrink] = np.empty(size[::-1], np.float32)
        whole = self._maps[axis, shrink]
        cv2.resize(coarse, size, dst=whole, interpolation=cv2.INTER_LINEAR)
        return whole[cell : cell + self._height // shrink, cell : cell + self._width // shrink]
