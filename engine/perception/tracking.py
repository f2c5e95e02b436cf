"""Following one face through the frames of a clip, to measure what it does."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from engine.models import Models
from engine.perception.mesh import FaceMesh, region_of_landmarks
from engine.types.scene import FloatArray, Pixels

CROPS = 8
SHIFT = 0.015
"""Share of the region by which the crops are shifted, around a circle."""
STRETCH = 0.03
"""Share by which they are larger and smaller in turn."""
SETTLING = 4
"""How often the first frame is fitted: the mesh that found a face saw it in another crop than the mesh that follows."""


class FaceTracker:
    """Fits the mesh again and again. Not thread-safe.

    The mean over several slightly moved crops has half the noise of one fit: about 0.1° of yaw and pitch.
    """

    def __init__(self, models: Models, crops: int = CROPS) -> None:
        self._mesh = FaceMesh(models)
        self._crops = crops

    def track(self, frames: Iterable[Pixels], landmarks: FloatArray) -> list[FloatArray]:
        """Return the 478 × 3 landmarks of every frame, in pixels.

        `landmarks` are the face's in the first frame; later frames start from the frame before.
        """
        meshes: list[FloatArray] = []
        for frame in frames:
            for _ in range(1 if meshes else SETTLING):
                landmarks = self._mean_fit(frame, landmarks)
            meshes.append(landmarks)
        return meshes

    def _mean_fit(self, frame: Pixels, landmarks: FloatArray) -> FloatArray:
        middle = region_of_landmarks(landmarks)
        fits = []
        for index in range(self._crops):
            around = 2 * np.pi * index / self._crops
            region = replace(
                middle,
                center_x=middle.center_x + SHIFT * middle.side * float(np.cos(around)),
                center_y=middle.center_y + SHIFT * middle.side * float(np.sin(around)),
                side=middle.side * (1 + STRETCH * (-1) ** index),
            )
            fits.append(self._mesh.fit(frame, region)[0])
        return np.asarray(np.mean(fits, axis=0), np.float32)
