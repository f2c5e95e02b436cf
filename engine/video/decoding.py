"""A film back into pictures: for tests, contact sheets and measurements."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import av

from engine.types.colour import to_rgb
from engine.types.frames import YuvFrame
from engine.types.scene import Pixels
from engine.video.h264 import yuv_views


def decode_planes(path: Path) -> Iterator[YuvFrame]:
    """Yield the frames of a film that `encode` wrote, as stored; each keeps its own memory."""
    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            yield yuv_views(frame)


class DecodedFrames:
    """A film on disk as frames, to be written in another form; a draw that begins late decodes what lies before."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with av.open(str(path)) as container:
            stream = container.streams.video[0]
            self.width, self.height, self.frame_count = stream.width, stream.height, stream.frames
            self.fps = round(stream.average_rate or 30)

    def draw(self, start: int, stop: int) -> Iterator[YuvFrame]:
        """Yield the frames start … stop − 1 in order; safe to call from several threads at once."""
        return islice(decode_planes(self._path), start, stop)


def decode(path: Path) -> Iterator[Pixels]:
    """Yield the frames of a film that `encode` wrote as sRGB, H × W × 3."""
    return map(to_rgb, decode_planes(path))
