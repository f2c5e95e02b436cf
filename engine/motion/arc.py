"""The arc: which mood holds when, how it grows, and how one passes into the next.

A mood that has time arrives quietly, grows to its full size with what the person does, and resolves: an onset, an apex
and an offset, over the whole clip.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple, Self

from engine.motion.easing import Curve, step
from engine.motion.moods import Mood, mood_of
from engine.motion.phrases import Phrase, Stroke, sides_of
from engine.types.direction import Direction

_OFFSET_SLOWNESS = 1.45
"""An expression goes more slowly than it comes (1.3–1.6 ×); an offset is never the onset reversed."""
_LAGS_S = {
    channel: lag_s
    for name, lag_s in {"AU12": 0.13, "AU6": 0.16, "AU15": 0.08, "pitch_deg": 0.1, "roll_deg": 0.22}.items()
    for channel in sides_of(name)
}
"""Brows lead, the head follows, the smile comes last."""
_CARRIAGE = ("pitch_deg", "roll_deg", "lean")
_CARRIAGE_S, _SLOWEST_CARRIAGE_S = 1.4, 3.0
"""How long the head takes to its carriage at neutral, and at most; a flush takes it along at once."""
_MANNER_CHANGE_S = 1.2
_FIRST_FLUSH_S = 1.0
_ROOM_TO_GROW_S = 2.8
"""A shorter stretch is played at its full size from the start."""
_ARRIVING, _RESOLVING = 0.6, 0.82
"""The shares of a mood with which it begins and with which the clip ends."""
_CLIMAX, _RESOLUTION = 0.34, 0.8
"""The moments of a stretch at which its mood grows and resolves."""


class Growth(NamedTuple):
    """A moment from which on a mood shows a share of itself."""

    start_s: float
    share: float
    slowness: float = 1.0
    """How much longer this change takes than the mood's own onset."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the clip in one mood."""

    start_s: float
    stop_s: float
    mood: Mood
    amount: float
    """1 is natural."""
    is_last: bool

    def targets(self, aside: int) -> dict[str, float]:
        """Return what the mood asks of each channel; `aside` is the person's chosen side, −1 or +1."""
        expression, share = self.mood.expression, self.mood.strength * self.amount
        face = {channel: v * share for name, v in expression.face.items() for channel in sides_of(name)}
        return face | {
            "pitch_deg": expression.pitch_deg * share,
            "roll_deg": expression.roll_deg * share * aside,
            "lean": expression.lean * share,
        }

    def growth(self) -> tuple[Growth, ...]:
        """Return how the mood grows and resolves within its stretch."""
        length_s, expression = self.stop_s - self.start_s, self.mood.expression
        if expression.lasting < 1.0:
            # What comes as a flush is there at once and fades.
            fading_s = self.start_s + expression.rise_s + _FIRST_FLUSH_S
            return Growth(self.start_s, 1.0), Growth(fading_s, expression.lasting, 3.0)
        if length_s < _ROOM_TO_GROW_S:
            return (Growth(self.start_s, 1.0),)
        grown = (
            Growth(self.start_s, _ARRIVING),
            Growth(self.start_s + _CLIMAX * length_s, 1.0, 1.3),
        )
        return (*grown, Growth(self.start_s + _RESOLUTION * length_s, _RESOLVING)) if self.is_last else grown


@dataclass(frozen=True, slots=True)
class Arc:
    """Moods in order of time; the first begins at 0."""

    segments: tuple[Segment, ...]
    duration_s: float

    @classmethod
    def of(cls, direction: Direction, duration_s: float) -> Self:
        """Return the arc of a direction: its mood, then its beats."""
        scenes = {0.0: (direction.emotion, 1.0)} | {b.start: (b.emotion, b.amount) for b in direction.beats}
        starts = sorted(scenes)
        segments = []
        for start, stop in zip(starts, [*starts[1:], 1.0], strict=True):
            emotion, amount = scenes[start]
            segments.append(
                Segment(
                    start_s=start * duration_s,
                    stop_s=stop * duration_s,
                    mood=mood_of(emotion),
                    amount=min(1.5, max(0.25, amount * direction.amount)),
                    is_last=start == starts[-1],
                )
            )
        return cls(tuple(segments), duration_s)

    def at(self, time_s: float) -> Segment:
        """Return the segment that holds at a moment."""
        return [segment for segment in self.segments if segment.start_s <= time_s][-1]

    def over_time(self, times: Curve, value: Callable[[Segment], float]) -> Curve:
        """Return a number of the mood over time, T, eased from segment to segment."""
        total = times * 0.0 + value(self.segments[0])
        for before, after in pairwise(self.segments):
            total += (value(after) - value(before)) * step(times, after.start_s, _MANNER_CHANGE_S)
        return total

    def expression(self, aside: int) -> Phrase:
        """Return the moods' faces and carriage of the head as one phrase over the whole clip."""
        strokes: list[Stroke] = []
        shown: dict[str, float] = {}
        settle_s = min(0.3, max(0.08, 0.05 * self.duration_s))
        for segment in self.segments:
            targets = segment.targets(aside)
            for stage in segment.growth():
                wanted = {channel: stage.share * value for channel, value in targets.items()}
                for channel in sorted(shown.keys() | wanted.keys()):
                    before, after = shown.get(channel, 0.0), wanted.get(channel, 0.0)
                    if after != before:
                        start_s = max(settle_s, stage.start_s) + _LAGS_S.get(channel, 0.0)
                        duration_s = stage.slowness * self._change_s(segment, channel, falls=abs(after) < abs(before))
                        strokes.append(Stroke(channel, start_s, duration_s, after - before))
                shown = wanted
        return Phrase(tuple(strokes), self.duration_s)

    def _change_s(self, segment: Segment, channel: str, *, falls: bool) -> float:
        """Return how long a mood takes to bring a channel to where it wants it."""
        expression, restlessness = segment.mood.expression, segment.mood.manner.restlessness
        natural_s = expression.rise_s
        if channel in _CARRIAGE and expression.lasting == 1.0:
            natural_s = min(_SLOWEST_CARRIAGE_S, _CARRIAGE_S / restlessness)
        return min(natural_s, 0.5 * self.duration_s) * (_OFFSET_SLOWNESS if falls else 1.0)
