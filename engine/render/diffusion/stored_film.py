"""`StoredFilm`: frames that cost too much to be made twice, and come while the first ones are encoded already."""

import tempfile
from collections.abc import Iterator
from threading import Lock

import numpy as np

from engine.types.frames import YuvFrame
from engine.types.scene import Pixels


class StoredFilm:
    """A film whose frames are made one after the other, when they are drawn for the first time, and then kept.

    They lie in a temporary file without a name: it is gone when the process ends, however that happens. Whoever draws
    a frame that is not there yet makes those before it too; meanwhile others draw what is there.
    """

    def __init__(self, width: int, height: int, fps: int, frame_count: int, frames: Iterator[YuvFrame]) -> None:
        """`frames` yields all frames in order; what it raises, whoever draws from then on is told."""
        self.width, self.height, self.fps, self.frame_count = width, height, fps, frame_count
        with tempfile.TemporaryFile() as file:
            self._planes: Pixels = np.memmap(file, np.uint8, "w+", shape=(frame_count, height * width * 3 // 2))
        self._frames = frames
        self._made = 0
        self._fault: Exception | None = None
        self._turn = Lock()

    def draw(self, start: int, stop: int) -> Iterator[YuvFrame]:
        """Yield the frames start … stop − 1 in order; safe to call from several threads at once."""
        luma, chroma = self.height * self.width, self.height * self.width // 4
        half = self.height // 2, self.width // 2
        for index in range(start, stop):
            self.make(index)
            y, u, v = np.split(self._planes[index], (luma, luma + chroma))
            yield YuvFrame(y.reshape(self.height, self.width), u.reshape(half), v.reshape(half))

    def make(self, index: int) -> None:
        """Make sure that a frame, and with it all before it, is there."""
        while self._made <= index:
            with self._turn:  # of one frame, so that nobody waits longer than needed
                if self._made <= index:
                    self._make_next()

    def _make_next(self) -> None:
        if self._fault is not None:
            raise self._fault
        try:
            frame = next(self._frames)
        except Exception as error:
            self._fault = error
            raise
        self._planes[self._made] = np.concatenate([plane.ravel() for plane in frame])
        self._made += 1
