"""What the chest does in a film: its shift from frame to frame, followed by the corners on it."""

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from engine.types import face_mesh as mesh
from engine.types.scene import FloatArray, Pixels

_FROM, _TO, _ASIDE = 0.35, 1.3, 1.0
"""The upper chest: so many face heights below the chin, and so many face widths to either side."""
_CORNERS, _CORNER_QUALITY, _CORNER_SPACING_PX = 200, 0.005, 4
_LEAST_CORNERS = 8
_WINDOW_PX = 21


def chest_shift(lumas: Sequence[Pixels], person: npt.NDArray[np.bool_], landmarks: FloatArray) -> FloatArray | None:
    """Return how far the upper chest is from where it was in the first frame, T × 2: right and up, in face heights.

    The median over corners (Shi & Tomasi 1994) followed by pyramidal Lucas–Kanade (Bouguet 2000). `person` is H × W,
    `landmarks` 478 × 3 of the first frame. `None` where too little of a chest can be seen.
    """
    chin, crown = landmarks[mesh.CHIN, :2], landmarks[mesh.FOREHEAD_TOP, :2]
    height = float(np.linalg.norm(chin - crown))
    width = float(np.ptp(landmarks[list(mesh.OVAL), 0]))
    top, bottom = int(chin[1] + _FROM * height), int(chin[1] + _TO * height)
    left, right = int(max(0, chin[0] - _ASIDE * width)), int(chin[0] + _ASIDE * width)
    chest = np.zeros(lumas[0].shape, np.uint8)
    chest[max(0, top) : max(0, bottom), left:right] = 1
    chest &= person.astype(np.uint8)
    corners = cv2.goodFeaturesToTrack(lumas[0], _CORNERS, _CORNER_QUALITY, _CORNER_SPACING_PX, mask=chest)
    if corners is None or len(corners) < _LEAST_CORNERS:
        return None
    shifts = np.zeros((len(lumas), 2), np.float32)
    for index, luma in enumerate(lumas[1:], 1):
        moved, found, _ = cv2.calcOpticalFlowPyrLK(
            lumas[0], luma, corners, np.empty_like(corners), winSize=(_WINDOW_PX, _WINDOW_PX), maxLevel=2
        )
        shift = (moved - corners)[found > 0]
        shifts[index] = np.median(shift, axis=0) if len(shift) else shifts[index - 1]
    return np.asarray(shifts * (1.0, -1.0) / height, np.float32)
