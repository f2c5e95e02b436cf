"""Made-up films with known contents."""

from collections.abc import Iterator

import cv2
import numpy as np

from engine.types.frames import YuvFrame


class MovingPattern:
    """A textured picture that slides; one buffer is used again for all frames, as a renderer may."""

    def __init__(self, width: int = 160, height: int = 96, frame_count: int = 30, fps: int = 30) -> None:
        self.width, self.height, self.frame_count, self.fps = width, height, frame_count, fps
        noise = np.random.default_rng(7).uniform(0, 255, (height // 8, 2 * width // 8)).astype(np.float32)
        self._wide = cv2.resize(noise, (2 * width, height), interpolation=cv2.INTER_CUBIC)
        self._wide = np.clip(self._wide, 16, 235).astype(np.uint8)

    def draw(self, start: int, stop: int) -> Iterator[YuvFrame]:
        picture = YuvFrame(
            np.empty((self.height, self.width), np.uint8),
            *(np.empty((self.height // 2, self.width // 2), np.uint8) for _ in "uv"),
        )
        for index in range(start, stop):
            shift = index % self.width
            picture.y[:] = self._wide[:, shift : shift + self.width]
            picture.u[:] = 100 + index % 50
            picture.v[:] = 128
            yield picture


def bt709(red: int, green: int, blue: int) -> tuple[int, int, int]:
    """Rec. 709, 8 bits, limited range, by its definition."""
    luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return (
        round(16 + 219 * luma / 255),
        round(128 + 224 * (blue - luma) / 1.8556 / 255),
        round(128 + 224 * (red - luma) / 1.5748 / 255),
    )
