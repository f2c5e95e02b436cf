"""Temper: what an emotion's place in the circumplex does to music.

Tempo and loudness follow arousal, mode follows valence, and tempo outweighs mode (Gagnon & Peretz 2003, Cognition and
Emotion 17:25–40). The numbers are design values.
"""

from dataclasses import dataclass

from engine.audio.harmony import Mode
from engine.types.direction import Emotion

_NEUTRAL_BPM = 88.0
_OCTAVES_OF_TEMPO = 0.95
"""By how many doublings the tempo rises from neutral to the highest arousal."""
_PACE_POWER = 0.25
"""A slower acting slows the music, but by far less."""
_MODES = (
    (-0.5, 0.3, Mode.PHRYGIAN),
    (-0.3, 0.0, Mode.HARMONIC_MINOR),
    (-0.3, -1.0, Mode.AEOLIAN),
    (0.05, -1.0, Mode.DORIAN),
    (0.45, -1.0, Mode.MIXOLYDIAN),
    (1.0, -1.0, Mode.IONIAN),
)
"""Each mode up to a valence and from an arousal on; the first that holds. Fear and anger sound Phrygian; the leading
note of the harmonic minor pulls at what is agitated, and is spared what is resigned."""


@dataclass(frozen=True, slots=True)
class Temper:
    """How music of one mood goes."""

    bpm: float
    mode: Mode
    density: float
    """Notes of the melody a beat."""
    force: float
    """0…1: how hard the notes are struck."""
    ring_s: float
    """How long the last chord should sound at least."""

    @classmethod
    def of(cls, emotion: Emotion, amount: float = 1.0, pace: float = 1.0) -> "Temper":
        """Return the temper of an emotion, acted by so much and at such a pace, 1 being natural."""
        lift = (emotion.arousal + 1) / 2
        return cls(
            bpm=natural_bpm(emotion, pace),
            mode=_mode_of(emotion),
            density=0.35 + 1.1 * lift,
            force=min(1.0, (0.3 + 0.55 * lift) * amount**0.4),
            ring_s=1.9 - 1.2 * lift,
        )


def natural_bpm(emotion: Emotion, pace: float = 1.0) -> float:
    """Return the tempo of an emotion acted at a pace, 1 being natural, in beats a minute."""
    return float(_NEUTRAL_BPM * 2 ** (_OCTAVES_OF_TEMPO * emotion.arousal) * pace**_PACE_POWER)


def _mode_of(emotion: Emotion) -> Mode:
    return next(mode for valence, arousal, mode in _MODES if emotion.valence <= valence and emotion.arousal >= arousal)
