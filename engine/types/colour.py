"""Between the film's colours and the screen's."""

import cv2
import numpy as np

from engine.types.bt709 import RGB_TO_YUV, YUV_OFFSET, YUV_TO_RGB
from engine.types.frames import YuvFrame
from engine.types.scene import Pixels

_TO_FILM = np.column_stack([RGB_TO_YUV, YUV_OFFSET])
_FROM_FILM = np.column_stack([YUV_TO_RGB, -YUV_TO_RGB @ YUV_OFFSET])

# where a full-size pixel lies in a chroma plane: on the even columns (sited left), between the rows
_SITED_LEFT = np.array([[0.25, 0.5, 0.25]], np.float32)
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


def to_yuv(picture: Pixels) -> YuvFrame:
    """Return an sRGB picture, H × W × 3 with even sides, as a frame of the film."""
    planes = cv2.split(cv2.transform(picture.astype(np.float32), _TO_FILM))
    y = np.asarray(np.clip(planes[0] + 0.5, 0, 255), np.uint8)
    # sited left: a chroma sample is the 1-2-1 mean of its column and the two beside it, over two rows
    height, width = y.shape
    chroma = [
        cv2.resize(
            cv2.filter2D(plane, -1, _SITED_LEFT, borderType=cv2.BORDER_REPLICATE)[:, ::2],
            (width // 2, height // 2),
            interpolation=cv2.INTER_AREA,
        )
        for plane in planes[1:]
    ]
    u, v = (np.asarray(np.clip(plane + 0.5, 0, 255), np.uint8) for plane in chroma)
    return YuvFrame(y, u, v)
