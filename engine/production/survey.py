"""A first look at all photos of a story: what is needed before any of them is rendered."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt

from engine.perception.photo import PhotoLimits, open_photo
from engine.story.likeness import alike, fingerprint
from engine.types.scene import Advice, AdviceCode

_GLANCE_PX = 256
"""Photos are opened small here: a JPEG at an eighth of its size takes a tenth of the time."""


@dataclass(frozen=True, slots=True, eq=False)
class Overview:
    """What a glance at a photo tells."""

    key: str
    """SHA-256 of the file's content, in hexadecimal."""
    width: int
    """Pixels, upright."""
    height: int
    captured_at: datetime | None
    fingerprint: npt.NDArray[np.bool_]


def look_over(photo: Path) -> Overview:
    """Return what a glance at a photo tells; raises `PhotoError`."""
    content = photo.read_bytes()
    opened = open_photo(content, PhotoLimits(max_side_px=_GLANCE_PX))
    return Overview(
        hashlib.sha256(content).hexdigest(),
        opened.original_width,
        opened.original_height,
        opened.captured_at,
        fingerprint(opened.pixels),
    )


def remarks(overviews: Sequence[Overview]) -> tuple[Advice, ...]:
    """Return a remark on each two photos that look almost the same."""
    return tuple(
        Advice(
            AdviceCode.LOOK_ALIKE,
            f"Photos {first + 1} and {second + 1} look almost the same; one of them may be enough.",
        )
        for first, second in alike([overview.fingerprint for overview in overviews])
    )
