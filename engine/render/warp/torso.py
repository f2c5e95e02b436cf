"""Breath, sway and loose hair: what moves around the head."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from engine.render.warp.anatomy import Anatomy
from engine.render.warp.grid import Grid, smooth_step, soften
from engine.types import face_mesh as mesh
from engine.types.scene import FloatArray

# A quiet breath lifts the upper chest by 0.3–0.6 % of the body's size (about 7.5 face heights), a deep one by some
# three times that; the head rides on it by a part.
DEEP_BREATH_LIFT = 0.055
DEEP_BREATH_SPREAD = 0.020
HEAD_SHARE_OF_BREATH = 0.35


@dataclass(frozen=True, slots=True, eq=False)
class Torso:
    """Unit fields (h × w × 2) of the body's motions on a grid."""

    breath: FloatArray
    """A deep breath."""
    sway: FloatArray
    """The upper body one face width to the viewer's right."""
    hair: FloatArray
    """Loose ends one face width to the viewer's right."""

    @classmethod
    def of(cls, anatomy: Anatomy, grid: Grid, matte: FloatArray, head_weight: FloatArray) -> Self:
        """Build the fields around a face; `matte` and `head_weight` are h × w at the grid's nodes."""
        x, y = grid.nodes()
        down = anatomy.down_in_picture
        aside = ((x - anatomy.chin[0]) * down[1] - (y - anatomy.chin[1]) * down[0]) / anatomy.height
        below = ((x - anatomy.chin[0]) * down[0] + (y - anatomy.chin[1]) * down[1]) / anatomy.height
        body = soften(matte, max(0.10 * anatomy.width / grid.step, 0.6))
        # The shoulders' line lies 0.4–0.6 face heights below the chin; below the ribs nothing lifts any more.
        reach = (1 - smooth_step(1.2, 2.6, np.abs(aside))) * body
        chest = smooth_step(0.0, 0.6, below) * (1 - smooth_step(1.2, 3.0, below)) * reach
        head = head_weight * (1 - smooth_step(0.0, 0.6, below))
        lift = np.maximum(chest, HEAD_SHARE_OF_BREATH * head)
        spread = chest * np.clip(aside, -1.5, 1.5)
        unit = anatomy.height
        breath = np.stack(
            [DEEP_BREATH_SPREAD * unit * spread, -DEEP_BREATH_LIFT * unit * lift],
            axis=-1,
        )
        upper_body = np.maximum(head, (1 - smooth_step(0.3, 3.0, below)) * reach)
        return cls(
            breath=breath.astype(np.float32),
            sway=_sideways(upper_body * anatomy.width),
            hair=_sideways(_loose_hair(anatomy, grid, body, head_weight) * anatomy.width),
        )

    def displace(self, breath: float, sway: float, hair: float) -> FloatArray:
        """Return the forward field of the three together."""
        return np.asarray(self.breath * breath + self.sway * sway + self.hair * hair, np.float32)


def _loose_hair(anatomy: Anatomy, grid: Grid, body: FloatArray, head_weight: FloatArray) -> FloatArray:
    """Return 0…1: person around the head but not face, growing with the distance from the face's outline."""
    outline = anatomy.landmarks[list(mesh.OVAL), :2]
    distance = grid.distance_outside(outline) / anatomy.width
    loose = smooth_step(0.08, 0.6, distance) * body * head_weight
    return np.asarray(soften(loose, max(0.05 * anatomy.width / grid.step, 0.6)), np.float32)


def _sideways(amount: FloatArray) -> FloatArray:
    return np.stack([amount, np.zeros_like(amount)], axis=-1).astype(np.float32)
