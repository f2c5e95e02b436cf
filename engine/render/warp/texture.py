"""The photo as planes that are quick and sharp to sample.

Luma is kept at twice the canvas's size, with every even sample exactly on a pixel: at rest a frame is the photo bit by
bit, and between pixels plain linear sampling stays almost as sharp as a windowed sinc. Chroma is kept at the canvas's
size (twice what 4:2:0 stores), shifted by half a pixel to the left: the film's chroma samples sit on even columns
(H.264's default siting), and the mean of two columns here is the 1-2-1 filter that this siting asks for.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from engine.types.scene import FloatArray, Pixels

LUMA_SCALE = 2
"""Luma samples to a canvas pixel."""

_RED, _BLUE = 0.2126, 0.0722  # ITU-R BT.709-6, item 3.2
RGB_TO_YUV: npt.NDArray[np.float32] = np.array(
    [
        [_RED, 1 - _RED - _BLUE, _BLUE],
        [-_RED / (2 * (1 - _BLUE)), -(1 - _RED - _BLUE) / (2 * (1 - _BLUE)), 0.5],
        [0.5, -(1 - _RED - _BLUE) / (2 * (1 - _RED)), -_BLUE / (2 * (1 - _RED))],
    ],
    np.float32,
) * np.array([[219 / 255], [224 / 255], [224 / 255]], np.float32)
"""Full-range RGB to limited-range Y, U, V, without the offsets 16, 128, 128 (BT.709-6, items 3.3 to 3.5)."""
YUV_OFFSET: npt.NDArray[np.float32] = np.array([16, 128, 128], np.float32)

Rect = tuple[int, int, int, int]
"""x0, y0, x1, y1 in canvas pixels; x1 and y1 are the first outside."""


@dataclass(frozen=True, slots=True, eq=False)
class Texture:
    """The planes; `y` is 2H × 2W, `u` and `v` are H × W, all uint8."""

    y: Pixels
    u: Pixels
    v: Pixels

    def copy(self) -> "Texture":
        """Return planes of one's own, to paint on."""
        return Texture(self.y.copy(), self.u.copy(), self.v.copy())

    def paint(self, original: "Texture", rect: Rect, change: FloatArray) -> None:
        """Set a rectangle to the original plus a change; `change` is h × w × 3 in Y, U, V at canvas scale."""
        x0, y0, x1, y1 = rect
        luma_rows, luma_columns = slice(2 * y0, 2 * y1), slice(2 * x0, 2 * x1)
        luma = _double(change[..., 0])
        self.y[luma_rows, luma_columns] = _to_bytes(original.y[luma_rows, luma_columns] + luma)
        for plane, source, index in ((self.u, original.u, 1), (self.v, original.v, 2)):
            shifted = cv2.blur(change[..., index], (2, 1), anchor=(1, 0))
            plane[y0:y1, x0:x1] = _to_bytes(source[y0:y1, x0:x1] + shifted)


def yuv_of(pixels: Pixels) -> FloatArray:
    """Return H × W × 3 of limited-range BT.709 Y, U, V as float32 from sRGB."""
    return np.asarray(cv2.transform(pixels.astype(np.float32), RGB_TO_YUV) + YUV_OFFSET, np.float32)


def texture_of(yuv: FloatArray) -> Texture:
    """Return the planes of a canvas, from `yuv_of`."""
    y, u, v = (np.ascontiguousarray(yuv[..., index]) for index in range(3))
    chroma = (cv2.blur(plane, (2, 1), anchor=(1, 0), borderType=cv2.BORDER_REPLICATE) for plane in (u, v))
    return Texture(_double_sharply(y), *(_to_bytes(plane) for plane in chroma))


def _double_sharply(plane: FloatArray) -> Pixels:
    """Return a plane at luma scale: even samples are the given ones, those between come from a Lanczos kernel."""
    offsets = np.arange(-3.5, 4)
    taps = np.sinc(offsets) * np.sinc(offsets / 4)  # Lanczos, a = 4 (Duchon 1979), halfway between two samples
    taps, alone = (taps / taps.sum()).astype(np.float32), np.ones(1, np.float32)
    height, width = plane.shape
    doubled = np.empty((LUMA_SCALE * height, LUMA_SCALE * width), np.uint8)
    for row, kernel_y in ((0, alone), (1, taps)):
        for column, kernel_x in ((0, alone), (1, taps)):
            anchor = (3 * column, 3 * row)
            between = cv2.sepFilter2D(
                plane, cv2.CV_32F, kernel_x, kernel_y, anchor=anchor, borderType=cv2.BORDER_REFLECT_101
            )
            doubled[row::2, column::2] = _to_bytes(between)
    return doubled


def _double(plane: FloatArray) -> FloatArray:
    """Return a plane at luma scale, every even sample exactly the given one."""
    height, width = plane.shape
    doubling = np.array([[1 / LUMA_SCALE, 0, 0], [0, 1 / LUMA_SCALE, 0]], np.float64)
    return np.asarray(
        cv2.warpAffine(
            plane,
            doubling,
            (LUMA_SCALE * width, LUMA_SCALE * height),
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_REPLICATE,
        ),
        np.float32,
    )


def _to_bytes(plane: cv2.typing.MatLike) -> Pixels:
    """Return a plane rounded and saturated."""
    return np.asarray(np.clip(np.rint(plane), 0, 255), np.uint8)
