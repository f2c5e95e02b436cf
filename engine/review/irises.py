"""Where the irises stand in a film, by their darkness: the mesh hardly sees them when they go to an eye's corner."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import cv2
import numpy as np

from engine.review.skull import carried
from engine.types import face_mesh as mesh
from engine.types.scene import FloatArray, Pixels

_FINENESS = 4
"""Samples a pixel: an eye may be ten pixels wide."""
_LIGHT_PERCENTILE = 60
"""What is darker than this share of the open eye is iris and pupil, the more the darker."""


class Irises(NamedTuple):
    """How far the irises are from where they stood at first, over the eye's width, + to the viewer's right."""

    left: FloatArray
    """T."""
    right: FloatArray


def follow_irises(lumas: Sequence[Pixels], landmarks: FloatArray) -> Irises:
    """Return how far the middle of what is dark between the lids has moved; `landmarks` is T × 478 × 3.

    Eyes lie deeper than the skull's middle, so that a turn of the head adds about 0.004 a degree.
    """
    eyes = ((mesh.LEFT_EYE_UPPER, mesh.LEFT_EYE_LOWER), (mesh.RIGHT_EYE_UPPER, mesh.RIGHT_EYE_LOWER))
    return Irises(*(_follow(lumas, landmarks, *eye) for eye in eyes))


def _follow(
    lumas: Iterable[Pixels], landmarks: FloatArray, upper: tuple[int, ...], lower: tuple[int, ...]
) -> FloatArray:
    first = landmarks[0]
    opening = _samples_between(first[[*upper, *reversed(lower)], :2])
    left, right = sorted((first[upper[0], :2], first[upper[-1], :2]), key=lambda corner: float(corner[0]))
    line = right - left
    along = (opening @ line) / float(line @ line)
    places = []
    for luma, now in zip(lumas, landmarks, strict=True):
        x, y = carried(opening, first, now).T[:, None]
        seen = cv2.remap(luma, x, y, cv2.INTER_LINEAR)[0].astype(np.float32)
        darkness = np.maximum(np.percentile(seen, _LIGHT_PERCENTILE) - seen, 0) + np.float32(1e-3)
        places.append(float(along @ darkness / darkness.sum()))
    return np.asarray(np.array(places) - places[0], np.float32)


def _samples_between(outline: FloatArray) -> FloatArray:
    """Return a fine raster of points (N × 2) inside an outline."""
    low = outline.min(axis=0)
    size = np.ceil(_FINENESS * (outline.max(axis=0) - low)).astype(int) + 1
    inside = np.zeros((size[1], size[0]), np.uint8)
    cv2.fillPoly(inside, [np.round(_FINENESS * (outline - low)).astype(np.int32)], (1,))
    rows, columns = np.nonzero(inside)
    return np.asarray(np.stack([columns, rows], axis=1) / _FINENESS + low, np.float32)
