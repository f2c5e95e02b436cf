"""Timing: when each gesture happens.

By default the clip settles in, for a beat at least, the gestures are its climax, and a moment is left to resolve. More
time stretches the holds and the time around the gestures, never their strokes.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from engine.motion.gestures import Entry
from engine.motion.phrases import Phrase

_LOOP_TAIL = 0.2
_LEAST_TEMPO = 0.6
"""When time is short a phrase may be hurried down to this share of its natural length."""
_LEAST_HOLD = 0.4
"""The share of its hold that a pose keeps when the clip is too short for it."""
_APEX_SEEN_S = 0.35
_BREATHING_SPACE_S = 1.2
_TYPICAL_CLIP_S = 5.0
_BEAT_S, _BEAT_SHARE = 0.6, 0.12
"""How long a film looks at a person before they first do something, however much they have to do; and at most which
share of the clip."""
_LEAST_PAUSE_S = 0.15


class Action(NamedTuple):
    """Something a person does, not yet in its place."""

    entry: Entry
    phrase: Phrase
    """Without its hold, in its own time."""
    start: float | None
    """The moment of the clip that was asked for, 0…1; null leaves it open."""


@dataclass(frozen=True, slots=True)
class Placed:
    """An action at its place in the clip."""

    entry: Entry
    start_s: float
    phrase: Phrase
    """Its strokes in the clip's own time."""


@dataclass(frozen=True, slots=True)
class _Draft:
    entry: Entry
    phrase: Phrase
    """Without its hold, in its own time."""
    hold_s: float

    @property
    def length_s(self) -> float:
        """How long until everything has happened; what is held to the end needs to be seen only."""
        return self.phrase.duration_s if self.phrase.hold_at_s is None else self.phrase.hold_at_s + _APEX_SEEN_S

    def busy_s(self, following: "_Draft | None") -> float:
        """Return how long the next gesture has to wait: while both would need the same part of the body."""
        if self.phrase.hold_at_s is None or following is None:
            return self.length_s
        if self.entry.part == following.entry.part:
            return self.phrase.hold_at_s + min(self.hold_s, _APEX_SEEN_S + 0.4 * self.hold_s, 1.5)
        return self.length_s

    def hurried(self, factor: float) -> "_Draft":
        return replace(self, phrase=self.phrase.stretched(factor), hold_s=self.hold_s * factor)


def place(actions: Sequence[Action], duration_s: float, *, loop: bool, own: Collection[int]) -> tuple[Placed, ...]:
    """Give every action its start and its hold, in order; a start that was asked for is kept if it can.

    Only a person's `own` actions are returned, by their indices; those of others take their time all the same.
    """
    stretch = min(3.0, max(0.3, duration_s / _TYPICAL_CLIP_S))
    drafts = [_Draft(action.entry, action.phrase, min(duration_s, action.entry.hold_s * stretch)) for action in actions]
    end_s = duration_s * (1.0 - _LOOP_TAIL) if loop else duration_s - min(0.2, 0.05 * duration_s)
    starts: list[float | None] = [
        None
        if action.start is None
        else max(0.0, min(action.start * duration_s, end_s - min(draft.length_s, 0.9 * end_s)))
        for action, draft in zip(actions, drafts, strict=True)
    ]
    placed: list[tuple[float, _Draft]] = []
    clock_s, index = 0.0, 0
    while index < len(drafts):
        if (start_s := starts[index]) is not None:
            placed.append((start_s, drafts[index]))
            following = drafts[index + 1] if index + 1 < len(drafts) else None
            clock_s = start_s + drafts[index].busy_s(following)
            index += 1
            continue
        stop = next((i for i in range(index, len(drafts)) if starts[i] is not None), len(drafts))
        next_s = starts[stop] if stop < len(drafts) else None
        placed += _spread(drafts[index:stop], clock_s, end_s if next_s is None else max(next_s, clock_s), duration_s)
        index = stop
    mine = [placed[index] for index in range(len(placed)) if index in own]
    return _with_holds(sorted(mine, key=lambda item: item[0]), duration_s)


def _spread(run: list[_Draft], from_s: float, to_s: float, duration_s: float) -> list[tuple[float, _Draft]]:
    """Place gestures that may begin anywhere between two moments."""
    lengths = [draft.busy_s(after) for draft, after in zip(run, [*run[1:], None], strict=True)]
    settle_s = min(1.2, 0.15 * duration_s) if from_s == 0.0 else min(0.3, 0.05 * duration_s)
    resolve_s = min(1.5, 0.15 * duration_s)
    free_s = (to_s - from_s) - settle_s - resolve_s - sum(lengths)
    if free_s < 0.0:
        # Give up the time around the gestures first, then hurry them.
        least_s = min(_BEAT_S, _BEAT_SHARE * duration_s) if from_s == 0.0 else _LEAST_PAUSE_S
        settle_s = max(min(settle_s, least_s), settle_s + 0.7 * free_s)
        available_s = max(0.1, to_s - from_s - settle_s)
        factor = min(1.0, max(_LEAST_TEMPO, available_s / sum(lengths)))
        run, gap_s = [draft.hurried(factor) for draft in run], 0.0
        # What still does not fit overlaps, so that each gesture at least begins within the clip.
        lengths = [length * min(factor, available_s / sum(lengths)) for length in lengths]
    else:
        gap_s = min(_BREATHING_SPACE_S, 0.5 * free_s / len(run))
        longest_s = min(4.0, max(1.5, 0.22 * duration_s))
        settle_s += min(longest_s, 0.6 * (free_s - gap_s * (len(run) - 1)))
    clock_s = from_s + settle_s
    starts = []
    for length in lengths:
        starts.append(clock_s)
        clock_s += length + gap_s
    return list(zip(starts, run, strict=True))


def _with_holds(drafts: list[tuple[float, _Draft]], duration_s: float) -> tuple[Placed, ...]:
    """Lengthen each hold until it is over, the clip ends, or another gesture needs the same part of the body."""
    result = []
    for index, (start_s, draft) in enumerate(drafts):
        apex_s = start_s + (draft.phrase.hold_at_s or 0.0)
        taken_s = next(
            (
                later_s
                for later_s, other in drafts[index + 1 :]
                if other.entry.part == draft.entry.part and later_s > start_s
            ),
            duration_s,
        )
        hold_s = max(0.0, min(draft.hold_s, taken_s - apex_s))
        to_spare_s = duration_s - start_s - draft.phrase.duration_s
        if hold_s > to_spare_s and taken_s == duration_s:
            # Either the release is seen whole, or the clip ends on the pose; never half-way.
            hold_s = to_spare_s if to_spare_s >= _LEAST_HOLD * draft.hold_s else max(0.0, duration_s - apex_s)
        result.append(Placed(draft.entry, start_s, draft.phrase.held(hold_s).delayed(start_s)))
    return tuple(result)
