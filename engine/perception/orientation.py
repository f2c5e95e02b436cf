"""Pictures that lie on their side or stand on their head, and whose file does not say so."""

from collections.abc import Sequence

import numpy as np

from engine.perception.faces import FaceFinder
from engine.types.scene import Face, Pixels

MIN_FACE_SHARE = 0.06
"""Faces below this share of the long side are too unsure to turn a picture for."""


def quarter_turns_needed(finder: FaceFinder, picture: Pixels, faces: Sequence[Face]) -> int:
    """Return by how many quarters, counter-clockwise, the picture must be turned to stand upright; 0 in doubt.

    The faces of the picture as it is tell the turn by their roll. Where there are none, each turn is tried.
    """
    if faces:
        return _turns(faces)
    height, width = picture.shape[:2]
    smallest = MIN_FACE_SHARE * max(height, width)
    tries: dict[int, float] = {}
    for turns in (1, 3, 2):
        found = finder.find(np.ascontiguousarray(np.rot90(picture, turns)), thorough=False)
        large = [face for face in found if face.width_px >= smallest]
        if large and _turns(large) == 0:
            tries[turns] = float(np.mean([abs(face.pose.roll_deg) for face in large]))
    return min(tries, key=tries.__getitem__, default=0)


def _turns(faces: Sequence[Face]) -> int:
    """Return the quarter turns, counter-clockwise, that bring the faces' mean lean closest to upright."""
    lean = np.radians([face.pose.roll_deg for face in faces])
    sizes = np.array([face.width_px for face in faces])
    mean = np.degrees(np.arctan2((sizes * np.sin(lean)).sum(), (sizes * np.cos(lean)).sum()))
    return round(float(mean) / 90) % 4
