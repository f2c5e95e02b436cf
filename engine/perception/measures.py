"""What a face does, as ratios that do not change with its size: for advice, and for measuring clips."""

from dataclasses import dataclass

import numpy as np

from engine.types.face_mesh import (
    LEFT_BROW_UPPER,
    LEFT_EYE_LOWER,
    LEFT_EYE_UPPER,
    LEFT_IRIS,
    LOWER_LIP_INNER,
    MOUTH_LEFT,
    MOUTH_RIGHT,
    RIGHT_BROW_UPPER,
    RIGHT_EYE_LOWER,
    RIGHT_EYE_UPPER,
    RIGHT_IRIS,
    UPPER_LIP_INNER,
)
from engine.types.scene import FloatArray

LID_STEPS = (3, 5)
"""Where along the nine points of a lid margin its height is taken: a third and two thirds of the way."""


@dataclass(frozen=True, slots=True)
class FaceMeasures:
    """Ratios of one face. `left` and `right` are the viewer's; the eye line joins the eyes' outer corners."""

    eye_openness_left: float
    """Lid distance over eye width (the eye aspect ratio of Soukupová and Čech 2016)."""
    eye_openness_right: float
    mouth_width: float
    """Over the eye line."""
    mouth_openness: float
    """Distance of the inner lips over the mouth's width."""
    brow_height_left: float
    """From the eye's corners to the brow, over the eye line."""
    brow_height_right: float
    gaze_left: tuple[float, float]
    """Iris centre from the middle of the eye's corners, over the eye's width: + right along the eye, + down."""
    gaze_right: tuple[float, float]


def measure(landmarks: FloatArray) -> FaceMeasures:
    """Measure a mesh of 478 × 3 points.

    Lengths are taken in three dimensions, so that a turned head does not read as a narrowed mouth.
    """
    eye_line = _distance(landmarks, LEFT_EYE_UPPER[0], RIGHT_EYE_UPPER[0])
    mouth = _distance(landmarks, MOUTH_LEFT, MOUTH_RIGHT)
    middle = len(UPPER_LIP_INNER) // 2
    return FaceMeasures(
        eye_openness_left=_openness(landmarks, LEFT_EYE_UPPER, LEFT_EYE_LOWER),
        eye_openness_right=_openness(landmarks, RIGHT_EYE_UPPER, RIGHT_EYE_LOWER),
        mouth_width=mouth / eye_line,
        mouth_openness=_distance(landmarks, UPPER_LIP_INNER[middle], LOWER_LIP_INNER[middle]) / mouth,
        brow_height_left=_brow_height(landmarks, LEFT_BROW_UPPER, LEFT_EYE_UPPER) / eye_line,
        brow_height_right=_brow_height(landmarks, RIGHT_BROW_UPPER, RIGHT_EYE_UPPER) / eye_line,
        gaze_left=_gaze(landmarks, LEFT_EYE_UPPER[0], LEFT_EYE_UPPER[-1], LEFT_IRIS[0]),
        gaze_right=_gaze(landmarks, RIGHT_EYE_UPPER[-1], RIGHT_EYE_UPPER[0], RIGHT_IRIS[0]),
    )


def _distance(landmarks: FloatArray, one: int, other: int) -> float:
    return float(np.linalg.norm(landmarks[one] - landmarks[other]))


def _openness(landmarks: FloatArray, upper: tuple[int, ...], lower: tuple[int, ...]) -> float:
    """In the picture's plane: the depth of a lid is the least certain of its coordinates."""
    plane = landmarks[:, :2]
    heights = [float(np.linalg.norm(plane[upper[step]] - plane[lower[step]])) for step in LID_STEPS]
    return float(np.mean(heights)) / float(np.linalg.norm(plane[upper[0]] - plane[upper[-1]]))


def _brow_height(landmarks: FloatArray, brow: tuple[int, ...], eye: tuple[int, ...]) -> float:
    corners = landmarks[[eye[0], eye[-1]]].mean(axis=0)
    return float(np.linalg.norm(landmarks[list(brow)].mean(axis=0) - corners))


def _gaze(landmarks: FloatArray, left_corner: int, right_corner: int, iris: int) -> tuple[float, float]:
    left, right = landmarks[left_corner, :2], landmarks[right_corner, :2]
    line = right - left
    offset = landmarks[iris, :2] - (left + right) / 2
    width_squared = float(line @ line)
    return float(offset @ line) / width_squared, float(line[0] * offset[1] - line[1] * offset[0]) / width_squared
