"""Casting: what a person does, how large and how fast, and when."""

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from engine.motion.arc import Arc
from engine.motion.gestures import PHRASINGS, REPERTOIRE, Cue, Entry
from engine.motion.rhythm import on_the_beat
from engine.motion.stage import Stage
from engine.motion.timing import Action, Placed, place
from engine.types.direction import Direction, Gesture, GestureName, Side
from engine.types.hidden_eyes import hidden_eyes
from engine.types.scene import Face

_PACE = (0.4, 2.2)
_AMOUNT = (0.2, 2.0)
"""Beyond these, a gesture would not read as itself any more."""
_LOOKS_ASIDE_DEG = 3.0
_LATEST_S = 0.35
_ONE_IN_S = 9.0
"""Seconds for which one thing that a mood does by itself is enough."""
_INTO_ITS_SHARE = 0.3
_LEAST_TEMPO = 0.6
"""To this share of its length what a mood brings along is hurried before it would reach into the next mood."""


@dataclass(frozen=True, slots=True)
class _Wish:
    """Something that is to be done."""

    entry: Entry
    shows: frozenset[GestureName]
    """What must not be forbidden, lest it be left out."""
    count: int = 1
    pace: float = 1.0
    amount: float = 1.0
    side: Side | None = None
    start: float | None = None
    is_mirrored: bool = False
    """Whether it goes to the side that is not this person's natural one, unless a side was asked for."""
    room_s: float = math.inf
    """How long its mood holds from its start on."""

    @classmethod
    def of(cls, gesture: Gesture) -> Self:
        return cls(
            entry=REPERTOIRE[gesture.name],
            shows=frozenset({gesture.name}),
            count=gesture.count,
            pace=gesture.pace,
            amount=gesture.amount,
            side=gesture.side,
            start=gesture.start,
        )


def cast(
    direction: Direction,
    arc: Arc,
    face: Face,
    stage: Stage,
    *,
    does: Collection[int],
    beats_s: Sequence[float],
    in_company: bool,
    rng: np.random.Generator,
) -> tuple[Placed, ...]:
    """Return what a person does, in place; where nothing was asked for, what the mood brings along.

    `does` are the indices of the direction's gestures that are this person's; the others' take their time before and
    after them. A person in company has an own tempo, size and delay, so that several do the same thing each in their
    own way; on the `beats_s` of a music they keep together.
    """
    own_pace, own_amount, late = (
        (rng.uniform(0.93, 1.07), rng.uniform(0.88, 1.12), rng.uniform(0.0, 0.06)) if in_company else (1.0, 1.0, 0.0)
    )
    wishes = map(_Wish.of, direction.gestures) if direction.gestures else _brought_along(arc)
    actions: list[Action] = []
    own: list[int] = []
    for index, wish in enumerate(wishes):
        if any(name in wish.shows for name in direction.avoid):
            continue
        manner = arc.at((0.4 if wish.start is None else wish.start) * stage.duration_s).mood.manner
        cue = Cue(
            count=wish.count,
            pace=float(np.clip(direction.pace * wish.pace * manner.pace * own_pace, *_PACE)),
            amount=float(np.clip(direction.amount * wish.amount * manner.size * own_amount, *_AMOUNT)),
            side=wish.side,
            natural_side="left" if (face.pose.yaw_deg > _LOOKS_ASIDE_DEG) != wish.is_mirrored else "right",
            heaviness=manner.heaviness,
            shut_s=manner.shut_s,
            frame_s=stage.frame_s,
            hidden=hidden_eyes(face.landmarks),
        )
        if index in does or not direction.gestures:
            own.append(len(actions))
        phrase = wish.entry.build(cue)
        hurry = min(1.0, max(_LEAST_TEMPO, wish.room_s / phrase.duration_s))
        actions.append(Action(wish.entry, phrase.stretched(hurry), wish.start))
    placed = place(actions, stage.duration_s, loop=stage.loop, own=own)
    if beats_s:
        return tuple(on_the_beat(item, beats_s) for item in placed)
    late_s = min(_LATEST_S, late * stage.duration_s)
    return tuple(replace(item, start_s=item.start_s + late_s, phrase=item.phrase.delayed(late_s)) for item in placed)


def _brought_along(arc: Arc) -> Iterator[_Wish]:
    """Yield what the moods do by themselves: in a long clip more than once, each time to the other side."""
    for segment in arc.segments:
        label, gesture = segment.mood.label, segment.mood.expression.gesture
        if label in PHRASINGS:
            wish = _Wish(PHRASINGS[label], PHRASINGS[label].contains)
        elif gesture:
            wish = _Wish.of(gesture)
        else:
            continue
        wish = replace(wish, amount=wish.amount * segment.mood.strength)
        length_s = segment.stop_s - segment.start_s
        times = max(1, round(length_s / _ONE_IN_S))
        if times == len(arc.segments) == 1:
            yield wish
            continue
        for turn in range(times):
            start_s = segment.start_s + (turn + _INTO_ITS_SHARE) / times * length_s
            room_s = (1.0 - _INTO_ITS_SHARE) / times * length_s
            yield replace(wish, start=start_s / arc.duration_s, is_mirrored=turn % 2 == 1, room_s=room_s)
