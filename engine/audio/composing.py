"""Composing: a direction becomes a score that follows its arc and ends with it."""

from collections import defaultdict
from dataclasses import dataclass, replace

import numpy as np

from engine.audio.arranging import Scene, arranged
from engine.audio.feeling import felt
from engine.audio.metre import beat_near, beats
from engine.audio.score import Instrument, Note, Part, Score
from engine.audio.styles import STYLES, Style
from engine.audio.temper import Temper
from engine.audio.wishes import wish_of
from engine.types.direction import Direction

_TONICS = (0, 2, 3, 5, 7, 9, 10)
"""The keys in use: C, D, E♭, F, G, A and B♭."""
_SHORTEST_CHANGE_S = 1.0
"""A mood that lasts for less does not change the music."""


@dataclass(frozen=True, slots=True)
class _Mood:
    """What holds from a moment on."""

    start_s: float
    style: Style
    temper: Temper


def written(direction: Direction, duration_s: float, seed: int) -> Score:
    """Return music for a film of that length; the same input gives the same notes."""
    rng = np.random.default_rng(seed % 2**63)
    moods = _moods(direction, duration_s)
    last = moods[-1].temper
    moments_s = beats(
        duration_s,
        lambda time_s: [mood for mood in moods if mood.start_s <= time_s][-1].temper.bpm,
        ring_s=last.ring_s,
        strict=direction.music.bpm is not None,
    )
    tonic = _TONICS[rng.integers(len(_TONICS))]
    notes: defaultdict[tuple[Instrument, str], list[Note]] = defaultdict(list)
    for scene in _scenes(moods, moments_s):
        for part in arranged(scene, tonic, rng):
            notes[part.instrument, part.role] += part.notes
    parts = tuple(Part(instrument, role, tuple(sorted(played))) for (instrument, role), played in notes.items())
    return Score(parts, moments_s, duration_s, tonic, _title(moods))


def _moods(direction: Direction, duration_s: float) -> list[_Mood]:
    """Return the moods in order of time, the first from 0 on; words about the music itself win over the arc."""
    wish = wish_of(direction.music)
    course = {0.0: (wish.emotion or felt(direction), 1.0)}
    if wish.emotion is None:
        course |= {beat.start * duration_s: (beat.emotion, beat.amount) for beat in direction.beats}
    moods: list[_Mood] = []
    for start_s, (emotion, amount) in sorted(course.items()):
        temper = Temper.of(emotion, amount * direction.amount, direction.pace)
        if direction.music.bpm is not None:
            temper = replace(temper, bpm=float(direction.music.bpm))
        if start_s == 0 or start_s <= duration_s - _SHORTEST_CHANGE_S:
            moods.append(_Mood(start_s, wish.applied(STYLES[emotion.label]), temper))
    return moods


def _scenes(moods: list[_Mood], moments_s: tuple[float, ...]) -> list[Scene]:
    """Cut the beats where the moods change, whole bars or half bars from the end."""
    scenes: list[Scene] = []
    stop = len(moments_s) - 1
    for mood in reversed(moods):
        unit = 3 if mood.style.bar == 3 else 2
        first = mood is moods[0]
        start = 0 if first else beat_near(moments_s, mood.start_s, before=stop, unit=unit)
        if start < stop or not scenes:
            scenes.insert(0, Scene(start, stop, mood.style, mood.temper, closes=not scenes))
        stop = start
    return scenes


def _title(moods: list[_Mood]) -> str:
    """Return the title of the first mood, and of the last one if that is another."""
    first, last = moods[0].style.title, moods[-1].style.title
    return first if first == last else f"{first}, then {last}"
