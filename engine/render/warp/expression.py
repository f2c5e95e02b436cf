"""Expressions: smooth displacement fields in the photo's own coordinates.

Every action unit moves control points of the mesh (`action_units`); between them a Gaussian radial-basis interpolant
carries the skin, and all other control points hold it in place. Fields are built once; a frame is their weighted sum.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from engine.render.warp.action_units import CARRIED, MIDLINE, MOVES, PAIRS, Move
from engine.render.warp.anatomy import Anatomy
from engine.render.warp.glasses import frame_of_glasses
from engine.render.warp.grid import Grid, smooth_step
from engine.render.warp.texture import Rect
from engine.types import face_mesh as mesh
from engine.types.scene import FloatArray

KERNEL_WIDTH = 0.105
"""Standard deviation of the kernel in face sizes: about the spacing of the control points."""
STIFFNESS = 0.03
"""Ridge of the interpolation: a little slack at the control points buys smoothness between them."""
FARTHER = 1.8
"""By how much more the averted side may be asked to rise or sink: seen aslant, what moves there lies so close to what
is held that it would go half of its way."""
LEAST_SHARE = 0.1
"""Of its way, that a point goes at least for this comparison."""
MARGIN = 0.28
"""How far the fields reach beyond the mesh's outline, in face sizes."""

CONTROL_POINTS = (*PAIRS, *PAIRS.values(), *MIDLINE)


@dataclass(frozen=True, slots=True, eq=False)
class Expression:
    """All unit fields of one face."""

    grid: Grid
    rect: Rect
    """The grid's rectangle in canvas pixels."""
    names: tuple[str, ...]
    """One channel of `FACE_CHANNELS` for each field."""
    fields: npt.NDArray[np.float32]
    """K × h·w·2, forward, at full intensity."""

    @classmethod
    def of(cls, anatomy: Anatomy, canvas_width: int, canvas_height: int, glasses: float = 0.0) -> Self:
        """Build the fields of a face; they reach a little beyond its outline and end at the canvas.

        `glasses` (0…1) says how surely it wears any: then nothing moves under their frame.
        """
        outline = anatomy.landmarks[list(mesh.OVAL), :2]
        reach = MARGIN * anatomy.size
        rect = (
            int(np.clip(outline[:, 0].min() - reach, 0, canvas_width - 2)),
            int(np.clip(outline[:, 1].min() - reach, 0, canvas_height - 2)),
            int(np.clip(outline[:, 0].max() + reach, 2, canvas_width)),
            int(np.clip(outline[:, 1].max() + reach, 2, canvas_height)),
        )
        grid = Grid.over(rect, _step_of(anatomy.size))
        interpolation = _interpolation(anatomy)
        units = _unit_moves(anatomy, interpolation)
        weights = np.tensordot(interpolation, np.stack(list(units.values()), axis=1), axes=1)
        x, y = grid.nodes()
        kernel = _kernel(x[:1, :, None], y[:, :1, None], _control_positions(anatomy), anatomy.size)
        window = (_window(anatomy, grid) * (1 - glasses * frame_of_glasses(anatomy, grid))).reshape(-1, 1, 1)
        fields = np.tensordot(kernel.reshape(-1, len(CONTROL_POINTS)), weights, axes=1) * window
        flat = np.moveaxis(fields, 1, 0).reshape(len(units), -1)
        return cls(grid, rect, tuple(units), np.ascontiguousarray(flat, np.float32))

    def displace(self, intensities: FloatArray) -> FloatArray:
        """Return the forward field (h × w × 2) of K intensities, in the order of `names`."""
        mixed = np.einsum("k,kn->n", intensities, self.fields)  # as a product it would wake OpenBLAS's threads
        return np.asarray(mixed.reshape(self.grid.height, self.grid.width, 2), np.float32)


def _step_of(face_size: float) -> int:
    """Return an odd number of pixels between nodes, so that nodes fall on pixels, about 3.5 to a kernel's width.

    Linear interpolation then misses a movement by less than 1 %.
    """
    return 2 * int(max(KERNEL_WIDTH * face_size / 3.5 - 1, 0) / 2) + 1


