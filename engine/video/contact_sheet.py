"""Many moments of a film in one picture, to see its motion at a glance."""

from collections.abc import Sequence
from math import ceil
from pathlib import Path

import av
import cv2
import numpy as np

from engine.types.scene import Pixels
from engine.video.decoding import decode

Crop = tuple[int, int, int, int]
"""x0, y0, x1, y1 in pixels of the film."""


def evenly_spaced(path: Path, count: int) -> list[Pixels]:
    """Return `count` frames of a film as RGB, from its first to its last."""
    with av.open(str(path)) as container:
        frame_count = container.streams.video[0].frames
    wanted = np.linspace(0, frame_count - 1, count).round().astype(int).tolist()
    chosen = {index: picture for index, picture in enumerate(decode(path)) if index in set(wanted)}
    return [chosen[index] for index in wanted]


def contact_sheet(
    pictures: Sequence[Pixels], *, columns: int, crop: Crop | None = None, tile_width_px: int = 320
) -> Pixels:
    """Return the pictures, all of one size, in rows from the upper left as one RGB picture; gaps are black."""
    x0, y0, x1, y1 = crop or (0, 0, pictures[0].shape[1], pictures[0].shape[0])
    width, height = tile_width_px, max(1, round(tile_width_px * (y1 - y0) / (x1 - x0)))
    sheet: Pixels = np.zeros((ceil(len(pictures) / columns) * height, columns * width, 3), np.uint8)
    for index, picture in enumerate(pictures):
        row, column = divmod(index, columns)
        tile = cv2.resize(picture[y0:y1, x0:x1], (width, height), interpolation=cv2.INTER_AREA)
        sheet[row * height :, column * width :][:height, :width] = tile
    return sheet


def write_png(picture: Pixels, path: Path) -> None:
    """Write an RGB picture; `OSError` when the file system refuses."""
    _, png = cv2.imencode(".png", np.ascontiguousarray(picture[:, :, ::-1]))
    path.write_bytes(png.tobytes())
