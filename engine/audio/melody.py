"""Melody: a motif that answers the chords, comes back, and finds home."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from engine.audio.harmony import Chord
from engine.audio.score import Note

_FORM = "AABA"
_PHRASE = 4
"""Chords a phrase."""
_SPAN = 10
"""Semitones around its centre that a melody keeps to."""
_FAR = 5
"""Semitones from its centre where a melody turns back."""
_STEPS = (-3, -2, -1, -1, -1, 1, 1, 1, 2, 3)
"""From note to note in steps of the scale: mostly neighbours, a leap now and then (after Huron 2006, ch. 5)."""


@dataclass(frozen=True, slots=True)
class Span:
    """A chord and the beats on which it holds."""

    chord: Chord
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Motif:
    """A rhythm and a contour."""

    onsets: tuple[float, ...]
    """In beats from the chord's beginning."""
    steps: tuple[int, ...]
    """From the note before, in steps of the scale."""

    @classmethod
    def new(cls, beats: int, density: float, rng: np.random.Generator) -> "Motif":
        """Invent a motif for a chord of some beats."""
        grid = 0.5 if density >= 0.9 else 1.0
        slots = np.arange(0, beats, grid)
        # strong places are chosen first: the chord's beginning always, then whole beats
        weights = np.where(slots % 2 == 0, 4.0, np.where(slots % 1 == 0, 3.0, 1.2))
        count = min(len(slots), max(1, round(density * beats)))
        later = rng.choice(slots[1:], count - 1, replace=False, p=weights[1:] / weights[1:].sum()) if count > 1 else ()
        onsets = (0.0, *sorted(float(onset) for onset in later))
        return cls(onsets, tuple(int(step) for step in rng.choice(_STEPS, len(onsets))))


def melody(spans: Sequence[Span], tonic: int, centre: int, density: float, rng: np.random.Generator) -> Iterator[Note]:
    """Yield a melody over the chords, around a centre; each phrase ends on a long note of its chord."""
    beats = max(span.stop - span.start for span in spans)
    motifs = {letter: Motif.new(beats, density, rng) for letter in sorted(set(_FORM))}
    pitch = centre + int(rng.integers(-2, 5))
    for index, span in enumerate(spans):
        motif = motifs[_FORM[index // _PHRASE % len(_FORM)]]
        closes = index % _PHRASE == _PHRASE - 1 or index == len(spans) - 1
        onsets = [onset for onset in motif.onsets if onset < span.stop - span.start]
        onsets = onsets[: max(1, len(onsets) // 2)] if closes else onsets
        for place, (onset, step) in enumerate(zip(onsets, motif.steps, strict=False)):
            pitch = _next(pitch, step, span.chord, tonic, centre, stressed=onset % 2 == 0)
            end = onsets[place + 1] if place + 1 < len(onsets) else span.stop - span.start
            yield Note(span.start + onset, 0.95 * (end - onset), pitch, 1.0)


def _next(pitch: int, step: int, chord: Chord, tonic: int, centre: int, *, stressed: bool) -> int:
    """Move some steps of the scale, back to the centre from far away; where it is stressed, to a note of the chord.

    A melody never stays where it is: what is repeated may sound stuck.
    """
    away = pitch - centre
    if abs(away) >= _FAR and away * step > 0:
        step = -step
    ladder = _pitches(chord.scale, tonic, centre)
    here = min(range(len(ladder)), key=lambda index: abs(ladder[index] - pitch))
    there = ladder[min(max(here + step, 0), len(ladder) - 1)]
    if not stressed:
        return there
    return nearest([note for note in _pitches(chord.tones[:3], tonic, centre) if note != pitch], there)


def _pitches(classes: Sequence[int], tonic: int, centre: int) -> list[int]:
    wanted = {(tonic + tone) % 12 for tone in classes}
    return [pitch for pitch in range(centre - _SPAN, centre + _SPAN + 1) if pitch % 12 in wanted]


def nearest(pitches: Sequence[int], wanted: float) -> int:
    """Return the pitch that is nearest to a wanted one, the lower of two."""
    return min(pitches, key=lambda pitch: (abs(pitch - wanted), pitch))


def last_note(tonic: int, before: int) -> int:
    """Return the pitch on which a melody comes to rest: the tonic nearest to the note before."""
    return nearest([pitch for pitch in range(before - 12, before + 13) if (pitch - tonic) % 12 == 0], before)
