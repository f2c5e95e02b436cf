"""Sampling the texture with torch: the same arithmetic as on the CPU, on a GPU."""

from typing import cast

import numpy as np
import torch
from torch.nn import functional

from engine.render.warp.sampling import FrameMap
from engine.render.warp.texture import Rect, Texture
from engine.types.frames import YuvFrame
from engine.types.scene import FloatArray, Pixels


class TorchSampler:
    """Sampling with torch's `grid_sample`; coarse maps go up to the device, finished planes come down."""

    def __init__(self, texture: Texture, width: int, height: int, device: str) -> None:
        self._original = texture
        self._texture = texture.copy()
        self._width, self._height = width, height
        self._device = torch.device(device)
        self._planes = [self._upload(plane)[None, None] for plane in (texture.y, texture.u, texture.v)]

    def paint(self, rect: Rect, change: FloatArray) -> None:
        """Show a rectangle of the canvas as the photo plus a change (h × w × 3) in this and the following frames."""
        x0, y0, x1, y1 = rect
        self._texture.paint(self._original, rect, change)
        sources = (self._texture.y, self._texture.u, self._texture.v)
        for plane, source, scale in zip(self._planes, sources, (self._texture.luma_scale, 1, 1), strict=True):
            rows, columns = slice(scale * y0, scale * y1), slice(scale * x0, scale * x1)
            plane[0, 0, rows, columns] = self._upload(source[rows, columns])

    def draw(self, frame_map: FrameMap) -> YuvFrame:
        """Return the frame; its planes are valid until the next call."""
        luma = self._enlarge(frame_map, self._texture.luma_scale, 1)
        chroma = self._enlarge(frame_map, 1, 2)
        planes = [self._sample(plane, where) for plane, where in zip(self._planes, (luma, chroma, chroma), strict=True)]
        return YuvFrame(*planes)

    def _enlarge(self, frame_map: FrameMap, scale: int, shrink: int) -> torch.Tensor:
        """Return 1 × 2 × h × w texture coordinates of a plane's pixels."""
        grid = frame_map.grid
        cell = grid.step // shrink
        coarse = self._upload(np.stack([frame_map.x, frame_map.y]))[None] * scale
        whole = self._resize(coarse, grid.height * cell, grid.width * cell)
        return whole[..., cell : cell + self._height // shrink, cell : cell + self._width // shrink]

    def _sample(self, plane: torch.Tensor, where: torch.Tensor) -> Pixels:
        height, width = plane.shape[-2:]
        extent = torch.tensor([width - 1, height - 1], device=self._device, dtype=torch.float32)
        normalised = where[0].permute(1, 2, 0) * (2 / extent) - 1
        drawn = functional.grid_sample(
            plane, normalised[None], mode="bilinear", padding_mode="reflection", align_corners=True
        )
        return cast(Pixels, drawn[0, 0].round().clamp(0, 255).to(torch.uint8).cpu().numpy())

    def _upload(self, array: Pixels | FloatArray) -> torch.Tensor:
        return torch.from_numpy(np.ascontiguousarray(array)).to(self._device, torch.float32)

    @staticmethod
    def _resize(values: torch.Tensor, height: int, width: int) -> torch.Tensor:
        return functional.interpolate(values, (height, width), mode="bilinear", align_corners=False)
