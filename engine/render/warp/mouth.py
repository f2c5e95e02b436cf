"""A mouth that opens and closes, painted into the texture."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np

from engine.render.warp.axis_patch import AxisPatch, Reach
from engine.render.warp.levels import Levels
from engine.render.warp.lips import Lips
from engine.types import face_mesh as mesh
from engine.types.scene import FloatArray

SMALLEST_WIDTH_PX = 10.0
OPENING = {"AU25": 0.038, "AU26": 0.085}
"""How far each unit parts the lips in the middle at full intensity, in face sizes."""
CLOSING = {
    "AU12_left": -0.6, "AU12_right": -0.6, "AU15": 1.3, "AU17": 0.5, "AU18": 0.8, "AU24": 1.0, "AU25": -1.0,
    "AU26": -1.0,
}  # fmt: skip
"""How far each unit, at full intensity in the direction of its sign, brings parted lips together: 1 shuts them."""
PARTED = 0.012
"""Distance of the inner lips in face sizes from which a photo's mouth counts as open; below it is the mesh's noise."""


@dataclass(frozen=True, slots=True, eq=False)
class Mouth:
    """A mouth on its patch of the canvas."""

    patch: AxisPatch
    face_size: float
    gap_px: float
    """How far the lips are apart in the photo, 0 for a closed mouth."""
    openings: Levels
    """h × w × 3: change of the patch by lips so many pixels apart; below zero they close."""

    @classmethod
    def of(cls, landmarks: FloatArray, yuv: FloatArray, face_size: float, softness_px: float) -> Self | None:
        """Return the mouth, or None where it is too small or too close to the border to be painted."""
        corners = landmarks[[mesh.MOUTH_LEFT, mesh.MOUTH_RIGHT], :2]
        width = float(np.linalg.norm(corners[1] - corners[0]))
        patch = AxisPatch.around(corners, Reach(0.63 * width, 0.15 * face_size, 0.33 * face_size), yuv)
        if patch is None or width < SMALLEST_WIDTH_PX:
            return None
        lips = Lips.of(landmarks, patch, face_size, softness_px)
        gap_px = lips.gap_px if lips.gap_px > PARTED * face_size else 0.0
        return cls(patch, face_size, gap_px, Levels(lips.part))

    def opening_px(self, intensity: Mapping[str, float]) -> float:
        """Return how far the face's action units part the lips beyond the photo; negative where they close them."""
        opening = self.face_size * sum(part * max(intensity[unit], 0.0) for unit, part in OPENING.items())
        closing = sum(max(share * intensity[unit], 0.0) for unit, share in CLOSING.items())
        return opening - self.gap_px * min(closing, 1.0)

    def paint(self, opening_px: float) -> FloatArray:
        """Return the change of the patch (h × w × 3 in Y, U, V); zero for a mouth at rest."""
        return self.openings.at(opening_px)
