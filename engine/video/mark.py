"""A small mark in the picture that says what it is: a film that AI made of a photo."""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import cv2
import numpy as np

from engine.types.clip import Form
from engine.types.forms import FORMS
from engine.types.frames import Frames, YuvFrame, even
from engine.types.scene import FloatArray, Pixels

TEXT = "AI"
"""Short enough to be read in every language, and what platforms label such films with."""
_HEIGHT = 0.032
"""Of the letters, as a part of the picture's shorter side."""
_MARGIN = 0.025
"""Between the letters and the picture's edges, as a part of the shorter side."""
_STRENGTH = 0.7
_SHADOW = 0.45
"""How dark it gets around the letters, so that they are read on snow as well."""
_WHITE, _BLACK, _NEUTRAL = 235.0, 16.0, 128.0
_FINER = 4
"""Letters are drawn so much larger and made smaller: their edges are smooth."""


class _Stamp(NamedTuple):
    """What becomes of the pixels under the mark: each is kept by a share, and something is added."""

    kept: FloatArray
    """h × w, 0…1, even numbers of pixels."""
    added: FloatArray
    """The same, in levels of luma."""


class MarkedFrames:
    """Frames with the mark in the lower right corner, or lower middle, where a round picture has no corner."""

    def __init__(self, source: Frames, *, is_round: bool = False) -> None:
        self.width, self.height, self.fps = source.width, source.height, source.fps
        self.frame_count = source.frame_count
        self._source = source
        self._stamp = _stamp(min(source.width, source.height))
        rows, columns = self._stamp.kept.shape
        margin = even(_MARGIN * min(source.width, source.height))
        self._top = self.height - margin - rows
        self._left = even((self.width - columns) / 2) if is_round else self.width - margin - columns

    def draw(self, start: int, stop: int) -> Iterator[YuvFrame]:
        """Yield the frames start … stop − 1 in order; safe to call from several threads at once."""
        for frame in self._source.draw(start, stop):
            yield self._marked(frame)

    def _marked(self, frame: YuvFrame) -> YuvFrame:
        """Return a copy with the mark: the planes themselves may be drawn again just as they are."""
        kept, added = self._stamp
        rows, columns = kept.shape
        marked = YuvFrame(*(plane.copy() for plane in frame))
        _blend(marked.y[self._top : self._top + rows, self._left : self._left + columns], kept, added)
        half = kept[::2, ::2]
        place = slice(self._top // 2, (self._top + rows) // 2), slice(self._left // 2, (self._left + columns) // 2)
        for plane in (marked.u, marked.v):
            _blend(plane[place], half, (1 - half) * _NEUTRAL)
        return marked


def as_marked(frames: Frames, form: Form, *, is_marked: bool) -> Frames:
    """Return frames with the mark if they should have it, and their form has a background to put it on."""
    if not is_marked or FORMS[form].has_alpha:
        return frames
    return MarkedFrames(frames, is_round=form is Form.ROUND)


def _blend(pixels: Pixels, kept: FloatArray, added: FloatArray) -> None:
    pixels[:] = np.rint(pixels * kept + added).astype(np.uint8)


@lru_cache(maxsize=4)
def _stamp(shorter_side_px: int) -> _Stamp:
    height_px = max(8, round(_HEIGHT * shorter_side_px))
    font, thickness = cv2.FONT_HERSHEY_DUPLEX, max(1, round(height_px * _FINER / 9))
    scale = cv2.getFontScaleFromHeight(font, height_px * _FINER, thickness)
    (width, height), _ = cv2.getTextSize(TEXT, font, scale, thickness)
    around = height_px * _FINER // 2
    canvas = np.zeros((height + 2 * around, width + 2 * around), np.uint8)
    cv2.putText(canvas, TEXT, (around, around + height), font, scale, 255, thickness, cv2.LINE_AA)
    size = even(canvas.shape[1] / _FINER), even(canvas.shape[0] / _FINER)
    letters = cv2.resize(canvas, size, interpolation=cv2.INTER_AREA).astype(np.float32) / 255 * _STRENGTH
    glow = cv2.GaussianBlur(letters, (0, 0), height_px / 6)
    shadow = np.minimum(glow / max(float(glow.max()), 1e-6), 1.0) * _SHADOW
    kept = (1 - letters) * (1 - shadow)
    added = letters * _WHITE + (1 - letters) * shadow * _BLACK
    return _Stamp(kept.astype(np.float32), added.astype(np.float32))
