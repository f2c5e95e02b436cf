"""`Score`: written music, in beats, and what plays it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

import numpy as np


class Instrument(IntEnum):
    """The sounds in use, by their program in General MIDI, counted from 0."""

    PIANO = 0
    ELECTRIC_PIANO = 4
    HARPSICHORD = 6
    CELESTA = 8
    GLOCKENSPIEL = 9
    MUSIC_BOX = 10
    VIBRAPHONE = 11
    MARIMBA = 12
    NYLON_GUITAR = 24
    STEEL_GUITAR = 25
    OVERDRIVEN_GUITAR = 29
    DOUBLE_BASS = 32
    ELECTRIC_BASS = 33
    SYNTH_BASS = 38
    VIOLIN = 40
    CELLO = 42
    TREMOLO_STRINGS = 44
    PIZZICATO = 45
    HARP = 46
    STRINGS = 48
    SLOW_STRINGS = 49
    CHOIR = 52
    TRUMPET = 56
    HORN = 60
    BRASS = 61
    SAXOPHONE = 65
    OBOE = 68
    ENGLISH_HORN = 69
    BASSOON = 70
    CLARINET = 71
    FLUTE = 73
    SYNTH_LEAD = 81
    WARM_PAD = 89
    DRUMS = 128
    """No program: the drum kit, whose pitches are drums."""


class Note(NamedTuple):
    """One note."""

    start: float
    """In beats from the beginning."""
    length: float
    """In beats."""
    pitch: int
    """MIDI's number of the key; 60 is the middle C."""
    velocity: float
    """0…1: how hard it is struck."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one player plays."""

    instrument: Instrument
    role: str
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """A whole piece."""

    parts: tuple[Part, ...]
    beats_s: tuple[float, ...]
    """When each beat falls, from the first to the one on which the last chord is struck."""
    duration_s: float
    tonic: int
    """The key's pitch class, 0 being C."""
    title: str

    def seconds(self, beats: Iterable[float]) -> list[float]:
        """Return when moments given in beats are heard; after the last chord a beat lasts as long as before it.

        Nothing lasts longer than a second beyond the film.
        """
        known = np.array(self.beats_s)
        places = np.arange(len(known), dtype=np.float64)
        asked = np.array(list(beats), dtype=np.float64)
        period_s = known[-1] - known[-2] if len(known) > 1 else 1.0
        beyond_s = known[-1] + np.maximum(asked - places[-1], 0.0) * period_s
        moments: list[float] = np.minimum(
            np.where(asked > places[-1], beyond_s, np.interp(asked, places, known)), self.duration_s + 1.0
        ).tolist()
        return moments
