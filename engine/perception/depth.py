"""A smooth guess of how near things are; it drives parallax, so that it must be calm rather than exact."""

from collections.abc import Sequence

import cv2
import numpy as np

from engine.perception.resampling import resized
from engine.types.scene import Face, FloatArray, Pixels

GRID_PX = 128
"""Long side of the grid on which depth is guessed; it has no finer detail."""
GROUND = (0.08, 0.42)
"""Depth at the upper and the lower edge of a picture: what is lower is mostly nearer."""
NEAREST_PERSON = 0.95
FARTHEST_PERSON = 0.55
PERSON_SMOOTHNESS = 0.02
"""Standard deviation of the blur around people, over the long side."""
SUBJECT_SMOOTHNESS = 0.08
SUBJECT_WEIGHT = 0.4
"""How much sharpness adds to the depth where there are no people: what is in focus is mostly the subject."""
HEAD_BULGE = 0.05
"""How much nearer than the body a head is."""


def smooth_depth(picture: Pixels, matte: FloatArray, faces: Sequence[Face]) -> FloatArray:
    """Return depth at the size of the matte, 0 far … 1 near.

    The picture and the faces are at the size of the matte, too.
    """
    height, width = matte.shape
    share = min(1.0, GRID_PX / max(height, width))
    grid = max(1, round(width * share)), max(1, round(height * share))
    depth = np.repeat(np.linspace(*GROUND, grid[1], dtype=np.float32)[:, None], grid[0], axis=1)
    people = resized(matte, *grid)
    if people.max() > 0:
        cover = _blurred(people, PERSON_SMOOTHNESS)
        depth += cover * (_people_depth(faces, share, grid) - depth)
    else:
        depth += SUBJECT_WEIGHT * _in_focus(resized(picture, *grid))
    enlarged = cv2.resize(_blurred(depth, PERSON_SMOOTHNESS), (width, height), interpolation=cv2.INTER_CUBIC)
    return np.clip(enlarged, 0, 1)


def _people_depth(faces: Sequence[Face], share: float, grid: tuple[int, int]) -> FloatArray:
    """Return how near a person would be at each place: the larger the nearest face, the nearer."""
    width, height = grid
    if not faces:
        return np.full((height, width), (NEAREST_PERSON + FARTHEST_PERSON) / 2, np.float32)
    rows, columns = np.mgrid[:height, :width].astype(np.float32)
    largest = max(face.width_px for face in faces)
    total = np.full((height, width), 1e-9, np.float32)
    weighted = np.zeros((height, width), np.float32)
    for face in faces:
        x0, y0, x1, y1 = (edge * share for edge in face.box)
        size = max(x1 - x0, y1 - y0, 1.0)
        distance = ((columns - (x0 + x1) / 2) ** 2 + (0.5 * (rows - (y0 + y1) / 2)) ** 2) / size**2
        near = FARTHEST_PERSON + (NEAREST_PERSON - FARTHEST_PERSON) * face.width_px / largest
        weight = 1 / (0.05 + distance) ** 2
        total += weight
        weighted += weight * (near - HEAD_BULGE + HEAD_BULGE * np.exp(-2 * distance))
    return np.asarray(weighted / total, np.float32)


def _in_focus(picture: Pixels) -> FloatArray:
    """Return 0…1: where the picture has fine detail, calmly."""
    gray = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.float32)
    detail = np.asarray(cv2.Laplacian(gray, cv2.CV_32F), np.float32)
    energy = _blurred(np.abs(detail), SUBJECT_SMOOTHNESS)
    span = float(energy.max() - energy.min())
    return np.asarray((energy - energy.min()) / max(span, 1.0), np.float32)


def _blurred(values: FloatArray, share: float) -> FloatArray:
    sigma = max(0.5, share * max(values.shape))
    return np.asarray(cv2.GaussianBlur(values, (0, 0), sigma, borderType=cv2.BORDER_REPLICATE))