def _control_positions(anatomy: Anatomy) -> npt.NDArray[np.float64]:
    return anatomy.landmarks[list(CONTROL_POINTS), :2].astype(np.float64)


def _unit_moves(anatomy: Anatomy, interpolation: npt.NDArray[np.float64]) -> dict[str, npt.NDArray[np.float64]]:
    """Return channel → N × 2 movement of every control point in canvas pixels."""
    across, up = anatomy.across[:2].astype(np.float64), -anatomy.down[:2].astype(np.float64)
    outward = {"left": -across, "right": across, "middle": np.zeros(2)}
    shown_of_asked = np.eye(len(CONTROL_POINTS)) - STIFFNESS * interpolation
    moves: dict[str, npt.NDArray[np.float64]] = {}
    for unit, table in MOVES.items():
        asked = {side: _asked(side, table) for side in outward}
        left_rise, right_rise = (_share_risen(asked[side][:, 1], shown_of_asked) for side in ("left", "right"))
        asked["left"][:, 1] *= np.clip(right_rise / left_rise, 1, FARTHER)
        asked["right"][:, 1] *= np.clip(left_rise / right_rise, 1, FARTHER)
        left, right, middle = (anatomy.size * asked[side] @ np.stack([out, up]) for side, out in outward.items())
        if unit in _SIDED_UNITS:
            moves[f"{unit}_left"], moves[f"{unit}_right"] = left + middle / 2, right + middle / 2
        else:
            moves[unit] = left + right + middle
    return moves


_SIDED_UNITS = ("AU2", "AU6", "AU12", "AU14")


def _asked(side: str, table: Mapping[int, Move]) -> npt.NDArray[np.float64]:
    """Return how far (N × 2: out, up; in face sizes) the control points of one side or of the midline shall go."""
    carried = {point: table[leader] for point, leader in CARRIED.items() if leader in table}
    asked = np.zeros((len(CONTROL_POINTS), 2))
    for point, move in {**carried, **table}.items():
        if (side == "middle") == (point in MIDLINE):
            asked[CONTROL_POINTS.index(PAIRS[point] if side == "right" else point)] = move
    return asked


def _share_risen(asked: npt.NDArray[np.float64], shown_of_asked: npt.NDArray[np.float64]) -> float:
    """Return how much of its rise (N of them) the point shows that shall rise or sink farthest."""
    leading = int(np.argmax(np.abs(asked)))
    return max(float(shown_of_asked[leading] @ asked / asked[leading]), LEAST_SHARE)


def _kernel(
    x: npt.NDArray[np.floating], y: npt.NDArray[np.floating], centres: npt.NDArray[np.float64], size: float
) -> npt.NDArray[np.float64]:
    """Return the kernel of every centre (N × 2) at points of which the last axis is 1, as an axis of N instead.

    A Gaussian is the product of its two axes: on a grid, where x has one row and y one column, few are computed.
    """
    across, down = ((place - centres[:, axis]) / (KERNEL_WIDTH * size) for axis, place in enumerate((x, y)))
    return np.asarray(np.exp(-(across**2) / 2) * np.exp(-(down**2) / 2), np.float64)


def _interpolation(anatomy: Anatomy) -> npt.NDArray[np.float64]:
    """Return the N × N matrix that turns moves (N × …) into the weights of an interpolant that nearly meets them."""
    centres = _control_positions(anatomy)
    kernel = _kernel(centres[:, :1], centres[:, 1:], centres, anatomy.size)
    return np.asarray(np.linalg.inv(kernel + STIFFNESS * np.eye(len(centres))), np.float64)


def _window(anatomy: Anatomy, grid: Grid) -> FloatArray:
    """Return 1 on the face, fading to 0 beyond its outline: nothing else may move with an expression."""
    outline = anatomy.landmarks[list(mesh.OVAL), :2]
    distance = grid.distance_outside(outline) / anatomy.size
    return 1 - smooth_step(0.03, MARGIN * 0.9, distance)
