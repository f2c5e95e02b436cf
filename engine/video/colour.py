"""From the film's colours back to the screen's."""

import cv2
import numpy as np

from engine.types.frames import YuvFrame
from engine.types.scene import Pixels

# Rec. ITU-R BT.709-6: luma of R, G, B, and limited range as in its section 4 for 8 bits
_KR, _KB = 0.2126, 0.0722
_KG = 1 - _KR - _KB
_LUMA = 255 / 219
_CHROMA = 255 / 112 / 2
_YUV_TO_RGB = np.array(
    [
        [_LUMA, 0, 2 * (1 - _KR) * _CHROMA],
        [_LUMA, -2 * (1 - _KB) * _KB / _KG * _CHROMA, -2 * (1 - _KR) * _KR / _KG * _CHROMA],
        [_LUMA, 2 * (1 - _KB) * _CHROMA, 0],
    ]
)
_OFFSET = -_YUV_TO_RGB @ np.array([16, 128, 128])
_FROM_LIMITED_BT709 = np.column_stack([_YUV_TO_RGB, _OFFSET])

# where a full-size pixel lies in a chroma plane: on the even columns (sited left), between the rows
_CHROMA_SITE = np.array([[0.5, 0, 0], [0, 0.5, -0.25]])


def to_rgb(frame: YuvFrame) -> Pixels:
    """Return a frame as sRGB, H × W × 3."""
    height, width = frame.y.shape
    chroma = [
        cv2.warpAffine(
            plane,
            _CHROMA_SITE,
            (width, height),
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_REPLICATE,
        )
        for plane in (frame.u, frame.v)
    ]
    # `transform` rounds and saturates by itself
    return np.asarray(cv2.transform(cv2.merge([frame.y, *chroma]), _FROM_LIMITED_BT709), np.uint8)
