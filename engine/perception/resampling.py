"""Pictures and fields at another size."""

from typing import TypeVar

import cv2
import numpy as np
import numpy.typing as npt

Sample = TypeVar("Sample", np.uint8, np.float32)


def resized(values: npt.NDArray[Sample], width: int, height: int) -> npt.NDArray[Sample]:
    """Return h × w (× channels) values at another size: averaged where they shrink, linear where they grow."""
    method = cv2.INTER_AREA if width < values.shape[1] else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(values, (width, height), interpolation=method), values.dtype)


def fitted(values: npt.NDArray[Sample], long_side_px: int) -> npt.NDArray[Sample]:
    """Return values reduced so that the long side has at most so many pixels; smaller ones as they are."""
    height, width = values.shape[:2]
    scale = long_side_px / max(height, width)
    if scale >= 1:
        return values
    return resized(values, max(1, round(width * scale)), max(1, round(height * scale)))
