"""Bodies and their landmarks (BlazePose, Bazarevsky et al. 2020)."""

import math
from functools import cached_property

import numpy as np

from engine.models import Models
from engine.perception.detection import BODY, Detection, Detector, merge
from engine.perception.regions import Roi, crop
from engine.perception.tflite import Network, sigmoid
from engine.types.scene import Body, FloatArray, Pixels

INPUT_PX = 256
LANDMARKS = 33
MIN_SCORE = 0.5
REGION_SCALE = 1.25
"""Side of the region over the diameter of the circle that holds the body."""
HEAT_WINDOW = 7
"""Cells around a landmark whose heat map moves it."""
MIN_HEAT = 0.5


class BodyFinder:
    """Finds bodies. Not thread-safe. One that is to look `once` loads its large models in the quickest way."""

    def __init__(self, models: Models, *, once: bool = False) -> None:
        self._models = models
        self._once = once

    @cached_property
    def _detector(self) -> Detector:
        return Detector(self._models, BODY, once=self._once)

    @cached_property
    def _landmarks(self) -> Network:
        return Network(self._models.path("pose_landmark_full"), once=self._once)

    def find(self, picture: Pixels) -> list[Body]:
        """Return the bodies of a picture, H × W × 3, from the viewer's left to right."""
        bodies = (self._fit(picture, detection) for detection in merge(self._detector.candidates(picture)))
        return sorted(
            (body for body in bodies if body.score >= MIN_SCORE), key=lambda body: float(body.landmarks[0, 0])
        )

    def _fit(self, picture: Pixels, detection: Detection) -> Body:
        region = region_of_body(detection)
        values, score, _, heat, _ = self._landmarks(crop(picture, region, INPUT_PX))
        points = values.reshape(-1, 5)[:LANDMARKS]
        plane = follow_heat(points[:, :2] / np.float32(INPUT_PX), heat[..., :LANDMARKS])
        depth = points[:, 2] * (region.side / INPUT_PX)
        landmarks = np.column_stack([region.to_picture(plane), depth, sigmoid(points[:, 3])])
        return Body(landmarks.astype(np.float32), float(score.ravel()[0]))


def region_of_body(detection: Detection) -> Roi:
    """Return the upright square around a body: the detector's keypoints are its hip and a point of its circle."""
    hip, rim = detection.keypoints[:2]
    x, y = (float(part) for part in rim - hip)
    return Roi(float(hip[0]), float(hip[1]), 2 * REGION_SCALE * math.hypot(x, y), math.atan2(y, x) + math.pi / 2)


def follow_heat(points: FloatArray, heat: FloatArray) -> FloatArray:
    """Move points (N × 2, 0…1) to the centre of the heat around them (h × w × N logits), where there is enough."""
    height, width = heat.shape[:2]
    moved = points.copy()
    reach = HEAT_WINDOW // 2
    for index, (x, y) in enumerate(points):
        column, row = math.floor(x * width), math.floor(y * height)
        if not (0 <= column < width and 0 <= row < height):
            continue
        x0, y0 = max(0, column - reach), max(0, row - reach)
        window = sigmoid(heat[y0 : row + reach + 1, x0 : column + reach + 1, index])
        if window.max() < MIN_HEAT:
            continue
        rows, columns = np.mgrid[: window.shape[0], : window.shape[1]]
        moved[index] = (
            (x0 + float((window * columns).sum() / window.sum())) / width,
            (y0 + float((window * rows).sum() / window.sum())) / height,
        )
    return moved
