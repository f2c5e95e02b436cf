"""Pictures that lie on their side or stand on their head, and whose file does not say so."""

from collections.abc import Sequence

import numpy as np

from engine.perception.faces import FaceFinder
from engine.types.scene import Face, Pixels

MIN_FACE_SHARE = 0.06
"""Faces below this share of the long side are too unsure to turn a picture for."""
SURE_SCORE = 0.78
"""A face below this may be a pattern in a picture that stands on its head (one scored 0.65)."""


def quarter_turns_needed(finder: FaceFinder, picture: Pixels, faces: Sequence[Face]) -> int:
    """Return by how many quarters, counter-clockwise, the picture must be turned to stand upright; 0 in doubt.

    Sure faces of the picture as it is tell the turn by their roll. Otherwise every turn is tried, and the one wins
    in which upright faces are seen most clearly.
    """
    if any(face.score >= SURE_SCORE for face in faces):
        return _turns(faces)
    smallest = MIN_FACE_SHARE * max(picture.shape[:2])
    clearness = {0: _upright_score(faces)}
    for turns in (1, 3, 2):
        found = finder.find(np.ascontiguousarray(np.rot90(picture, turns)), thorough=False)
        clearness[turns] = _upright_score([face for face in found if face.width_px >= smallest])
    return max(clearness, key=clearness.__getitem__)


def _upright_score(faces: Sequence[Face]) -> float:
    return sum(face.score for face in faces) if faces and _turns(faces) == 0 else 0.0


def _turns(faces: Sequence[Face]) -> int:
    """Return the quarter turns, counter-clockwise, that bring the faces' mean lean closest to upright."""
    lean = np.radians([face.pose.roll_deg for face in faces])
    sizes = np.array([face.width_px for face in faces])
    mean = np.degrees(np.arctan2((sizes * np.sin(lean)).sum(), (sizes * np.cos(lean)).sum()))
    return round(float(mean) / 90) % 4
