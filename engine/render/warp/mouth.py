"""A mouth that opens, painted into the texture."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from engine.render.warp.axis_patch import AxisPatch, Reach
from engine.render.warp.levels import Levels
from engine.render.warp.lips import Lips
from engine.types import face_mesh as mesh
from engine.types.scene import FloatArray

SMALLEST_WIDTH_PX = 10.0
PARTED_LIPS = 0.038
"""Opening at AU25 = 1, in face sizes."""
DROPPED_JAW = 0.085
"""Further opening at AU26 = 1."""


@dataclass(frozen=True, slots=True, eq=False)
class Mouth:
    """A mouth on its patch of the canvas."""

    patch: AxisPatch
    face_size: float
    openings: Levels
    """h × w × 3: change of the patch by lips so many pixels apart."""

    @classmethod
    def of(cls, landmarks: FloatArray, yuv: FloatArray, face_size: float, softness_px: float) -> Self | None:
        """Return the mouth, or None where it is too small or too close to the border to be painted."""
        corners = landmarks[[mesh.MOUTH_LEFT, mesh.MOUTH_RIGHT], :2]
        width = float(np.linalg.norm(corners[1] - corners[0]))
        patch = AxisPatch.around(corners, Reach(0.63 * width, 0.15 * face_size, 0.33 * face_size), yuv)
        if patch is None or width < SMALLEST_WIDTH_PX:
            return None
        return cls(patch, face_size, Levels(Lips.of(landmarks, patch, face_size, softness_px).part))

    def opening_px(self, lips_part: float, jaw_drop: float) -> float:
        """Return how far AU25 and AU26 part the lips in the middle of the mouth."""
        return self.face_size * (PARTED_LIPS * max(lips_part, 0.0) + DROPPED_JAW * max(jaw_drop, 0.0))

    def paint(self, opening_px: float) -> FloatArray:
        """Return the change of the patch (h × w × 3 in Y, U, V); zero for a mouth at rest."""
        return self.openings.at(opening_px)
