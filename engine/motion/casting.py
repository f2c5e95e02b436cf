"""Casting: which gestures a person plays, how large and how fast, and when."""

from dataclasses import replace

import numpy as np

from engine.motion.arc import Arc
from engine.motion.gestures import REPERTOIRE, Cue
from engine.motion.stage import Stage
from engine.motion.timing import Placed, place
from engine.types.direction import Direction, Gesture
from engine.types.scene import Face

_PACE = (0.4, 2.2)
_AMOUNT = (0.2, 2.0)
"""Beyond these, a gesture would not read as itself any more."""
_LOOKS_ASIDE_DEG = 3.0
_LATEST_S = 0.35


def cast(
    direction: Direction, arc: Arc, face: Face, stage: Stage, *, in_company: bool, rng: np.random.Generator
) -> tuple[Placed, ...]:
    """Return the gestures at their places; where none was asked for, the one that the mood brings along.

    A person in company has an own tempo, size and delay, so that several do the same thing each in their own way.
    """
    own_pace, own_amount, late = (
        (rng.uniform(0.93, 1.07), rng.uniform(0.88, 1.12), rng.uniform(0.0, 0.06)) if in_company else (1.0, 1.0, 0.0)
    )
    scenes = []
    for gesture in direction.gestures or _brought_along(arc):
        if gesture.name in direction.avoid:
            continue
        manner = arc.at((0.4 if gesture.start is None else gesture.start) * stage.duration_s).mood.manner
        cue = Cue(
            count=gesture.count,
            pace=float(np.clip(direction.pace * gesture.pace * manner.pace * own_pace, *_PACE)),
            amount=float(np.clip(direction.amount * gesture.amount * manner.size * own_amount, *_AMOUNT)),
            side=gesture.side,
            natural_side="left" if face.pose.yaw_deg > _LOOKS_ASIDE_DEG else "right",
            shut_s=manner.shut_s,
            frame_s=stage.frame_s,
        )
        scenes.append((gesture, REPERTOIRE[gesture.name].build(cue)))
    late_s = min(_LATEST_S, late * stage.duration_s)
    return tuple(
        replace(item, start_s=item.start_s + late_s, phrase=item.phrase.delayed(late_s))
        for item in place(scenes, stage.duration_s, loop=stage.loop)
    )


def _brought_along(arc: Arc) -> tuple[Gesture, ...]:
    """Return the small gestures of the moods; with several moods, each a little after its mood has begun."""
    ends_s = [*(segment.start_s for segment in arc.segments[1:]), arc.duration_s]
    gestures = []
    for segment, end_s in zip(arc.segments, ends_s, strict=True):
        gesture = segment.mood.expression.gesture
        if gesture and len(arc.segments) > 1:
            start_s = segment.start_s + 0.3 * (end_s - segment.start_s)
            gesture = gesture.model_copy(update={"start": start_s / arc.duration_s})
        if gesture:
            gestures.append(gesture)
    return tuple(gestures)
