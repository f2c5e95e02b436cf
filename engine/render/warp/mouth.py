"""A mouth that opens and closes, painted into the texture."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np

from engine.render.warp.axis_patch import AxisPatch, Reach
from engine.render.warp.grid import smooth_step
from engine.render.warp.levels import Levels
from engine.render.warp.lips import Lips, Parting
from engine.types import face_mesh as mesh
from engine.types.scene import FloatArray

SMALLEST_WIDTH_PX = 10.0
OPENING = {"AU25": 0.038, "AU26": 0.085}
"""How far each unit parts the lips in the middle at full intensity, in face sizes."""
CLOSING = {
    "AU12_left": -0.6, "AU12_right": -0.6, "AU15": 1.3, "AU17": 0.5, "AU18": 1.1, "AU24": 1.0, "AU25": -1.0,
    "AU26": -1.0,
}  # fmt: skip
"""How far each unit, at full intensity in the direction of its sign, brings parted lips together: 1 shuts them."""
HELD_BY_SMILE = 0.55
"""The share of its opening that a broad smile takes from a mouth of which no teeth are known: its lips lie taut over
them, and farther apart they would frame a hole."""
TEETH_SEEN = 0.04
"""The photo's gap in face sizes from which its teeth are known."""
SUNK = 0.45
"""How far the lips of a smile that goes while the jaw drops come down over the teeth, in shares of the photo's gap."""
LET_GO = (0.3, 0.8)
"""How much of a smile has to go until the upper lip, which it pulled up, begins to come down, and is down."""
DROPPED = 0.04
"""Opening in face sizes at which the jaw is low enough for that: before, lips close from below."""
HELD_BY_JAW = 0.6
"""How much farther from the upper lip, for each part that it comes down, the lower one stays: the jaw holds it."""
PARTED = 0.012
"""Distance of the inner lips in face sizes from which a photo's mouth counts as open; below it is the mesh's noise."""


@dataclass(frozen=True, slots=True, eq=False)
class Mouth:
    """A mouth on its patch of the canvas."""

    patch: AxisPatch
    face_size: float
    gap_px: float
    """How far the lips are apart in the photo, 0 for a closed mouth."""
    lips: Lips
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
        return cls(patch, face_size, gap_px, lips, Levels(lambda opening_px: lips.part(Parting(opening_px))))

    def parting(self, intensity: Mapping[str, float]) -> Parting:
        """Return what the face's action units do with the lips."""
        opening = sum(part * max(intensity[unit], 0.0) for unit, part in OPENING.items())
        smile = (intensity["AU12_left"] + intensity["AU12_right"]) / 2
        teeth_unseen = max(1 - self.gap_px / (TEETH_SEEN * self.face_size), 0.0)
        opening *= 1 - HELD_BY_SMILE * max(smile, 0.0) * teeth_unseen
        closing = min(sum(max(share * intensity[unit], 0.0) for unit, share in CLOSING.items()), 1.0)
        let_go = float(smooth_step(*LET_GO, -smile) * smooth_step(0.0, DROPPED, opening))
        sunk = round(SUNK * let_go, 2) if self.gap_px else 0.0
        opening_px = self.face_size * opening - self.gap_px * (closing - HELD_BY_JAW * sunk)
        return Parting(round(opening_px, 1), sunk)

    def paint(self, parting: Parting) -> FloatArray:
        """Return the change of the patch (h × w × 3 in Y, U, V); zero for a mouth at rest."""
        return self.lips.part(parting) if parting.sunk else self.openings.at(parting.opening_px)
