"""A film back into pictures: for tests, contact sheets and measurements."""

from collections.abc import Iterator
from pathlib import Path

import av

from engine.types.frames import YuvFrame
from engine.types.scene import Pixels
from engine.video.colour import to_rgb
from engine.video.h264 import plane_views


def decode_planes(path: Path) -> Iterator[YuvFrame]:
    """Yield the frames of a film that `encode` wrote, as stored; each keeps its own memory."""
    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            yield plane_views(frame)


def decode(path: Path) -> Iterator[Pixels]:
    """Yield the frames of a film that `encode` wrote as sRGB, H × W × 3."""
    return map(to_rgb, decode_planes(path))
