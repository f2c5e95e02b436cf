"""What a picture looks like at each place: colour, texture, and where straight lines run."""

from dataclasses import dataclass
from typing import Self

import cv2
import numpy as np
import numpy.typing as npt

from engine.perception.resampling import fitted
from engine.types.scene import FloatArray, Pixels

LOOK_PX = 256
"""Long side at which a picture is looked at."""
TEXTURE_PX = 7
GRAIN_PX = 13
"""Sides of the windows in which the strength and the direction of detail are taken."""
STRAIGHT_SHARE = 0.07
"""Lines from this share of the long side on are edges of things, not ripples or twigs."""
STRAIGHT_MARGIN_PX = 5
RIPPLE_SHARE, RIPPLE_SLANT_DEG = 0.25, 15.0
"""A shorter line that is flatter than this may be a ripple on water."""

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Looks:
    """Maps of a reduced picture, h × w each."""

    hue_deg: FloatArray
    """0 red, 120 green, 240 blue."""
    saturation: FloatArray
    """0…1, as is the value."""
    value: FloatArray
    brightness: FloatArray
    """0…1; unlike the value, low for pure colours."""
    coolness: FloatArray
    """Blue less red, −1…1."""
    steepness: FloatArray
    """How much the brightness (0…1) changes from pixel to pixel."""
    texture: FloatArray
    """Spread of the brightness nearby."""
    lying: FloatArray
    """0…1: the share of the detail that runs across the picture; ½ has no direction, horizontal lines have 1."""
    straight: Mask
    """On or beside a long straight line."""
    built: Mask
    """On or beside one that cannot be a ripple."""

    @classmethod
    def of(cls, picture: Pixels) -> Self:
        """Look at H × W × 3 of sRGB."""
        reduced = fitted(picture, LOOK_PX)
        red, green, blue = (np.asarray(reduced[..., index], np.float32) / np.float32(255) for index in range(3))
        hsv = np.asarray(cv2.cvtColor(np.dstack([red, green, blue]), cv2.COLOR_RGB2HSV), np.float32)
        gray = np.asarray(0.299 * red + 0.587 * green + 0.114 * blue, np.float32)
        across, down = (
            cv2.Scharr(gray, cv2.CV_32F, 1, 0, scale=1 / 32),
            cv2.Scharr(gray, cv2.CV_32F, 0, 1, scale=1 / 32),
        )
        energy_x, energy_y = _mean(across * across, GRAIN_PX), _mean(down * down, GRAIN_PX)
        mean = _mean(gray, TEXTURE_PX)
        straight, built = _straight(np.asarray(gray * 255, np.uint8))
        return cls(
            hue_deg=hsv[..., 0],
            saturation=hsv[..., 1],
            value=hsv[..., 2],
            brightness=gray,
            coolness=blue - red,
            steepness=np.asarray(np.hypot(across, down), np.float32),
            texture=np.sqrt(np.maximum(_mean(gray * gray, TEXTURE_PX) - mean * mean, 0)),
            lying=energy_y / np.maximum(energy_x + energy_y, 1e-7),
            straight=straight,
            built=built,
        )

    @property
    def shape(self) -> tuple[int, int]:
        """Height and width."""
        return self.value.shape[0], self.value.shape[1]


def between(values: FloatArray, bounds: tuple[float, float]) -> Mask:
    """Return where values lie between two bounds."""
    return np.asarray((values > bounds[0]) & (values < bounds[1]))


def share_around(mask: Mask, window_px: int) -> FloatArray:
    """Return how much of each pixel's neighbourhood a mask covers, 0…1."""
    return _mean(mask.astype(np.float32), window_px)


def _mean(values: FloatArray, window_px: int) -> FloatArray:
    return np.asarray(cv2.blur(values, (window_px, window_px)), np.float32)


def _straight(gray: Pixels) -> tuple[Mask, Mask]:
    """Return where long straight edges are, with a margin, and where those that cannot be ripples are.

    Found by the line segment detector of von Gioi et al. (2010).
    """
    lines = cv2.createLineSegmentDetector().detect(gray)[0]
    straight, built = np.zeros(gray.shape, np.uint8), np.zeros(gray.shape, np.uint8)
    for x0, y0, x1, y1 in np.reshape(lines if lines is not None else np.zeros((0, 4)), (-1, 4)):
        share = float(np.hypot(x1 - x0, y1 - y0)) / max(gray.shape)
        slant_deg = float(np.degrees(np.arctan2(abs(y1 - y0), abs(x1 - x0))))
        if share < STRAIGHT_SHARE:
            continue
        for drawn in (straight, built) if share > RIPPLE_SHARE or slant_deg > RIPPLE_SLANT_DEG else (straight,):
            cv2.line(drawn, (round(x0), round(y0)), (round(x1), round(y1)), (1,), STRAIGHT_MARGIN_PX)
    return straight > 0, built > 0
