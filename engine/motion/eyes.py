"""Eyes that live: blinks at the mood's own rate, glances after its habit, tiny saccades in between."""

from typing import NamedTuple

import numpy as np

from engine.motion.arc import Arc
from engine.motion.easing import Curve
from engine.motion.phrases import Phrase, Stroke

_CLOSING, _SHUT, _OPENING = 0.75, 0.3, 1.6
"""Parts of a blink, in units of the mood's `shut_s`: it closes faster than it opens (Stern 1984)."""
_REGULARITY = 4.0
"""Shape of the gamma distribution of the intervals: natural, neither clockwork nor clusters."""
_LEAST_GAP_S = 0.5
_REPLACES_S = 1.6
"""A blink that something prompted stands for the one that would have come by itself this long before or after."""
_LARGE_SHIFT_DEG = 10.0
_BETWEEN_SHIFTS = 0.7
"""A far glance brings a blink if the last one is this share of a usual interval ago."""
_HEAD_FOLLOWS = {"gaze_yaw_deg": ("yaw_deg", 0.22), "gaze_pitch_deg": ("pitch_deg", 0.16)}
"""How much of a glance the head makes its own."""
_HEAD_LAG_S, _HEAD_S = 0.09, 0.6
_SETTLED_AWAY = 0.74
"""Who spends more than this share of the time looking away does not come home at the end."""


def blink_phrase(shut_s: float, frame_s: float) -> Phrase:
    """Return one blink of both eyes; it stays shut for at least one frame, so that every clip shows it closed."""
    closing_s, opening_s = max(0.06, _CLOSING * shut_s), max(0.12, _OPENING * shut_s)
    open_at_s = closing_s + max(1.02 * frame_s, _SHUT * shut_s)
    return Phrase(
        tuple(
            stroke
            for lid in ("AU45_left", "AU45_right")
            for stroke in (Stroke(lid, 0.0, closing_s, 1.0), Stroke(lid, open_at_s, opening_s, -1.0))
        ),
        open_at_s + opening_s,
    )


class Glances(NamedTuple):
    """Where the eyes wander."""

    phrase: Phrase = Phrase()
    shifts_s: tuple[float, ...] = ()
    """When they jump so far that a blink comes along."""
    following: Phrase = Phrase()
    """The head, which goes a part of the way, later and more slowly."""


def glances(arc: Arc, aside: int, home_from_s: float, frame_s: float, rng: np.random.Generator) -> Glances:
    """Return fixations after each mood's habit, with micro-saccades; from `home_from_s` on the eyes stay home.

    `aside` is the person's chosen side, −1 or +1. A saccade takes 20–30 ms and 2–2.7 ms a degree (Lee 2002), here
    at least two frames, which is as fast as a film can show.
    """
    strokes: list[Stroke] = []
    following: list[Stroke] = []
    shifts_s: list[float] = []
    place, clock_s = np.zeros(2), min(0.9, 0.2 * arc.duration_s)
    while clock_s < arc.duration_s:
        segment = arc.at(clock_s)
        habit, manner = segment.mood.expression.gaze, segment.mood.manner
        is_home = clock_s >= home_from_s and habit.away < _SETTLED_AWAY
        is_away = bool(rng.random() < habit.away) and not is_home
        centre = np.array([habit.aside_deg * aside, habit.pitch_deg]) if is_away else np.zeros(2)
        target = centre + rng.normal(0.0, 1.1 if is_away else 0.35, 2).clip(-2.0, 2.0)
        distance_deg = float(np.hypot(*(target - place)))
        duration_s = max(0.025 + 0.0024 * distance_deg, 2.0 * frame_s, 0.07)
        for channel, change in zip(("gaze_yaw_deg", "gaze_pitch_deg"), target - place, strict=True):
            strokes.append(Stroke(channel, clock_s, duration_s, float(change)))
            head, share = _HEAD_FOLLOWS[channel]
            head_s = _HEAD_S / manner.pace
            following.append(Stroke(head, clock_s + _HEAD_LAG_S, head_s, share * float(change)))
        rested_s = clock_s - (shifts_s[-1] if shifts_s else -np.inf)
        if distance_deg > _LARGE_SHIFT_DEG and rested_s > _BETWEEN_SHIFTS * 60.0 / manner.blinks_per_min:
            shifts_s.append(clock_s)
        place = target
        dwell_s = habit.dwell_s if is_away else 0.9 / manner.pace
        next_s = clock_s + duration_s + max(0.25, dwell_s * float(rng.gamma(_REGULARITY, 1.0 / _REGULARITY)))
        clock_s = home_from_s if clock_s < home_from_s < next_s else next_s
    return Glances(Phrase(tuple(strokes), arc.duration_s), tuple(shifts_s), Phrase(tuple(following), arc.duration_s))


def blink_times(times: Curve, per_minute: Curve, prompts_s: list[float], rng: np.random.Generator) -> list[float]:
    """Return when a person blinks: at a rate that may change over time, and at every prompt.

    Prompts (a head turn, a far glance) replace the blinks that would have come about then.
    """
    expected = np.concatenate(([0.0], np.cumsum(per_minute[1:] * np.diff(times) / 60.0)))
    intervals = rng.gamma(_REGULARITY, 1.0 / _REGULARITY, int(2.0 * expected[-1]) + 8)
    intervals[0] = rng.uniform(0.25, 0.8)
    own = np.interp(np.cumsum(intervals), expected, times, right=np.inf)
    prompted: list[float] = []
    for time_s in sorted(prompts_s):
        if not prompted or time_s - prompted[-1] > _LEAST_GAP_S:
            prompted.append(time_s)
    unprompted = [time_s for time_s in own.tolist() if all(abs(time_s - other_s) > _REPLACES_S for other_s in prompted)]
    return sorted(prompted + [time_s for time_s in unprompted if np.isfinite(time_s)])
