"""Whether a film stays the photo: sharpness, background, flicker and the frame at rest, from pixels alone."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple, cast

import cv2
import numpy as np
import numpy.typing as npt

from engine.types.scene import FloatArray, Pixels

PEAK = 255.0
_FEATURES = 400
_FEATURE_QUALITY = 0.02
"""Corners weaker than this share of the strongest one are noise."""
_FEATURE_SPACING_PX = 6
_WINDOW_PX = 15
_BACKGROUND_PERCENTILE = 95
"""A few corners lie on reflections and on noise; the others must all stand still."""


def psnr_db(planes: Sequence[npt.NDArray[np.generic]], reference: Sequence[npt.NDArray[np.generic]]) -> float:
    """Return the peak signal-to-noise ratio of a picture's planes together; infinite when they are equal."""
    squares = [
        (plane.astype(np.float64) - other.astype(np.float64)) ** 2
        for plane, other in zip(planes, reference, strict=True)
    ]
    error = sum(float(square.sum()) for square in squares) / sum(square.size for square in squares)
    return float("inf") if error == 0 else float(10 * np.log10(PEAK**2 / error))


def stored_planes(yuv: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return what 4:2:0 stores of H × W × 3 of Y, U, V: chroma on even columns (1-2-1), between two rows (1-1)."""
    y, u, v = (np.ascontiguousarray(yuv[..., index]) for index in range(3))
    return y, _chroma(u), _chroma(v)


def _chroma(plane: FloatArray) -> FloatArray:
    across = cv2.sepFilter2D(plane, -1, np.array([0.25, 0.5, 0.25]), np.array([1.0]), borderType=cv2.BORDER_REPLICATE)
    return np.asarray((across[0::2, 0::2] + across[1::2, 0::2]) / 2, np.float32)


class Part(NamedTuple):
    """A part of a picture."""

    outline: FloatArray
    """N × 2 points of a polygon."""
    left_out: Sequence[FloatArray] = ()
    """N × 2 points each: within their convex hulls nothing is looked at."""


def sharpness(luma: Pixels, part: Part, photo: Pixels, photo_part: Part) -> float:
    """Return the Laplacian energy of a part over that of the photo at the same size.

    It is the same part of the face, where it is in the frame and in the photo.
    """
    return _laplacian_energy(luma, part) / _laplacian_energy(photo, photo_part)


def _laplacian_energy(luma: Pixels, part: Part) -> float:
    inside = np.zeros(luma.shape, np.uint8)
    cv2.fillPoly(inside, [np.round(part.outline).astype(np.int32)], (1,))
    for points in part.left_out:
        cv2.fillConvexPoly(inside, cv2.convexHull(np.round(points).astype(np.int32)), (0,))
    laplacian = cv2.Laplacian(luma, cv2.CV_32F)
    return float((laplacian[inside > 0] ** 2).mean())


def largest_step(values: FloatArray) -> float:
    """Return the largest change between neighbours of T values, as a share of the earlier one."""
    return float(np.abs(values[1:] / values[:-1] - 1).max())


def background_shift_px(luma: Pixels, photo: Pixels, background: npt.NDArray[np.bool_]) -> float:
    """Return how far the background moved: the 95th percentile over its corners, followed from the photo.

    Corners are those of Shi and Tomasi (1994), followed by pyramidal Lucas–Kanade (Bouguet 2000). 0 where there is
    no corner: what shows nothing is not seen to move.
    """
    mask = background.astype(np.uint8)
    found_corners = cv2.goodFeaturesToTrack(photo, _FEATURES, _FEATURE_QUALITY, _FEATURE_SPACING_PX, mask=mask)
    corners = cast("FloatArray | None", found_corners)  # OpenCV's own hints forget that there may be none
    if corners is None:
        return 0.0
    moved, found, _ = cv2.calcOpticalFlowPyrLK(
        photo, luma, corners, np.empty_like(corners), winSize=(_WINDOW_PX, _WINDOW_PX), maxLevel=2
    )
    shifts = np.linalg.norm(moved - corners, axis=-1)[found > 0]
    return float(np.percentile(shifts, _BACKGROUND_PERCENTILE)) if shifts.size else 0.0


def largest_flash(lumas: Sequence[Pixels]) -> float:
    """Return how much more one frame differs from the last than its neighbours do from theirs, in levels of luma.

    A smooth movement speeds up and slows down over several frames; a jump is a change between two frames alone.
    """
    changes = np.array([float(cv2.absdiff(one, other).mean()) for one, other in pairwise(lumas)])
    if len(changes) < 3:
        return 0.0
    around = np.maximum(changes[:-2], changes[2:])
    return float(max((changes[1:-1] - around).max(), 0.0))
