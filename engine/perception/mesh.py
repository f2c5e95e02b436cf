"""Fitting the face mesh to a face in a picture."""

import math

import numpy as np

from engine.models import Models
from engine.perception.attention import INPUT_PX, AttentionMesh
from engine.perception.detection import Detection
from engine.perception.regions import Roi, crop
from engine.types.face_mesh import LEFT_EYE_UPPER, MESH_POINTS, RIGHT_EYE_UPPER
from engine.types.scene import FloatArray, Pixels

REGION_SCALE = 1.5
"""Side of the region over the longer side of the face, as the model was trained."""
MIN_PRESENCE = 0.5


class FaceMesh:
    """Fits meshes. Not thread-safe."""

    def __init__(self, models: Models) -> None:
        self._network = AttentionMesh(models)

    def fit(self, picture: Pixels, region: Roi) -> tuple[FloatArray, float]:
        """Return 478 × 3 landmarks in pixels of the picture (z in the same unit) and the presence, 0…1."""
        points, presence = self._network(crop(picture, region, INPUT_PX))
        landmarks = np.empty_like(points)
        landmarks[:, :2] = region.to_picture(points[:, :2] / np.float32(INPUT_PX))
        landmarks[:, 2] = points[:, 2] * (region.side / INPUT_PX)
        return landmarks, presence

    def fit_twice(self, picture: Pixels, detection: Detection) -> tuple[FloatArray, float]:
        """Fit from a detection, then again from the mesh's own bounds, which are more exact."""
        landmarks, presence = self.fit(picture, region_of_detection(detection))
        if presence < MIN_PRESENCE:
            return landmarks, presence
        return self.fit(picture, region_of_landmarks(landmarks))


def region_of_detection(detection: Detection) -> Roi:
    """Return the region that the mesh model wants for a detected face."""
    center_x, center_y = (detection.box[:2] + detection.box[2:]) / 2
    left_eye, right_eye = detection.keypoints[:2]
    return Roi(float(center_x), float(center_y), REGION_SCALE * detection.side, _angle(right_eye - left_eye))


def region_of_landmarks(landmarks: FloatArray, scale: float = REGION_SCALE) -> Roi:
    """Return the region around a mesh, turned upright with the face."""
    low, high = landmarks[:MESH_POINTS, :2].min(axis=0), landmarks[:MESH_POINTS, :2].max(axis=0)
    center_x, center_y = (low + high) / 2
    outer_corners = landmarks[RIGHT_EYE_UPPER[0], :2] - landmarks[LEFT_EYE_UPPER[0], :2]
    return Roi(float(center_x), float(center_y), scale * float((high - low).max()), _angle(outer_corners))


def _angle(line: FloatArray) -> float:
    return math.atan2(float(line[1]), float(line[0]))
