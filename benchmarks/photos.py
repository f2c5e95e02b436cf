"""The photos that are measured: files, or pictures made of scikit-image's Eileen Collins (NASA, public domain)."""

from collections.abc import Iterable
from pathlib import Path

import cv2
import numpy as np
import skimage.data

from engine.types.scene import Pixels

_FACE_X = 222  # the face's centre in the portrait's 512 columns; her head fills the upper half
_GRIDS = {1: (1, 1), 2: (2, 1), 6: (3, 2)}
"""Columns and rows that hold so many people."""

_PICTURES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".heic", ".tif", ".tiff"})

WIDE = (1280, 720)
TWELVE_MEGAPIXELS = (4640, 2610)


def people(count: int, size: tuple[int, int] = WIDE) -> Pixels:
    """Return a picture of 1, 2 or 6 people side by side, RGB of size (width, height)."""
    columns, rows = _GRIDS[count]
    width, height = size
    tile = _portrait(width // columns, height // rows)
    picture = np.tile(tile, (rows, columns, 1))
    return cv2.copyMakeBorder(picture, 0, height - picture.shape[0], 0, width - picture.shape[1], cv2.BORDER_REPLICATE)


def _portrait(width: int, height: int) -> Pixels:
    """Return the largest part of the portrait in this aspect that holds the whole head, at this size."""
    portrait: Pixels = skimage.data.astronaut()
    side = portrait.shape[0]
    scale = min(side / width, side / height)
    crop_width, crop_height = round(width * scale), round(height * scale)
    left = min(max(0, _FACE_X - crop_width // 2), side - crop_width)
    crop = portrait[:crop_height, left : left + crop_width]
    return np.asarray(cv2.resize(crop, (width, height), interpolation=cv2.INTER_CUBIC), np.uint8)


def jpeg(picture: Pixels) -> bytes:
    """Return an RGB picture as a camera would keep it."""
    _, file = cv2.imencode(".jpg", picture[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, 92])
    return bytes(file)


def write_jpeg(picture: Pixels, path: Path) -> Path:
    """Write an RGB picture as a camera would, and return the path."""
    path.write_bytes(jpeg(picture))
    return path


def photo_files(places: Iterable[Path]) -> list[Path]:
    """Return the photos among files and folders, those of a folder by name."""
    files = [file for place in places for file in (sorted(place.iterdir()) if place.is_dir() else [place])]
    return [file for file in files if file.suffix.lower() in _PICTURES]
