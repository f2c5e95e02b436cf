"""Figures: how an accompaniment breaks up its chords, written like a row of steps.

A digit is a note of the chord, 0 the lowest; `c` the whole chord; `-` lets sound what sounds; `.` is a rest.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.audio.score import Note

_STRUM_BEATS = 0.03
"""From one string to the next."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A row of steps that is repeated."""

    row: str
    steps_a_beat: int = 1
    gate: float = 0.95
    """How much of its time a note sounds; more than 1 overlaps the next."""
    pedal: bool = False
    """Whether notes ring until the chord changes."""
    strummed: bool = False


FIGURES: dict[str, Figure] = {
    "held": Figure("c---"),
    "sparse": Figure("031-", pedal=True),
    "broken": Figure("0121", pedal=True),
    "rolling": Figure("01213121", 2, pedal=True),
    "rising": Figure("01230123", 2, pedal=True),
    "plodding": Figure("cccc", gate=0.7),
    "pulse": Figure("cccccccc", 2, gate=0.75),
    "off the beat": Figure(".c", 2, gate=0.4),
    "bouncing": Figure("0c1c", 2, gate=0.4),
    "dotted": Figure("c..cc..c", 4, gate=0.7),
    "tremolo": Figure("cccc", 4, gate=1.0),
    "ostinato": Figure("00200100", 2, gate=0.6),
    "ticking": Figure("0101", 2, gate=0.35),
    "driving": Figure("0010", 4, gate=0.7),
    "waltz": Figure(".cc", gate=0.6),
    "turning": Figure("012321", 2, pedal=True),
    "picked": Figure("02132132", 2, pedal=True),
    "strummed": Figure("c-c--cc-", 2, gate=1.0, strummed=True),
    "comping": Figure("c-.c..c.", 2, gate=0.6),
    "power": Figure("cc.cc.cc", 2, gate=0.85),
    # of the bass, whose chord is root, fifth, octave
    "roots": Figure("0---"),
    "fifths": Figure("0-1-"),
    "steps": Figure("0121"),
    "walking": Figure("0121", gate=0.9),
    "eighths": Figure("00000010", 2, gate=0.8),
    "short": Figure("01", gate=0.5),
    "one": Figure("0.."),
    "groove": Figure("0..0.0.1", 2, gate=0.7),
}

DRUMS: dict[str, tuple[int, dict[int, str]]] = {
    # name → steps a beat, General MIDI's drum → its row: X strong, x plain, o soft
    "shaker": (2, {70: "oxoxoxox", 37: "..x...x."}),
    "light": (2, {36: "x...x...", 42: "oxoxoxox", 39: "..o...o."}),
    "pop": (4, {36: "X.......x.x.....", 38: "....X.......X...", 42: "x.o.x.o.x.o.x.o."}),
    "rock": (4, {36: "X..x....X.x.....", 38: "....X.......X..x", 46: "x...x...x...x..."}),
    "four": (4, {36: "X...X...X...X...", 39: "....x.......x...", 42: "..x...x...x...x."}),
    "slow beat": (4, {36: "x......x..x.....", 37: "....x.......x...", 42: "o.o.o.o.o.o.o.oo"}),
    "boom": (4, {36: "X.....x...X.....", 38: "....X.......X...", 42: "x.x.x.xxx.x.x.x."}),
    "swing": (3, {51: "x..x.xx..x.x", 44: "...o.....o.."}),
    "toms": (4, {41: "X.o.x.o.X.o.x.oo", 36: "X.......X......."}),
    "march": (2, {38: "xooxxoxo", 36: "X...X..."}),
    "heartbeat": (4, {36: "Xo..xo..Xo..xo.."}),
}
_STRENGTHS = {"X": 1.0, "x": 0.75, "o": 0.5}


def figured(figure: Figure, chord: Sequence[int], start: int, stop: int) -> Iterator[Note]:
    """Yield a chord's notes over some beats, at full velocity; with each chord the row begins anew."""
    count = (stop - start) * figure.steps_a_beat
    row = [figure.row[step % len(figure.row)] for step in range(count)]
    struck = [step for step, sign in enumerate(row) if sign not in "-."]
    for step, following in zip(struck, [*struck[1:], count], strict=True):
        silent = next((later for later in range(step + 1, following) if row[later] == "."), following)
        length = (silent - step) * figure.gate / figure.steps_a_beat
        at = start + step / figure.steps_a_beat
        tones = chord if row[step] == "c" else [chord[int(row[step]) % len(chord)]]
        for string, pitch in enumerate(tones):
            late = string * _STRUM_BEATS * figure.strummed
            yield Note(at + late, stop - at if figure.pedal else length, pitch, 1.0)


def drummed(name: str, start: int, stop: int) -> Iterator[Note]:
    """Yield the strokes of a drum pattern over some beats; an upbeat takes its last steps."""
    steps_a_beat, rows = DRUMS[name]
    count = (stop - start) * steps_a_beat
    for drum, row in rows.items():
        for step in range(count):
            strength = _STRENGTHS.get(row[(step - count) % len(row)])
            if strength is not None:
                yield Note(start + step / steps_a_beat, 0.2, drum, strength)
