"""`Frames`: what a renderer hands to the encoder."""

from collections.abc import Iterator
from typing import NamedTuple, Protocol, runtime_checkable

from engine.types.scene import FloatArray, Pixels


def even(length_px: float) -> int:
    """Return the nearest even number of pixels, at least 2: chroma has half as many."""
    return max(2, round(length_px / 2) * 2)


class YuvFrame(NamedTuple):
    """One picture in planar 4:2:0, BT.709, limited range (16…235, 16…240); what H.264 stores.

    The planes are only valid until the next frame is asked for: a renderer may reuse their memory.
    """

    y: Pixels
    """H × W."""
    u: Pixels
    """H/2 × W/2, chroma sited left, as H.264 assumes."""
    v: Pixels


class FilmShape(Protocol):
    """The measures of a film."""

    @property
    def width(self) -> int:
        """Even number of pixels."""

    @property
    def height(self) -> int:
        """Even number of pixels."""

    @property
    def fps(self) -> int:
        """Frames a second."""

    @property
    def frame_count(self) -> int:
        """How many frames there are."""


class Frames(FilmShape, Protocol):
    """A film that is drawn when it is asked for, never held in memory as a whole."""

    def draw(self, start: int, stop: int) -> Iterator[YuvFrame]:
        """Yield the frames start … stop − 1 in order; safe to call from several threads at once."""


@runtime_checkable
class Traced(Protocol):
    """Frames that know where their people's faces are."""

    def project(self, frame: int, person_index: int, points: FloatArray) -> FloatArray:
        """Return where N × 2 points of a person, given in the pixels of the frame at rest, appear in a frame."""
