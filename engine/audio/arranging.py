"""Arranging: a scene of one mood becomes what each player plays."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import pi, sin

import numpy as np

from engine.audio.figures import FIGURES, drummed, figured
from engine.audio.harmony import Chord, phrase_of, voiced
from engine.audio.melody import Span, last_note, melody, nearest
from engine.audio.score import Instrument, Note, Part
from engine.audio.styles import HOMES, Style
from engine.audio.temper import Temper

_LEVELS = {"melody": 1.0, "harmony": 0.85, "pad": 0.7, "bass": 0.9, "drums": 0.9}
"""How hard each role strikes its notes, which colours the sound; its loudness is decided in the mix."""
_SINGING = 72
_HARMONY_CENTRE = 59.0
_PAD_CENTRE = 62.0
_BASS_CENTRE = 41
_AIRY_DENSITY = 0.75
_INTRODUCTION = 8
"""From so many chords on, the melody waits for one."""
_DOWNBEAT, _BEAT, _BETWEEN = 1.0, 0.9, 0.62
"""How hard notes are struck at the bar's first beat, on the others, and between them."""
_LATE_EIGHTH = 2 / 3
_ROLL_BEATS = 0.06
_LAST_CHORD = 0.8
"""How hard the last chord is struck: many notes at once sound louder than one after the other."""
_SOFTEST, _HEIGHT = 0.8, 0.6
"""How softly a scene begins and ends beside its height, and at which share of it that lies: it swells and subsides."""
_UNSTEADY_BEATS = 0.008
_UNEVEN = 0.04
"""Standard deviations of a player's time and touch."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A stretch of music in one mood."""

    start: int
    """Its first beat."""
    stop: int
    style: Style
    temper: Temper
    closes: bool
    """Whether the piece ends with it: on `stop` the last chord is struck."""


def arranged(scene: Scene, tonic: int, rng: np.random.Generator) -> list[Part]:
    """Return the parts of a scene. `tonic` is the pitch class of the key."""
    style, temper = scene.style, scene.temper
    spans = _spans(scene, rng)
    parts: dict[tuple[Instrument, str], list[Note]] = {}

    def play(role: str, instrument: Instrument | None, notes: Iterable[Note]) -> None:
        if instrument is not None:
            parts.setdefault((instrument, role), []).extend(notes)

    # 1. What accompanies, chord by chord.
    for span in spans:
        low = _bass_notes(span.chord, tonic)
        chord = _harmony_notes(span.chord, tonic, style)
        play("harmony", style.harmony, figured(FIGURES[style.figure], chord, span.start, span.stop))
        held = voiced(span.chord, tonic, _PAD_CENTRE, sevenths=style.sevenths)
        play("pad", style.pad, figured(FIGURES["held"], held, span.start, span.stop))
        play("bass", style.bass, figured(FIGURES[style.bass_figure], low, span.start, span.stop))
        if style.drums is not None:
            play("drums", Instrument.DRUMS, drummed(style.drums, span.start, span.stop))

    # 2. The melody.
    home = _SINGING if style.melody is None else HOMES.get(style.melody, _SINGING)
    density = temper.density * (_AIRY_DENSITY if style.airy else 1.0)
    sung = spans[1:] if len(spans) >= _INTRODUCTION else spans
    line = list(melody(sung, tonic, home, density, rng)) if sung else []
    play("melody", style.melody, line)

    # 3. The last chord.
    if scene.closes:
        home_chord, last = temper.mode.chord(1), scene.stop
        play("harmony", style.harmony, _rolled(_harmony_notes(home_chord, tonic, style), last))
        play("pad", style.pad, _rolled(voiced(home_chord, tonic, _PAD_CENTRE), last))
        play("bass", style.bass, _rolled(_bass_notes(home_chord, tonic)[:1], last))
        play("melody", style.melody, _rolled([last_note(tonic, line[-1].pitch if line else home)], last))

    return [
        Part(instrument, role, tuple(_touched(notes, scene, _LEVELS[role] * temper.force, rng)))
        for (instrument, role), notes in parts.items()
    ]


def _spans(scene: Scene, rng: np.random.Generator) -> list[Span]:
    """Divide a scene into chords of one length; an upbeat joins the first."""
    count = scene.stop - scene.start
    bar = scene.style.bar
    length = bar if bar == 3 or count >= 4 * bar else 2
    bounds = list(range(scene.stop, scene.start, -length))[::-1]
    if not bounds:
        return []
    starts = [scene.start, *bounds[:-1]]
    if len(bounds) > 1 and bounds[0] - scene.start < length:
        del starts[1], bounds[0]
    chords = phrase_of(scene.temper.mode, len(bounds), rng, closes=scene.closes)
    return [Span(chord, start, stop) for chord, start, stop in zip(chords, starts, bounds, strict=True)]


def _harmony_notes(chord: Chord, tonic: int, style: Style) -> tuple[int, ...]:
    """Return the chord as the accompaniment plays it; without a bass its root lies at the bottom."""
    if style.bass is not None:
        return voiced(chord, tonic, _HARMONY_CENTRE, sevenths=style.sevenths)
    return _bass_notes(chord, tonic)[0], *voiced(chord, tonic, _HARMONY_CENTRE, notes=3, sevenths=style.sevenths)


def _bass_notes(chord: Chord, tonic: int) -> tuple[int, int, int]:
    """Return root, fifth and octave."""
    root = nearest([pitch for pitch in range(33, 53) if (pitch - tonic - chord.tones[0]) % 12 == 0], _BASS_CENTRE)
    return root, root + (chord.tones[2] - chord.tones[0]) % 12, root + 12


def _rolled(chord: Sequence[int], beat: int) -> Iterator[Note]:
    """Yield a chord from its lowest note up, each note ringing to the end."""
    for place, pitch in enumerate(chord):
        yield Note(beat + place * _ROLL_BEATS, np.inf, pitch, _LAST_CHORD)


def _touched(notes: list[Note], scene: Scene, force: float, rng: np.random.Generator) -> Iterator[Note]:
    """Yield the notes as a person plays them: bars are stressed, phrases swell, and nothing is quite even."""
    bar = scene.style.bar
    length = max(1, scene.stop - scene.start)
    for note in sorted(notes):
        in_bar = (note.start - scene.stop) % bar
        accent = _DOWNBEAT if in_bar < 0.25 else _BEAT if in_bar % 1 < 0.25 else _BETWEEN
        share = min(1.0, (note.start - scene.start) / length)
        way = share / _HEIGHT if share < _HEIGHT else (1 - share) / (1 - _HEIGHT)
        swell = _SOFTEST + (1 - _SOFTEST) * sin(pi / 2 * way)
        velocity = note.velocity * force * accent * swell * (1 + _UNEVEN * rng.standard_normal())
        start = _swung(note.start) if scene.style.swing else note.start
        start = max(0.0, start + _UNSTEADY_BEATS * rng.standard_normal())
        yield note._replace(start=start, velocity=min(1.0, max(0.05, velocity)))


def _swung(beat: float) -> float:
    whole, rest = divmod(beat, 1.0)
    return whole + (_LATE_EIGHTH if rest == 0.5 else rest)
