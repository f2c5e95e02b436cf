"""All regions of a film together: the sum of their fields, and the light of those that shine."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from engine.render.warp.ambience.fields import FIELDS, Place
from engine.render.warp.ambience.shine import Shine
from engine.render.warp.canvas import Canvas
from engine.render.warp.grid import Grid
from engine.render.warp.sampling import FrameMap
from engine.types.curves import Track
from engine.types.frames import YuvFrame
from engine.types.scene import FloatArray, RegionKind

UNSEEN = 1e-6
"""A channel that stays below this needs no field."""


@dataclass(frozen=True, slots=True, eq=False)
class Ambience:
    """The picture's own motion; immutable, so that threads can share it."""

    shape: tuple[int, int]
    """Height and width of the grid."""
    fields: FloatArray
    """K × (h · w · 2): forward unit fields in canvas pixels."""
    values: FloatArray
    """T × K: how far each field goes in each frame."""
    lights: tuple[tuple[Shine, FloatArray], ...]
    """Each light with its glow in each frame, T."""

    @classmethod
    def of(cls, canvas: Canvas, grid: Grid, tracks: Sequence[Track]) -> Self:
        """Build the fields of the regions that move; without tracks everything rests."""
        fields: list[FloatArray] = []
        values: list[FloatArray] = []
        lights: list[tuple[Shine, FloatArray]] = []
        moving = [pair for pair in zip(canvas.regions, tracks, strict=False) if np.abs(pair[1].values).max() > UNSEEN]
        for region, track in moving:
            if region.kind is RegionKind.LIGHT:
                lights.append((Shine.of(region.cover, grid, canvas.width, canvas.height), track["glow"]))
                continue
            place = Place.of(region.cover, grid, canvas.width, canvas.height)
            for channel, field in FIELDS[region.kind](place).items():
                fields.append(field.ravel())
                values.append(track[channel])
        return cls(
            shape=(grid.height, grid.width),
            fields=np.array(fields, np.float32).reshape(-1, grid.height * grid.width * 2),
            values=np.array(values, np.float32).T,
            lights=tuple(lights),
        )

    def backward(self, frame: int) -> FloatArray:
        """Return where (h × w × 2, relative) each node's picture comes from.

        The fields are so smooth and small that their inverse is their negative.
        """
        if not len(self.fields):
            return np.zeros((*self.shape, 2), np.float32)
        moved = np.einsum("k,kn->n", self.values[frame], self.fields)  # as a product it would wake OpenBLAS's threads
        return np.asarray(-moved.reshape(*self.shape, 2), np.float32)

    def shine(self, drawn: YuvFrame, frame_map: FrameMap, frame: int) -> None:
        """Change the brightness of a drawn frame in place."""
        for light, glow in self.lights:
            if abs(glow[frame]) > UNSEEN:
                light.add(drawn, frame_map, float(glow[frame]))
