"""Rhythm: gestures take up a beat that is near to them anyway.

An action has accents: the moments at which its leading part turns or arrives, such as the lowest points of nods. The
first and the last go to the beat that is nearest, where that is less than a quarter of a second away; what lies between
is hurried or slowed with them, evenly, so that nothing else in the gesture changes.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from engine.motion.phrases import Phrase
from engine.motion.timing import Placed
from engine.types.curves import FACE_CHANNELS, Track

_FARTHEST_S = 0.25
_TEMPO = (0.75, 1.35)
"""How much quicker or slower a gesture may become for the sake of its last accent."""
_ACCENT = 0.3
"""From this share of the largest on, a turn is an accent."""
_AT_REST = 0.01
"""Share of the highest speed below which a part has come to rest."""
_FINENESS_S = 0.01


def on_the_beat(placed: Placed, beats_s: Sequence[float]) -> Placed:
    """Return an action with its accents on the nearest of the beats (seconds), where that is near enough."""
    accents_s = accents(placed.phrase)
    if not accents_s or not beats_s:
        return placed
    first_s, last_s = accents_s[0], accents_s[-1]
    first_beat_s, last_beat_s = (min(beats_s, key=lambda beat_s: abs(beat_s - at_s)) for at_s in (first_s, last_s))
    if abs(first_beat_s - first_s) >= _FARTHEST_S:
        return placed
    slowness = (last_beat_s - first_beat_s) / (last_s - first_s) if last_s > first_s else 1.0
    if abs(last_beat_s - last_s) >= _FARTHEST_S or not _TEMPO[0] <= 1.0 / max(slowness, 1e-6) <= _TEMPO[1]:
        slowness = 1.0
    # Slowed down about its first accent, then carried to the beat.
    moved = placed.phrase.stretched(slowness).delayed(first_beat_s - slowness * first_s)
    starts_s = min(stroke.start_s for stroke in moved.strokes)
    if starts_s < 0.0:
        return placed
    return replace(placed, start_s=starts_s, phrase=moved)


def accents(phrase: Phrase) -> tuple[float, ...]:
    """Return when the leading channel of a phrase turns back or comes to rest away from its start, in seconds."""
    times = np.arange(0.0, phrase.duration_s + _FINENESS_S, _FINENESS_S)
    track = Track.at_rest(FACE_CHANNELS, len(times))
    phrase.add_to(track, times)
    shares = track.values / [channel.high for channel in FACE_CHANNELS]
    values = shares[:, int(np.abs(shares).max(axis=0).argmax())]
    velocity = np.diff(values)
    leaving = (velocity * values[1:] > 0.0) & (np.abs(velocity) > _AT_REST * np.abs(velocity).max(initial=0.0))
    arrivals = np.flatnonzero(leaving & ~np.append(leaving[1:], False)) + 1
    return tuple(float(times[at]) for at in arrivals if abs(values[at]) >= _ACCENT * np.abs(values).max())
