"""Phrases: immutable pieces of movement that compose.

A phrase is a sum of strokes, and a stroke is one minimum-jerk change of one channel. Strokes may overlap; their
sum stays smooth (superposition of submovements: Flash & Henis 1991), so phrases can be laid over each other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple, Self

import numpy as np

from engine.motion.easing import Curve, minimum_jerk
from engine.types.curves import FACE_CHANNELS, Track

_PAIRED = frozenset(channel.name.removesuffix("_left") for channel in FACE_CHANNELS if channel.name.endswith("_left"))
_SAME_MOMENT_S = 1e-6
_OVERLAP = 1.2
"""How much longer a stroke is than the time between its two key poses, so that a swing turns without a stop."""


def sides_of(name: str) -> tuple[str, ...]:
    """Return the channels behind a short name: "AU12" means both "AU12_left" and "AU12_right"."""
    return (f"{name}_left", f"{name}_right") if name in _PAIRED else (name,)


class Stroke(NamedTuple):
    """One eased change of one channel."""

    channel: str
    start_s: float
    duration_s: float
    change: float


@dataclass(frozen=True, slots=True)
class Phrase:
    """Strokes in time, counted from the phrase's own start."""

    strokes: tuple[Stroke, ...] = ()
    duration_s: float = 0.0
    hold_at_s: float | None = None
    """The moment that can be held for as long as one likes; null where there is nothing to hold."""

    def delayed(self, delay_s: float) -> Self:
        """Return the phrase beginning later."""
        return replace(
            self,
            strokes=tuple(stroke._replace(start_s=stroke.start_s + delay_s) for stroke in self.strokes),
            duration_s=self.duration_s + delay_s,
            hold_at_s=None if self.hold_at_s is None else self.hold_at_s + delay_s,
        )

    def stretched(self, factor: float) -> Self:
        """Return the phrase slowed down by a factor."""
        return replace(
            self,
            strokes=tuple(
                stroke._replace(start_s=stroke.start_s * factor, duration_s=stroke.duration_s * factor)
                for stroke in self.strokes
            ),
            duration_s=self.duration_s * factor,
            hold_at_s=None if self.hold_at_s is None else self.hold_at_s * factor,
        )

    def scaled(self, factor: float) -> Self:
        """Return the phrase made larger by a factor."""
        return replace(self, strokes=tuple(s._replace(change=s.change * factor) for s in self.strokes))

    def held(self, hold_s: float) -> Self:
        """Return the phrase with its hold lengthened; strokes keep their speed."""
        if self.hold_at_s is None:
            return self
        apex_s = self.hold_at_s
        return replace(
            self,
            strokes=tuple(
                stroke._replace(start_s=stroke.start_s + hold_s)
                if stroke.start_s >= apex_s - _SAME_MOMENT_S
                else stroke
                for stroke in self.strokes
            ),
            duration_s=self.duration_s + hold_s,
        )

    def echoed(self, channel: str, share: float, lag_s: float = 0.0) -> Self:
        """Return a copy of all strokes on another channel, a share of their size, later by the lag."""
        return replace(
            self,
            strokes=tuple(
                Stroke(channel, stroke.start_s + lag_s, stroke.duration_s, stroke.change * share)
                for stroke in self.strokes
            ),
            duration_s=self.duration_s + lag_s,
        )

    def joined(self, other: "Phrase") -> Self:
        """Return the phrase with another's strokes beside its own; what of them comes after its apex waits with it."""
        return replace(self, strokes=self.strokes + other.strokes, duration_s=max(self.duration_s, other.duration_s))

    def add_to(self, track: Track, times: Curve) -> None:
        """Add the movement to a track; `times` are its frames' seconds, ascending."""
        for channel, start_s, duration_s, change in self.strokes:
            first, last = np.searchsorted(times, (start_s, start_s + duration_s))
            values = track[channel]
            values[first:last] += change * minimum_jerk((times[first:last] - start_s) / duration_s)
            values[last:] += change


def keyed(channel: str, keys: Sequence[tuple[float, float]]) -> Phrase:
    """Return a phrase that passes through key poses (seconds, value), starting from 0 at the first key's time."""
    strokes = []
    for (before_s, before), (after_s, after) in pairwise(keys):
        middle_s, duration_s = (before_s + after_s) / 2, (after_s - before_s) * _OVERLAP
        start_s = max(0.0, middle_s - duration_s / 2)
        strokes.append(Stroke(channel, start_s, duration_s, after - before))
    return Phrase(tuple(strokes), max(stroke.start_s + stroke.duration_s for stroke in strokes))


def pose(values: Mapping[str, float], onset_s: float, offset_s: float, *, anticipation: float = 0.0) -> Phrase:
    """Return a phrase that takes a pose, can hold it, and lets it go.

    `values` may use short names (see `sides_of`). `anticipation` is the size of the counter-move before the onset
    as a share of the pose; it takes 120–200 ms.
    """
    wind_up_s = min(0.2, max(0.12, 0.3 * onset_s)) if anticipation else 0.0
    apex_s = wind_up_s + onset_s
    strokes: list[Stroke] = []
    for name, value in values.items():
        for channel in sides_of(name):
            if anticipation:
                strokes.append(Stroke(channel, 0.0, wind_up_s * _OVERLAP, -anticipation * value))
            strokes.append(Stroke(channel, wind_up_s, onset_s, (1.0 + anticipation) * value))
            strokes.append(Stroke(channel, apex_s, offset_s, -value))
    return Phrase(tuple(strokes), apex_s + offset_s, apex_s)


def together(*phrases: Phrase) -> Phrase:
    """Return phrases that begin at once; the latest apex is the one that is held."""
    apexes = [phrase.hold_at_s for phrase in phrases if phrase.hold_at_s is not None]
    if not apexes:
        return Phrase(tuple(s for p in phrases for s in p.strokes), max(p.duration_s for p in phrases))
    apex_s = max(apexes)
    waiting = [phrase.held(apex_s - (phrase.hold_at_s or 0.0)) for phrase in phrases]
    return Phrase(tuple(s for p in waiting for s in p.strokes), max(p.duration_s for p in waiting), apex_s)


def sequence(*phrases: Phrase, gap_s: float = 0.0) -> Phrase:
    """Return phrases one after another; the hold is the last one's."""
    strokes: list[Stroke] = []
    clock_s = 0.0
    hold_at_s: float | None = None
    for phrase in phrases:
        placed = phrase.delayed(clock_s)
        strokes += placed.strokes
        hold_at_s = placed.hold_at_s
        clock_s = placed.duration_s + gap_s
    return Phrase(tuple(strokes), clock_s - gap_s, hold_at_s)
