"""The camera: zoom and pan of the frame, and the parallax of near against far."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from engine.render.warp.canvas import Canvas
from engine.render.warp.grid import Grid
from engine.types.scene import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Camera:
    """Where in the canvas each node of the film's frame looks."""

    node_x: FloatArray
    """h × w: the grid's nodes."""
    node_y: FloatArray
    nearness: FloatArray
    """h × w: depth around its mean, so that a middle plane stays where it is."""
    width: int
    height: int

    @classmethod
    def of(cls, canvas: Canvas, grid: Grid) -> Self:
        """Set the camera up before a canvas."""
        node_x, node_y = grid.nodes()
        nearness = grid.spread(canvas.depth, canvas.width, canvas.height)
        return cls(node_x, node_y, nearness - nearness.mean(), canvas.width, canvas.height)

    def look(
        self, *, zoom: float, pan_x: float, pan_y: float, parallax_x: float, parallax_y: float
    ) -> tuple[FloatArray, FloatArray]:
        """Return each node's canvas x and y, kept inside the canvas; pans and parallax in frame widths."""
        centre_x, centre_y = (self.width - 1) / 2, (self.height - 1) / 2
        # The view must not leave the picture: a pan reaches no further than the zoom leaves room.
        room_x, room_y = (1 - 1 / zoom) * self.width / 2, (1 - 1 / zoom) * self.height / 2
        view_x = centre_x + float(np.clip(pan_x * self.width, -room_x, room_x))
        view_y = centre_y + float(np.clip(pan_y * self.width, -room_y, room_y))
        x = view_x + (self.node_x - centre_x) / zoom - parallax_x * self.width * self.nearness
        y = view_y + (self.node_y - centre_y) / zoom - parallax_y * self.width * self.nearness
        return x.astype(np.float32), y.astype(np.float32)

    def project(self, points: FloatArray, *, zoom: float, pan_x: float, pan_y: float) -> FloatArray:
        """Return where canvas points (N × 2) appear in the frame, without parallax."""
        centre = np.array([(self.width - 1) / 2, (self.height - 1) / 2], np.float32)
        room = (1 - 1 / zoom) * np.array([self.width, self.height], np.float32) / 2
        view = centre + np.clip(np.array([pan_x, pan_y]) * self.width, -room, room)
        return np.asarray((points - view) * zoom + centre, np.float32)
