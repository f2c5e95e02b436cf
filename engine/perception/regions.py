"""`Roi`: a turned square of a picture, and its pixels as a network wants them."""

import math
from dataclasses import dataclass

import cv2
import numpy as np

from engine.perception.resampling import resized
from engine.types.scene import FloatArray, Pixels

SHRINK_BEYOND = 1.5
"""A crop that shrinks more than this is area-averaged first; plain sampling would alias."""


@dataclass(frozen=True, slots=True)
class Roi:
    """A square region of interest."""

    center_x: float
    """Pixels of the picture, as are the other lengths."""
    center_y: float
    side: float
    angle: float = 0.0
    """Radians, + = clockwise as seen by the viewer."""

    def affine(self, size_px: int) -> FloatArray:
        """Return the 2 × 3 matrix from the pixels of a crop of `size_px`² to the pixels of the picture."""
        scale = self.side / size_px
        cosine, sine = math.cos(self.angle) * scale, math.sin(self.angle) * scale
        middle = (size_px - 1) / 2
        return np.array(
            [
                [cosine, -sine, self.center_x - cosine * middle + sine * middle],
                [sine, cosine, self.center_y - sine * middle - cosine * middle],
            ],
            np.float32,
        )

    def to_picture(self, points: FloatArray) -> FloatArray:
        """Return points given in shares of the region (0…1 from edge to edge, … × 2) in pixels of the picture."""
        cosine, sine = math.cos(self.angle), math.sin(self.angle)
        turn = np.array([[cosine, sine], [-sine, cosine]], np.float32)
        offset = (np.asarray(points, np.float32) - 0.5) * self.side
        return np.asarray(offset @ turn + (self.center_x, self.center_y), np.float32)

    def window(self, width: int, height: int) -> tuple[int, int, int, int]:
        """Return x0, y0, x1, y1: whole pixels of the picture that the turned square may touch."""
        reach = self.side * (abs(math.cos(self.angle)) + abs(math.sin(self.angle))) / 2 + 2
        return (
            max(0, math.floor(self.center_x - reach)),
            max(0, math.floor(self.center_y - reach)),
            min(width, math.ceil(self.center_x + reach) + 1),
            min(height, math.ceil(self.center_y + reach) + 1),
        )


def crop(picture: Pixels, roi: Roi, size_px: int) -> FloatArray:
    """Return the region as `size_px` × `size_px` × 3 in 0…1; black outside the picture."""
    height, width = picture.shape[:2]
    x0, y0, x1, y1 = roi.window(width, height)
    if x1 - x0 < 1 or y1 - y0 < 1:
        return np.zeros((size_px, size_px, 3), np.float32)
    source: Pixels = picture[y0:y1, x0:x1]
    scale_x = scale_y = 1.0
    shrink = roi.side / size_px
    if shrink > SHRINK_BEYOND:
        reduced = (max(1, round((x1 - x0) / shrink)), max(1, round((y1 - y0) / shrink)))
        scale_x, scale_y = reduced[0] / (x1 - x0), reduced[1] / (y1 - y0)
        source = resized(source, *reduced)
    matrix = roi.affine(size_px)
    matrix[:, 2] += 0.5 - np.array([x0, y0], np.float32)  # from pixel centres to edges, within the window
    matrix *= np.array([[scale_x], [scale_y]], np.float32)
    matrix[:, 2] -= 0.5
    sampled = cv2.warpAffine(source, matrix, (size_px, size_px), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
    return np.asarray(sampled, np.float32) / 255.0
