"""The matte: how much of each pixel is person."""

from collections.abc import Sequence
from functools import cached_property

import cv2
import numpy as np

from engine.models import Models
from engine.perception.resampling import resized
from engine.perception.tflite import Network
from engine.types.scene import Body, Face, FloatArray, Pixels

WIDE_ASPECT = 1.4
"""Pictures wider than this go to the landscape model."""
SMALL_FACE_SHARE = 0.2
"""Below this share of the picture's height the whole picture shows too little of a person: a crop of its own."""
CROP_SCALE = 4.0
"""Side of such a crop over the face's."""
FADE_STEEPNESS = 4.0
"""A crop counts fully from this fraction of its half side inwards: a quarter."""
PERSON = 0.3
"""A connected region above this is one person, or people who touch."""
SOFT_EDGE = 9
"""Cells by which a trusted region is widened to keep its soft edge."""
BODY_CORE = (0, 11, 12)
"""Landmarks of nose and shoulders."""
GUIDE_EPSILON = 1e-3
"""Contrast (0…1, squared) below which an edge of the picture does not guide."""
GUIDE_REACH = 100
"""The guide's window is the long side over this."""
GUIDE_SHRINK = 2
HAZE = 0.08
"""The filter leaves a haze of this strength on either side of an edge; it is taken off."""


class PersonMatte:
    """The segmentation models. Not thread-safe."""

    def __init__(self, models: Models) -> None:
        self._models = models

    @cached_property
    def _square(self) -> Network:
        return Network(self._models.path("selfie_segmentation"))

    @cached_property
    def _wide(self) -> Network:
        return Network(self._models.path("selfie_segmentation_landscape"))

    def rough(self, picture: Pixels) -> FloatArray:
        """Return the matte of the whole picture at the model's own size, 0…1."""
        height, width = picture.shape[:2]
        return self._segment(picture, self._wide if width / height > WIDE_ASPECT else self._square)

    def refined(self, picture: Pixels, rough: FloatArray, faces: Sequence[Face], bodies: Sequence[Body]) -> FloatArray:
        """Return the matte of a picture at its size, 0…1; faces and bodies in its pixels.

        All zero where neither face nor body stands: the models see people in coffee cups, too.
        """
        height, width = picture.shape[:2]
        if not faces and not bodies:
            return np.zeros((height, width), np.float32)
        matte = np.clip(resized(rough, width, height), 0, 1)
        for face in faces:
            if face.height_px < SMALL_FACE_SHARE * height:
                self._add_close_up(matte, picture, face)
        return follow_edges(picture, only_people(matte, faces, bodies))

    def _add_close_up(self, matte: FloatArray, picture: Pixels, face: Face) -> None:
        """Raise the matte to what a crop around one face shows; the face sits in its upper half."""
        height, width = matte.shape
        side = CROP_SCALE * max(face.width_px, face.height_px)
        left, top = (face.box[0] + face.box[2] - side) / 2, face.box[1] - 0.3 * side
        x0, y0 = max(0, round(left)), max(0, round(top))
        x1, y1 = min(width, round(left + side)), min(height, round(top + side))
        close = self._segment(picture[y0:y1, x0:x1], self._square)
        close = resized(close * _fading(close.shape), x1 - x0, y1 - y0)
        np.maximum(matte[y0:y1, x0:x1], close, out=matte[y0:y1, x0:x1])

    def _segment(self, picture: Pixels, network: Network) -> FloatArray:
        height, width = network.input_size
        (matte,) = network(resized(picture, width, height).astype(np.float32) / np.float32(255))
        return matte[..., 0]


def _fading(shape: tuple[int, ...]) -> FloatArray:
    """Return 1 in the middle and 0 at the edges, so that people who are cut by a crop end softly."""
    rows, columns = (np.clip(FADE_STEEPNESS * (1 - np.abs(np.linspace(-1, 1, length))), 0, 1) for length in shape)
    return np.asarray(np.outer(rows, columns), np.float32)


def only_people(matte: FloatArray, faces: Sequence[Face], bodies: Sequence[Body]) -> FloatArray:
    """Return the matte without the regions in which there is neither a face nor a body."""
    count, labels = cv2.connectedComponents((matte > PERSON).astype(np.uint8))
    trusted = np.zeros(count, np.uint8)
    height, width = matte.shape
    for x, y in _people_points(faces, bodies):
        if 0 <= x < width and 0 <= y < height:
            trusted[labels[y, x]] = 1
    trusted[0] = 0
    kept = cv2.dilate(trusted[labels], np.ones((SOFT_EDGE, SOFT_EDGE), np.uint8))
    return np.asarray(matte * kept, np.float32)


def _people_points(faces: Sequence[Face], bodies: Sequence[Body]) -> list[tuple[int, int]]:
    """Return pixels that surely belong to people."""
    points = [face.landmarks[::6, :2] for face in faces]
    points += [body.landmarks[list(BODY_CORE), :2] for body in bodies]
    return [(int(x), int(y)) for x, y in np.concatenate(points).round()]


def follow_edges(picture: Pixels, matte: FloatArray) -> FloatArray:
    """Return the matte with the edges of the picture, both of one size.

    A guided filter (He et al. 2010); its smooth coefficients are found at a part of the size (He & Sun 2015).
    """
    height, width = matte.shape
    guide = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.float32) / np.float32(255)
    size = max(1, width // GUIDE_SHRINK), max(1, height // GUIDE_SHRINK)
    small_guide, small_matte = resized(guide, *size), resized(matte, *size)
    reach = max(1, round(max(height, width) / (GUIDE_REACH * GUIDE_SHRINK)))
    window = (2 * reach + 1, 2 * reach + 1)

    def mean(values: FloatArray) -> FloatArray:
        return np.asarray(cv2.boxFilter(values, -1, window), np.float32)

    mean_guide, mean_matte = mean(small_guide), mean(small_matte)
    variance = mean(small_guide * small_guide) - mean_guide * mean_guide
    covariance = mean(small_guide * small_matte) - mean_guide * mean_matte
    slope = np.asarray(covariance / (variance + np.float32(GUIDE_EPSILON)), np.float32)
    level = mean_matte - slope * mean_guide
    refined = resized(mean(slope), width, height) * guide + resized(mean(level), width, height)
    return np.asarray(np.clip((refined - HAZE) / (1 - 2 * HAZE), 0, 1), np.float32)
