"""What the brows do in a film, followed by their own hairs: the face mesh hardly sees brows that are drawn together."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from engine.review.skull import carried
from engine.types import face_mesh as mesh
from engine.types.scene import FloatArray, Pixels

_LEFT = (*mesh.LEFT_BROW_UPPER[2:], *mesh.LEFT_BROW_LOWER[2:])
_RIGHT = (*mesh.RIGHT_BROW_UPPER[2:], *mesh.RIGHT_BROW_LOWER[2:])
"""The inner halves of the brows."""
_WINDOW_SHARE = 0.11
"""Side of the window that is followed, in face widths."""
_ABOVE = 0.03
"""How far above a brow its window lies, in face widths: the hairs are in it, and less of a rim of glasses, which keeps
still, and which the mesh takes for the brow."""


@dataclass(frozen=True, slots=True, eq=False)
class Brows:
    """How far the brows are from where the skull alone would have carried them, in face widths, T each."""

    up: FloatArray
    together: FloatArray
    """Each brow's way towards the middle."""


def follow_brows(lumas: Sequence[Pixels], landmarks: FloatArray) -> Brows:
    """Follow both brows from the first frame on (pyramidal Lucas–Kanade, Bouguet 2000).

    `landmarks` is T × 478 × 3 of the face that was followed.
    """
    first = np.asarray(landmarks[0, :, :2], np.float32)
    across = first[mesh.RIGHT_CHEEK_EDGE] - first[mesh.LEFT_CHEEK_EDGE]
    width = float(np.linalg.norm(across))
    right, up = across / width, np.array([across[1], -across[0]]) / width
    points = np.asarray(first[[*_LEFT, *_RIGHT]] + _ABOVE * width * up, np.float32)
    window_px = max(7, round(_WINDOW_SHARE * width))
    moves = np.zeros((len(lumas), len(points), 2), np.float32)
    for index, luma in enumerate(lumas[1:], 1):
        still = carried(points, landmarks[0], landmarks[index])
        found, _, _ = cv2.calcOpticalFlowPyrLK(
            lumas[0],
            luma,
            points[:, None],
            still[:, None].copy(),
            winSize=(window_px, window_px),
            maxLevel=1,
            flags=cv2.OPTFLOW_USE_INITIAL_FLOW,
        )
        moves[index] = (found[:, 0] - still) / width
    inward = moves @ right
    left, other = slice(0, len(_LEFT)), slice(len(_LEFT), None)
    return Brows(
        up=np.asarray(np.median(moves @ up, axis=1), np.float32),
        together=np.asarray((np.median(inward[:, left], axis=1) - np.median(inward[:, other], axis=1)) / 2, np.float32),
    )
