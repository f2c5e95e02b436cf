"""The still picture that stands for a film in previews."""

import cv2

from engine.types.colour import to_rgb
from engine.types.frames import YuvFrame

LONG_SIDE_PX = 320
_QUALITY = 85  # below 60 kB at this size even for pure noise


def poster_jpeg(frame: YuvFrame) -> bytes:
    """Return a frame as JPEG, long side ≤ 320 px, < 200 kB."""
    picture = to_rgb(frame)
    height, width = picture.shape[:2]
    scale = min(1.0, LONG_SIDE_PX / max(width, height))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    _, jpeg = cv2.imencode(".jpg", small[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    return jpeg.tobytes()
