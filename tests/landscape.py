"""A made-up picture of which it is known where everything is: sky with clouds, a house, a lake, a meadow."""

import cv2
import numpy as np

from engine.types.scene import FloatArray, Pixels

HEIGHT, WIDTH = 360, 640
HORIZON = 180
SKY = np.s_[:110, 100:360]
"""Well inside the sky, as are the others in what they name."""
WATER = np.s_[240:330, 340:600]
MEADOW = np.s_[300:345, 40:250]
HOUSE = np.s_[108:223, 396:499]
"""The house's walls, on both sides of the horizon."""


def landscape(seed: int = 0) -> Pixels:
    """Return the picture, HEIGHT × WIDTH × 3."""
    random = np.random.default_rng(seed)
    picture = np.empty((HEIGHT, WIDTH, 3), np.float32)
    picture[:] = np.linspace((70, 130, 210), (170, 205, 240), HEIGHT)[:, None]
    clouds = np.clip(0.6 * _noise(random, 30) + 0.3 * _noise(random, 9) - 0.4, 0, 1)[..., None]
    picture += clouds * (245 - picture)
    near = (np.arange(HEIGHT - HORIZON, dtype=np.float32) / (HEIGHT - HORIZON) + 0.06)[:, None]
    waves = 18 * near * np.sin(40 * np.log(near) + 1.6 * _noise(random, 12)[HORIZON:])
    grain = 3 * random.standard_normal(waves.shape)
    picture[HORIZON:] = np.array([40, 95, 130]) + (waves + grain + 25 * (1 - near))[..., None]
    leaves = 30 * _noise(random, 1.6) + 14 * _noise(random, 5)
    meadow = np.array([60, 105, 40]) + leaves[..., None] * (0.8, 1.0, 0.6)
    picture[281:, :288] = meadow[281:, :288]
    picture[HOUSE] = (190, 170, 150)
    for row in range(122, 210, 22):
        picture[row : row + 11, 416:480] = (70, 60, 60)
    return np.clip(picture, 0, 255).astype(np.uint8)


def candle() -> Pixels:
    """Return a flame in a dark room, 240 × 320 × 3, at column 160, row 100."""
    rows, columns = np.mgrid[:240, :320].astype(np.float32)
    distance = np.hypot((columns - 160) * 1.6, rows - 100)
    glow = np.exp(-distance / 45)[..., None] * (150, 90, 30) + (14, 10, 8)
    flame = (distance < 14)[..., None]
    return np.clip(np.where(flame, (255, 240, 190), glow), 0, 255).astype(np.uint8)


def _noise(random: np.random.Generator, smoothness: float) -> FloatArray:
    """Return smooth noise of spread 1."""
    noise = cv2.GaussianBlur(random.standard_normal((HEIGHT, WIDTH)).astype(np.float32), (0, 0), smoothness)
    return np.asarray(noise / noise.std(), np.float32)
