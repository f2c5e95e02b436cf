"""Frames in between: a film of few frames a second becomes one of many."""

from collections.abc import Iterator

from engine.types.frames import Frames, YuvFrame
from engine.video.flow import Flow

_LEAST_SHARED = 0.15
"""A pair of frames that has less in common is a cut: between two scenes it is below 0.03, in a quick pan 0.8."""


class InterpolatedFrames:
    """A film at another frame rate; frames that lie on the film's own moments are its own.

    Nothing is blended across a cut: the nearer frame stands there.
    """

    def __init__(self, source: Frames, fps: int, frame_count: int | None = None) -> None:
        self.width, self.height, self.fps = source.width, source.height, fps
        self.frame_count = (source.frame_count - 1) * fps // source.fps + 1
        """The last frame lies on the film's last one or just before it, unless fewer were asked for."""
        if frame_count is not None:
            self.frame_count = min(frame_count, self.frame_count)
        self._source = source

    def draw(self, start: int, stop: int) -> Iterator[YuvFrame]:
        """Yield the frames start … stop − 1 in order; safe to call from several threads at once."""
        pair = _Pair(self._source, start * self._source.fps // self.fps)
        for index in range(start, stop):
            before, rest = divmod(index * self._source.fps, self.fps)
            pair.go_to(before)
            yield pair.between(rest / self.fps)


class _Pair:
    """Two neighbouring frames of a film, going forward."""

    def __init__(self, source: Frames, start: int) -> None:
        self._pictures = source.draw(start, source.frame_count)
        self._index = start
        self._first = _kept(next(self._pictures))
        self._second: YuvFrame | None = None
        self._flow: Flow | None = None

    def go_to(self, index: int) -> None:
        """Let a later frame be the first of the two."""
        while self._index < index:
            self._first = self._following()
            self._second, self._flow = None, None
            self._index += 1

    def between(self, share: float) -> YuvFrame:
        """Return the frame at a share of the way to the second, 0 ≤ share < 1."""
        if share == 0:
            return self._first
        if self._second is None:
            self._second = self._following()
            flow = Flow.between(self._first.y, self._second.y)
            self._flow = flow if flow.shared >= _LEAST_SHARED else None
        if self._flow is None:
            return self._first if share < 0.5 else self._second
        return self._flow.between_at(self._first, self._second, share)

    def _following(self) -> YuvFrame:
        return self._second if self._second is not None else _kept(next(self._pictures))


def _kept(frame: YuvFrame) -> YuvFrame:
    """Return a frame in memory of its own."""
    return YuvFrame(*(plane.copy() for plane in frame))
