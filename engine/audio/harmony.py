"""Harmony: modes from dark to bright, their chords, and how a phrase closes."""

from dataclasses import dataclass
from enum import Enum

import numpy as np

Degrees = tuple[int, ...]
"""Steps of a scale, the tonic being 1."""


@dataclass(frozen=True, slots=True)
class ModeRules:
    """What is usual in a mode."""

    steps: tuple[int, ...]
    """Semitones of its seven notes above the tonic."""
    progressions: tuple[Degrees, ...]
    """Phrases of four chords."""
    cadences: tuple[Degrees, ...]
    """The last chords before the closing tonic."""


class Mode(Enum):
    """The church modes in use and the harmonic minor, in the order of brightness: each raises a note of the one before.

    Valence follows this order (Temperley & Tan 2013, "Emotional connotations of diatonic modes", Music Perception
    30:237–257, whose listeners find Ionian happiest and each lowered note sadder).
    """

    PHRYGIAN = ModeRules((0, 1, 3, 5, 7, 8, 10), ((1, 2, 1, 7), (1, 2, 3, 2), (1, 6, 2, 1)), ((2,), (7,)))
    AEOLIAN = ModeRules(
        (0, 2, 3, 5, 7, 8, 10), ((1, 6, 3, 7), (1, 5, 6, 4), (1, 4, 6, 7), (1, 6, 4, 1)), ((6, 4), (4,), (6, 7))
    )
    HARMONIC_MINOR = ModeRules(
        (0, 2, 3, 5, 7, 8, 10), ((1, 4, 6, 5), (1, 6, 4, 5), (1, 7, 6, 5)), ((4, 5), (6, 5), (5,))
    )
    DORIAN = ModeRules((0, 2, 3, 5, 7, 9, 10), ((1, 4, 1, 7), (1, 7, 4, 1), (1, 3, 7, 4)), ((7,), (4,), (3, 4)))
    MIXOLYDIAN = ModeRules((0, 2, 4, 5, 7, 9, 10), ((1, 7, 4, 1), (1, 4, 7, 4), (1, 6, 7, 4)), ((7,), (4,), (7, 4)))
    IONIAN = ModeRules(
        (0, 2, 4, 5, 7, 9, 11), ((1, 5, 6, 4), (1, 6, 4, 5), (1, 4, 6, 5), (1, 3, 4, 5)), ((4, 5), (2, 5), (5,))
    )

    @property
    def brightness(self) -> int:
        """Place in the order, 0 the darkest."""
        return list(Mode).index(self)

    def chord(self, degree: int) -> "Chord":
        """Return the chord on a degree; the dominant of the harmonic minor has the leading note."""
        steps = list(self.value.steps)
        if self is Mode.HARMONIC_MINOR and degree == 5:
            steps[6] = 11
        tones = tuple(steps[(degree - 1 + third) % 7] for third in (0, 2, 4, 6))
        return Chord(tones, tuple(steps))


@dataclass(frozen=True, slots=True)
class Chord:
    """A chord and the scale that fits it, as semitones above the tonic, 0…11."""

    tones: tuple[int, ...]
    """Root, third, fifth, seventh."""
    scale: tuple[int, ...]


def phrase_of(mode: Mode, count: int, rng: np.random.Generator, *, closes: bool) -> list[Chord]:
    """Return the chords of a section: it begins on the tonic, and leads to one if it closes the piece.

    Phrases of four follow the form A A B A, so that what comes back is recognised and what comes between is new.
    """
    rules = mode.value
    order = rng.permutation(len(rules.progressions))
    theme, contrast = (rules.progressions[index] for index in order[:2])
    degrees = [((theme, theme, contrast, theme)[index // 4 % 4])[index % 4] for index in range(count)]
    if closes and count > 1:
        cadence = rules.cadences[rng.integers(len(rules.cadences))][-(count - 1) :]
        degrees[-len(cadence) :] = cadence
    return [mode.chord(degree) for degree in degrees]


def voiced(chord: Chord, tonic: int, centre: float, *, notes: int = 4, sevenths: bool = False) -> tuple[int, ...]:
    """Return the pitches of a chord in the inversion that lies nearest to a centre, from the lowest up.

    Chords around one centre lead to each other by small steps by themselves.
    """
    tones = chord.tones if sevenths else chord.tones[:3]
    classes = {(tonic + tone) % 12 for tone in tones}
    ladder = [pitch for pitch in range(int(centre) - 16, int(centre) + 18) if pitch % 12 in classes]
    inversions = [ladder[start : start + notes] for start in range(len(ladder) - notes + 1)]
    return tuple(min(inversions, key=lambda pitches: abs(sum(pitches) / notes - centre)))
