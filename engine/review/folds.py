"""Whether a film folds its picture: the area that every cell of the photo keeps on its way into a frame."""

import numpy as np

from engine.types.scene import FloatArray


def smallest_area(source_x: FloatArray, source_y: FloatArray, step: int) -> float:
    """Return the smallest Jacobian determinant of a map from frame to photo.

    `source_x` and `source_y` say where each node of a regular grid, `step` pixels apart, looks (h × w, in pixels of the
    photo). 1 is unchanged, 0 a picture pressed into a line, below 0 it is folded and shows a part of itself mirrored.
    """
    x_down, x_across = np.gradient(source_x.astype(np.float64), step)
    y_down, y_across = np.gradient(source_y.astype(np.float64), step)
    return float((x_across * y_down - x_down * y_across).min())
