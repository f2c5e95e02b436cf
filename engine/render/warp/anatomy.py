"""A face's own frame of reference in the canvas: centre, axes, sizes."""

from dataclasses import dataclass

import numpy as np

from engine.types import face_mesh as mesh
from engine.types.scene import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Anatomy:
    """Measures of one face, in canvas pixels, from its mesh."""

    landmarks: FloatArray
    """478 × 3."""
    width: float
    """Between the cheek edges, in 3D, so that a turned face keeps its width."""
    height: float
    """From the top of the forehead to the chin, in 3D."""
    size: float
    """Mean of width and height: the unit of facial movement."""
    across: FloatArray
    """3D unit vector from the viewer's left to right side of the face."""
    down: FloatArray
    """3D unit vector from forehead to chin, at a right angle to `across`."""
    chin: FloatArray
    """2D."""
    crown: FloatArray
    """2D: the top of the forehead."""

    @property
    def down_in_picture(self) -> FloatArray:
        """2D unit vector down the face."""
        flat = self.down[:2]
        return np.asarray(flat / np.linalg.norm(flat), np.float32)

    @property
    def turned_aside(self) -> float:
        """Return the sine of the face's turn to the viewer's right, about its own vertical."""
        return float(self.across[2])


def measure(landmarks: FloatArray) -> Anatomy:
    """Return a face's measures; `landmarks` is 478 × 3 in canvas pixels."""
    points = landmarks.astype(np.float64)
    across = points[mesh.RIGHT_CHEEK_EDGE] - points[mesh.LEFT_CHEEK_EDGE]
    down = points[mesh.CHIN] - points[mesh.FOREHEAD_TOP]
    width, height = float(np.linalg.norm(across)), float(np.linalg.norm(down))
    across /= width
    down -= across * (down @ across)
    down /= np.linalg.norm(down)
    return Anatomy(
        landmarks=landmarks,
        width=width,
        height=height,
        size=(width + height) / 2,
        across=across.astype(np.float32),
        down=down.astype(np.float32),
        chin=landmarks[mesh.CHIN, :2],
        crown=landmarks[mesh.FOREHEAD_TOP, :2],
    )
