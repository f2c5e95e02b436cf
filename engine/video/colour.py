"""From the film's colours back to the screen's."""

import cv2
import numpy as np

from engine.types.bt709 import YUV_OFFSET, YUV_TO_RGB
from engine.types.frames import YuvFrame
from engine.types.scene import Pixels

_FROM_FILM = np.column_stack([YUV_TO_RGB, -YUV_TO_RGB @ YUV_OFFSET])

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
    return np.asarray(cv2.transform(cv2.merge([frame.y, *chroma]), _FROM_FILM), np.uint8)
