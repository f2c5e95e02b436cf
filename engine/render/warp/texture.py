"""The photo as planes that are quick and sharp to sample.

Luma is kept at two to four times the canvas's size, with every second to fourth sample exactly on a pixel: at rest a
frame is the photo bit by bit, and between pixels plain linear sampling stays as sharp as the photo. Chroma is kept at
the canvas's size (twice what 4:2:0 stores), shifted by half a pixel to the left: the film's chroma samples sit on even
columns (H.264's default siting), and the mean of two columns here is the 1-2-1 filter that this siting asks for.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
import numpy.typing as npt

from engine.types.bt709 import RGB_TO_YUV, YUV_OFFSET
from engine.types.scene import FloatArray, Pixels

PHOTO_LOBES, CHANGE_LOBES = 4, 2
"""Lobes of the Lanczos kernels: wide for what stays as sharp as the photo, narrow for what is painted."""
Rect = tuple[int, int, int, int]
"""x0, y0, x1, y1 in canvas pixels; x1 and y1 are the first outside."""


@dataclass(frozen=True, slots=True, eq=False)
class Texture:
    """The planes, all uint8."""

    y: Pixels
    """H·luma_scale × W·luma_scale."""
    u: Pixels
    """H × W."""
    v: Pixels
    luma_scale: int
    """Luma samples to a canvas pixel."""

    def copy(self) -> "Texture":
        """Return planes of one's own, to paint on."""
        return Texture(self.y.copy(), self.u.copy(), self.v.copy(), self.luma_scale)

    def paint(self, original: "Texture", rect: Rect, change: FloatArray) -> None:
        """Set a rectangle to the original plus a change; `change` is h × w × 3 in Y, U, V at canvas scale."""
        x0, y0, x1, y1 = rect
        scale = self.luma_scale
        fine = slice(scale * y0, scale * y1), slice(scale * x0, scale * x1)
        _add(original.y, _enlarge(change[..., 0], scale), self.y, fine)
        for plane, source, index in ((self.u, original.u, 1), (self.v, original.v, 2)):
            _add(source, _shift_left(change[..., index]), plane, (slice(y0, y1), slice(x0, x1)))


def yuv_of(pixels: Pixels) -> FloatArray:
    """Return H × W × 3 of limited-range BT.709 Y, U, V as float32 from sRGB."""
    to_yuv = np.column_stack([RGB_TO_YUV, YUV_OFFSET])
    return np.asarray(cv2.transform(pixels.astype(np.float32), to_yuv), np.float32)


def texture_of(yuv: FloatArray, luma_scale: int, sharpening: float) -> Texture:
    """Return the planes of a canvas, from `yuv_of`; scale and sharpening as in `enlarge_sharply`."""
    luma = enlarge_sharply(to_bytes(yuv[..., 0]), luma_scale, sharpening)
    u, v = (to_bytes(_shift_left(yuv[..., index])) for index in (1, 2))
    return Texture(luma, u, v, luma_scale)


def enlarge_sharply(plane: Pixels, scale: int, sharpening: float) -> Pixels:
    """Return a plane at a whole scale: on pixels the given samples, between them a Lanczos interpolation.

    `sharpening` boosts the samples between pixels (0 none; 0.25 adds an eighth of the second difference), against what
    interpolation loses.
    """
    enlarged = np.empty((scale * plane.shape[0], scale * plane.shape[1]), np.uint8)
    _interleave(plane, cv2.CV_8U, [_kernel(phase / scale, sharpening, PHOTO_LOBES) for phase in range(scale)], enlarged)
    return enlarged


def _enlarge(plane: FloatArray, scale: int) -> FloatArray:
    """Return a change of a plane at a whole scale, as sharp as what it changes."""
    enlarged = np.empty((scale * plane.shape[0], scale * plane.shape[1]), np.float32)
    _interleave(plane, cv2.CV_32F, [_kernel(phase / scale, 0.0, CHANGE_LOBES) for phase in range(scale)], enlarged)
    return enlarged


def _interleave(
    plane: Pixels | FloatArray,
    depth: int,
    kernels: Sequence[npt.NDArray[np.float32]],
    enlarged: Pixels | FloatArray,
) -> None:
    """Fill an enlarged plane with the plane read at every phase between its samples."""
    scale = len(kernels)
    for row, kernel_y in enumerate(kernels):
        for column, kernel_x in enumerate(kernels):
            enlarged[row::scale, column::scale] = cv2.sepFilter2D(
                plane, depth, kernel_x, kernel_y, borderType=cv2.BORDER_REFLECT_101
            )


@cache
def _kernel(phase: float, sharpening: float, lobes: int) -> npt.NDArray[np.float32]:
    """Return the taps that read a signal at a part of a sample further on; odd in number, the middle one is here."""
    if phase == 0:
        return np.ones(1, np.float32)
    offset = np.arange(-lobes, lobes + 1) - phase
    lanczos = np.where(np.abs(offset) < lobes, np.sinc(offset) * np.sinc(offset / lobes), 0)
    sharpen = np.array([-sharpening / 4, 1 + sharpening / 2, -sharpening / 4])
    return np.convolve(lanczos / lanczos.sum(), sharpen).astype(np.float32)


def _add(source: Pixels, change: cv2.typing.MatLike, target: Pixels, part: tuple[slice, slice]) -> None:
    """Set a part of a plane to the same part of another plus a change, rounded and saturated."""
    cv2.add(source[part], change, dst=target[part], dtype=cv2.CV_8U)


def _shift_left(plane: FloatArray) -> FloatArray:
    """Return the mean of each sample and the one before it: the signal half a pixel to the left."""
    return np.asarray(cv2.blur(plane, (2, 1), anchor=(1, 0), borderType=cv2.BORDER_REPLICATE), np.float32)


def to_bytes(plane: FloatArray) -> Pixels:
    """Return a plane rounded and saturated."""
    return np.asarray(
        cv2.add(plane, 0.0, dtype=cv2.CV_8U),  # type: ignore[call-overload] # the stubs miss that it may be a number
        np.uint8,
    )
