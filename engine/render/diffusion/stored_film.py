"""`StoredFilm`: frames that cost too much to be drawn twice, kept on disk until the film is encoded."""

import tempfile
from collections.abc import Iterator

import numpy as np

from engine.types.frames import YuvFrame
from engine.types.scene import Pixels


class StoredFilm:
    """A film in a temporary file without a name: it is gone when the process ends, however that happens."""

    def __init__(self, width: int, height: int, fps: int, frame_count: int) -> None:
        self.width, self.height, self.fps, self.frame_count = width, height, fps, frame_count
        with tempfile.TemporaryFile() as file:
            self._planes: Pixels = np.memmap(file, np.uint8, "w+", shape=(frame_count, height * width * 3 // 2))

    def keep(self, index: int, frame: YuvFrame) -> None:
        """Keep a frame."""
        self._planes[index] = np.concatenate([plane.ravel() for plane in frame])

    def draw(self, start: int, stop: int) -> Iterator[YuvFrame]:
        """Yield the frames start … stop − 1 in order; safe to call from several threads at once."""
        luma, chroma = self.height * self.width, self.height * self.width // 4
        half = self.height // 2, self.width // 2
        for planes in self._planes[start:stop]:
            y, u, v = np.split(planes, (luma, luma + chroma))
            yield YuvFrame(y.reshape(self.height, self.width), u.reshape(half), v.reshape(half))
