"""Eyes that a face hides from the camera: the mesh has two eyes for every face, a photo in profile shows one."""

from typing import Literal, NamedTuple

from engine.types import face_mesh as mesh
from engine.types.scene import FloatArray

_BEFORE_THE_CORNER = -0.05
"""How near the bridge of the nose comes to an eye's inner corner before it hides the eye, in the eye's apparent widths;
from 0 on it stands before it. The mesh of a face in profile is hardly turned beyond 45°, where that begins."""


class HiddenEyes(NamedTuple):
    """Which eyes cannot be seen, by the viewer's sides."""

    left: bool
    right: bool

    def seen_side(self, side: Literal["left", "right"]) -> Literal["left", "right"]:
        """Return a side whose eye is seen: the one that is asked for, or else the other."""
        if self.left:
            return "right"
        return "left" if self.right else side


BOTH_SEEN = HiddenEyes(left=False, right=False)


def hidden_eyes(landmarks: FloatArray) -> HiddenEyes:
    """Return which eyes the nose hides, never both; `landmarks` is 478 × 3 in pixels."""
    return HiddenEyes(*(_is_hidden(landmarks[:, :2], eye) for eye in (mesh.LEFT_EYE_UPPER, mesh.RIGHT_EYE_UPPER)))


def _is_hidden(points: FloatArray, eye: tuple[int, ...]) -> bool:
    inner, outer, bridge = points[eye[-1]], points[eye[0]], points[mesh.NOSE_BRIDGE]
    line = outer - inner
    return float((bridge - inner) @ line) > _BEFORE_THE_CORNER * float(line @ line)
