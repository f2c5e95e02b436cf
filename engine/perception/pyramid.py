"""Where to search a picture for small faces: tiles of several reductions."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.perception.resampling import resized
from engine.types.scene import FloatArray, Pixels

TILE_PX = 192
"""The input of the detector that searches the tiles."""
STEP_PX = 128
"""The overlap of 64 px is more than the smallest faces that only this level can find."""
FILL = 0.95
"""A level is a little smaller than a whole number of tiles, so that faces are not always cut at the same place."""
MAX_SCALE = 1.0
"""A level larger than the picture itself shows nothing new."""
EDGE_PX = 2
"""A box that touches a cut edge belongs to a face that another tile shows whole."""
MIN_CONTRAST = 6.0
"""Standard deviation of the brightness, 0…255: below it, sky or a studio's backdrop."""


@dataclass(frozen=True, slots=True, eq=False)
class Tile:
    """A piece of a reduced picture."""

    pixels: Pixels
    offset: tuple[int, int]
    """x, y of its corner in the level."""
    scale: float
    """Size of the level over the size of the picture."""
    inner: tuple[float, float, float, float]
    """x0, y0, x1, y1 within the tile: a box beyond them is cut off at an edge that is not the picture's."""


def tiles(picture: Pixels, level: int, done: list[FloatArray]) -> Iterator[Tile]:
    """Yield the tiles of a level that are worth a look; level 1 is two tiles wide, each next one twice that.

    Left out: tiles that lie within one of the boxes `done` (x0, y0, x1, y1 of faces that are found for sure), and
    tiles without any contrast.
    """
    height, width = picture.shape[:2]
    scale = TILE_PX * 2**level * FILL / max(width, height)
    if scale > MAX_SCALE:
        return
    size = max(1, round(width * scale)), max(1, round(height * scale))
    reduced = resized(picture, *size)
    for y in _starts(size[1]):
        for x in _starts(size[0]):
            pixels = reduced[y : y + TILE_PX, x : x + TILE_PX]
            right, bottom = x + pixels.shape[1], y + pixels.shape[0]
            corners = (x / scale, y / scale, right / scale, bottom / scale)
            if any(_within(corners, box) for box in done) or pixels[::4, ::4, 1].std() < MIN_CONTRAST:
                continue
            inner = (
                EDGE_PX if x else -TILE_PX,
                EDGE_PX if y else -TILE_PX,
                pixels.shape[1] - EDGE_PX if right < size[0] else 2 * TILE_PX,
                pixels.shape[0] - EDGE_PX if bottom < size[1] else 2 * TILE_PX,
            )
            yield Tile(pixels, (x, y), scale, inner)


def _starts(length: int) -> list[int]:
    """Return where tiles begin along one axis, the last one flush with the end."""
    return sorted({min(start, max(0, length - TILE_PX)) for start in range(0, max(1, length - STEP_PX // 2), STEP_PX)})


def _within(corners: tuple[float, float, float, float], box: FloatArray) -> bool:
    return bool(box[0] <= corners[0] and box[1] <= corners[1] and corners[2] <= box[2] and corners[3] <= box[3])
