"""Old photos, mended gently: faded ones get some of their contrast back, tiny ones are enlarged, both calmly.

What is done is said (see `advice`). Everything else is left as it is: a photo that is neither is returned unchanged.
"""

from math import sqrt

import cv2
import numpy as np

from engine.perception.resampling import fitted
from engine.types.scene import Pixels

TINY_PX = 320
"""Long side of a picture that is enlarged."""
ENLARGEMENT = 2
_SHARPENING = 0.35
_SHARPENING_RADIUS_PX = 1.2
"""An unsharp mask that gives back what interpolation takes; a stronger one shows halos."""

_RAISED_BLACK = 45
_FADED_SPANS = 20, 150
"""Contrast between the darkest and the brightest percent, of 255, when the black is no black any more; what has less
is a wall."""
_BLACK, _WHITE = 12, 243
_RECOVERED, _MOST_GAIN = 0.6, 2.0
"""The part of the lost contrast that is given back, and how far it may grow: a faded photo stays an old photo."""

_CALMED = 0.8
"""Strength of the denoising in standard deviations of the noise: some of the grain stays."""
_GRAIN_PX = 2
_MEDIAN_OF_NORMAL = 0.6745
"""The median of the distances from the mean, in standard deviations."""
_LEAST_NOISE = 1.0
_PATCH_PX, _SEARCH_PX = 5, 11
_MOST_PIXELS = 1_200_000
"""Larger pictures are reduced to the film's size, which calms them by itself."""
_FLAT_SHARE = 0.3
"""Noise is measured on so much of the picture, where it is flattest."""
_LOOKED_AT_PX = 512


def is_tiny(pixels: Pixels) -> bool:
    """Say whether a picture is too small to make a film of as it is."""
    return bool(max(pixels.shape[:2]) < TINY_PX)


def is_faded(pixels: Pixels) -> bool:
    """Say whether a picture's black has become grey and its contrast small; dark and pale pictures are not faded."""
    black, white = _ends(pixels)
    return bool(black >= _RAISED_BLACK and _FADED_SPANS[0] <= white - black <= _FADED_SPANS[1])


def restored(pixels: Pixels) -> tuple[Pixels, int]:
    """Return a picture as the film should show it, and how many times larger it is; most are returned as they are."""
    tiny, faded = is_tiny(pixels), is_faded(pixels)
    if (tiny or faded) and pixels.shape[0] * pixels.shape[1] <= _MOST_PIXELS:
        pixels = _calmed(pixels)
    if faded:
        pixels = _stretched(pixels)
    return (_enlarged(pixels), ENLARGEMENT) if tiny else (pixels, 1)


def _ends(pixels: Pixels) -> tuple[float, float]:
    """Return the luma of the darkest and the brightest percent."""
    black, white = np.percentile(_luma(fitted(pixels, _LOOKED_AT_PX)), (1, 99))
    return float(black), float(white)


def _stretched(pixels: Pixels) -> Pixels:
    """Return a picture whose ends lie nearer to black and white; colours grow half as much: a tint stays a tint."""
    black, white = _ends(pixels)
    lost = (_WHITE - _BLACK) / (white - black) - 1
    share = min(_RECOVERED, (_MOST_GAIN - 1) / lost)
    gain, low = 1 + share * lost, black + share * (_BLACK - black)
    ycc = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2YCrCb), np.float32)
    gains, middles, offsets = [gain, sqrt(gain), sqrt(gain)], [black, 128, 128], [low, 128, 128]
    mended = (ycc - np.array(middles, np.float32)) * np.array(gains, np.float32) + np.array(offsets, np.float32)
    levels = np.asarray(np.clip(np.rint(mended), 0, 255), np.uint8)
    return np.asarray(cv2.cvtColor(levels, cv2.COLOR_YCrCb2RGB), np.uint8)


def _enlarged(pixels: Pixels) -> Pixels:
    height, width = pixels.shape[:2]
    size = ENLARGEMENT * width, ENLARGEMENT * height
    large = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_LANCZOS4), np.uint8)
    soft = cv2.GaussianBlur(large, (0, 0), _SHARPENING_RADIUS_PX)
    return np.asarray(cv2.addWeighted(large, 1 + _SHARPENING, soft, -_SHARPENING, 0), np.uint8)


def _calmed(pixels: Pixels) -> Pixels:
    """Return a picture with less noise in its luma, by non-local means (Buades et al. 2005)."""
    ycc = cv2.cvtColor(pixels, cv2.COLOR_RGB2YCrCb)
    luma = np.asarray(np.ascontiguousarray(ycc[..., 0]), np.uint8)
    noise = _noise(luma)
    if noise < _LEAST_NOISE:
        return pixels
    ycc[..., 0] = cv2.fastNlMeansDenoising(luma, None, _CALMED * noise, _PATCH_PX, _SEARCH_PX)
    return np.asarray(cv2.cvtColor(ycc, cv2.COLOR_YCrCb2RGB), np.uint8)


def _noise(luma: Pixels) -> float:
    """Return the standard deviation of what is finer than a blur, where a picture is flat.

    Film grain is wider than a pixel; by their median, because a hair across a wall is none.
    """
    calm = cv2.GaussianBlur(luma, (0, 0), _GRAIN_PX)
    slope = np.hypot(cv2.Sobel(calm, cv2.CV_32F, 1, 0), cv2.Sobel(calm, cv2.CV_32F, 0, 1))
    flat = slope <= np.quantile(slope, _FLAT_SHARE)
    return float(np.median(np.abs(luma[flat].astype(np.float32) - calm[flat]))) / _MEDIAN_OF_NORMAL


def _luma(pixels: Pixels) -> Pixels:
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8)
