"""The attention mesh: 478 points of a face, with true eyelids, lips and irises (Grishchenko et al. 2020)."""

import math

import numpy as np

from engine.models import Models
from engine.perception.attention_graph import RegionParameters, attention_parts
from engine.perception.tflite import Network, sigmoid
from engine.types.face_mesh import LEFT_IRIS, MESH_POINTS, RIGHT_IRIS
from engine.types.scene import FloatArray

INPUT_PX = 192
FEATURES_PX = 48
EYE_CONTOUR = 16
"""The first points of an eye's region are its lid margins."""


class AttentionMesh:
    """The model with its weights. Not thread-safe."""

    def __init__(self, models: Models) -> None:
        parts = attention_parts(models)
        self._mesh = Network(parts.mesh)
        self._refinement = Network(parts.refinement)
        self._regions = parts.regions

    def __call__(self, face: FloatArray) -> tuple[FloatArray, float]:
        """Return 478 × 3 points in pixels of the crop and how surely it shows a face, 0…1.

        The crop is 192 × 192 × 3 with values 0…1.
        """
        mesh, features, flag = self._mesh(face)
        points = np.zeros((MESH_POINTS + 10, 3), np.float32)
        points[:MESH_POINTS] = mesh.reshape(MESH_POINTS, 3)
        first = points[:MESH_POINTS, :2].copy()
        shrink = FEATURES_PX / INPUT_PX
        matrices = [region_matrix(region, first * shrink) for region in self._regions]
        samples = [
            sample(features, matrix, region.width, region.height)
            for matrix, region in zip(matrices, self._regions, strict=True)
        ]
        lips, left_eye, left_iris, right_eye, right_iris = self._refinement(*samples)
        lips_region, left_region, right_region = (np.array(region.points) for region in self._regions)
        for indices, refined, matrix in (
            (lips_region, lips, matrices[0]),
            (left_region, left_eye, matrices[1]),
            (np.array(LEFT_IRIS), left_iris, matrices[1]),
            (right_region, right_eye, matrices[2]),
            (np.array(RIGHT_IRIS), right_iris, matrices[2]),
        ):
            points[indices, :2] = refined.reshape(-1, 2) @ matrix[:, :2].T + matrix[:, 2] / shrink
        for iris, region in ((LEFT_IRIS, left_region), (RIGHT_IRIS, right_region)):
            points[list(iris), 2] = points[region[:EYE_CONTOUR], 2].mean()
        return points, float(sigmoid(flag).ravel()[0])


def region_matrix(region: RegionParameters, points: FloatArray) -> FloatArray:
    """Return the 2 × 3 matrix from the samples of a region to the features (Landmarks2TransformMatrix).

    The region is the bounding box of its points along the turned line left – right, enlarged by its scales.
    """
    line = points[region.right] - points[region.left]
    angle = region.rotation - math.atan2(line[1], line[0])
    cosine, sine = math.cos(angle), math.sin(angle)
    turn = np.array([[cosine, sine], [-sine, cosine]])
    turned = points[list(region.points)] @ turn
    low, high = turned.min(axis=0), turned.max(axis=0)
    size = (high - low) * (region.scale_x, region.scale_y)
    scale = turn * (size / (region.width, region.height))
    center = turn @ ((low + high) / 2)
    return np.column_stack([scale, center - scale @ (region.width / 2, region.height / 2)])


def sample(features: FloatArray, matrix: FloatArray, width: int, height: int) -> FloatArray:
    """Return features sampled on a region's grid, height × width × channels (TransformTensorBilinear).

    Linear between the centres of the cells, zero where a sample lies beyond the outermost centres.
    """
    rows, columns = np.mgrid[:height, :width] + 0.5
    x, y = np.tensordot(matrix, np.stack([columns, rows, np.ones_like(rows)]), axes=1) - 0.5
    last_row, last_column = features.shape[0] - 1, features.shape[1] - 1
    inside = (x >= 0) & (x <= last_column) & (y >= 0) & (y <= last_row)
    left, top = (np.clip(np.floor(part).astype(int), 0, last) for part, last in ((x, last_column), (y, last_row)))
    right, bottom = np.minimum(left + 1, last_column), np.minimum(top + 1, last_row)
    across, down = (x - left)[..., None], (y - top)[..., None]
    upper = features[top, left] * (1 - across) + features[top, right] * across
    lower = features[bottom, left] * (1 - across) + features[bottom, right] * across
    return np.asarray((upper * (1 - down) + lower * down) * inside[..., None], np.float32)
