"""The photo at the film's size, and everything perception found, in the film's own pixels.

All of the warp engine works in canvas pixels: the film's frame at rest. (0, 0) is the centre of the upper left pixel.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from engine.render.framing import Framing
from engine.types.scene import FloatArray, Pixels, Region, Scene


@dataclass(frozen=True, slots=True, eq=False)
class Canvas:
    """The cropped and scaled photo with its maps."""

    pixels: Pixels
    """H × W × 3, sRGB."""
    landmarks: tuple[FloatArray, ...]
    """478 × 3 for every face, in canvas pixels."""
    matte: FloatArray
    """h × w at the scene's matte scale, cropped."""
    depth: FloatArray
    """h × w, cropped."""
    enlargement: float
    """Canvas pixels to a pixel of the photo; above 1 the canvas is softer than it could be."""
    regions: tuple[Region, ...] = ()
    """What moves by itself, covers cropped."""

    @property
    def width(self) -> int:
        """Pixels from left to right."""
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        """Pixels from top to bottom."""
        return int(self.pixels.shape[0])

    @property
    def face_widths_px(self) -> list[float]:
        """How wide each face is."""
        return [float(np.ptp(landmarks[:, 0])) for landmarks in self.landmarks]


def lay_out(scene: Scene, framing: Framing) -> Canvas:
    """Return the scene as the frame shows it: area-averaged when it shrinks, Lanczos when it grows."""
    x0, y0, x1, y1 = framing.crop
    cropped = scene.pixels[y0:y1, x0:x1]
    scale_x, scale_y = framing.width / (x1 - x0), framing.height / (y1 - y0)
    interpolation = cv2.INTER_AREA if scale_x < 1 else cv2.INTER_LANCZOS4
    pixels = cv2.resize(cropped, (framing.width, framing.height), interpolation=interpolation)
    return Canvas(
        pixels=np.asarray(pixels, np.uint8),
        landmarks=tuple(_to_canvas(face.landmarks, (x0, y0), (scale_x, scale_y)) for face in scene.faces),
        matte=_crop_map(scene.matte, scene, framing),
        depth=_crop_map(scene.depth, scene, framing),
        enlargement=scale_x,
        regions=tuple(Region(region.kind, _crop_map(region.cover, scene, framing)) for region in scene.regions),
    )


def _to_canvas(landmarks: FloatArray, origin: tuple[int, int], scale: tuple[float, float]) -> FloatArray:
    moved = landmarks.astype(np.float32).copy()
    moved[:, 0] = (landmarks[:, 0] + 0.5 - origin[0]) * scale[0] - 0.5
    moved[:, 1] = (landmarks[:, 1] + 0.5 - origin[1]) * scale[1] - 0.5
    moved[:, 2] = landmarks[:, 2] * scale[0]
    return moved


def _crop_map(values: FloatArray, scene: Scene, framing: Framing) -> FloatArray:
    """Return the crop's share of a map that covers the whole scene at its own scale."""
    x0, y0, x1, y1 = framing.crop
    height, width = values.shape
    left, right = int(x0 * width / scene.width), max(1, round(x1 * width / scene.width))
    top, bottom = int(y0 * height / scene.height), max(1, round(y1 * height / scene.height))
    return np.ascontiguousarray(values[top : max(bottom, top + 1), left : max(right, left + 1)], np.float32)
