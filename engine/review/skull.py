"""Where the skull alone would carry the points of a face."""

import numpy as np

from engine.types.scene import FloatArray

_RIGID = (168, 6, 197, 195, 5, 4, 33, 263, 133, 362, 127, 356, 162, 389, 234, 454)
"""Points of the mesh that keep still when brows and mouth move: nose, corners of the eyes, temples."""


def carried(points: FloatArray, first: FloatArray, now: FloatArray) -> FloatArray:
    """Return where points (N × 2) of the first frame are now: the affine map of the rigid points in least squares.

    `first` and `now` are 478 × 3 landmarks.
    """
    rigid = list(_RIGID)
    source = np.column_stack([first[rigid, :2], np.ones(len(rigid), np.float32)])
    affine, *_ = np.linalg.lstsq(source, now[rigid, :2], rcond=None)
    return np.asarray(np.column_stack([points, np.ones(len(points), np.float32)]) @ affine, np.float32)
