"""The arc: which mood holds when, and how one passes into the next."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Self

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
_HEAD_CHANNELS = ("pitch_deg", "roll_deg")
_MANNER_CHANGE_S = 1.2
_FIRST_FLUSH_S = 1.0


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the clip in one mood."""

    start_s: float
    mood: Mood
    amount: float
    """1 is natural."""

    def targets(self, aside: int) -> dict[str, float]:
        """Return what the mood asks of each channel; `aside` is the person's chosen side, −1 or +1."""
        expression, share = self.mood.expression, self.mood.strength * self.amount
        face = {channel: v * share for name, v in expression.face.items() for channel in sides_of(name)}
        return face | {
            "pitch_deg": expression.pitch_deg * share,
            "roll_deg": expression.roll_deg * share * aside,
        }


@dataclass(frozen=True, slots=True)
class Arc:
    """Moods in order of time; the first begins at 0."""

    segments: tuple[Segment, ...]
    duration_s: float

    @classmethod
    def of(cls, direction: Direction, duration_s: float) -> Self:
        """Return the arc of a direction: its mood, then its beats."""
        scenes = {0.0: (direction.emotion, 1.0)} | {b.start: (b.emotion, b.amount) for b in direction.beats}
        return cls(
            tuple(
                Segment(start * duration_s, mood_of(emotion), min(1.5, max(0.25, amount * direction.amount)))
                for start, (emotion, amount) in sorted(scenes.items(), key=lambda item: item[0])
            ),
            duration_s,
        )

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
            wanted = segment.targets(aside)
            for channel in sorted(shown.keys() | wanted.keys()):
                strokes += self._change(segment, channel, shown.get(channel, 0.0), wanted.get(channel, 0.0), settle_s)
            shown = {
                channel: value * (1.0 if channel in _HEAD_CHANNELS else segment.mood.expression.lasting)
                for channel, value in wanted.items()
            }
        return Phrase(tuple(strokes), self.duration_s)

    def _change(self, segment: Segment, channel: str, before: float, after: float, settle_s: float) -> list[Stroke]:
        """Return the strokes that take a channel from one mood's value to the next one's."""
        expression, pace = segment.mood.expression, segment.mood.manner.pace
        start_s = max(settle_s, segment.start_s) + _LAGS_S.get(channel, 0.0)
        natural_s = min(2.0, 1.1 / math.pow(pace, 0.4)) if channel in _HEAD_CHANNELS else expression.rise_s
        rise_s = min(natural_s, 0.5 * self.duration_s)
        if abs(after) < abs(before):
            rise_s *= _OFFSET_SLOWNESS
        strokes = [Stroke(channel, start_s, rise_s, after - before)] if after != before else []
        fading = after * (1.0 - expression.lasting)
        if fading and channel not in _HEAD_CHANNELS:
            fade_at_s = start_s + rise_s + _FIRST_FLUSH_S
            strokes.append(Stroke(channel, fade_at_s, 3.0 * rise_s, -fading))
        return strokes
