"""The gentle motion of a picture in which nobody acts: a slow swell, too smooth and too small to distort anything."""

import numpy as np

from engine.render.warp.grid import Grid
from engine.types.scene import FloatArray

REACH = 0.004
"""Largest shift in frame widths: about five pixels of 1280."""


def swell(grid: Grid, width: int, height: int) -> FloatArray:
    """Return the unit field (h × w × 2): two long waves that end at the picture's borders."""
    x, y = grid.nodes()
    across, down = x / width, y / height
    envelope = np.sin(np.pi * np.clip(across, 0, 1)) * np.sin(np.pi * np.clip(down, 0, 1))
    wave_x = np.sin(2 * np.pi * (0.7 * down + 0.3 * across))
    wave_y = 0.6 * np.cos(2 * np.pi * (0.8 * across - 0.2 * down))
    return np.asarray(REACH * width * np.stack([wave_x * envelope, wave_y * envelope], axis=-1), np.float32)
