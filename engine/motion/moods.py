"""Moods: what an emotion does to a person's manner and face.

The manner (tempo, sway, blinks, breath) follows an emotion's place in the valence–arousal plane; the face, the
carriage of the head and the habit of the eyes follow its name (`engine.motion.expressions`). Numbers: design
values in the ranges of the literature; blink rates after Bentivoglio 1997, tempo after Sowden 2021.
"""

import math
from dataclasses import astuple, dataclass

import numpy as np

from engine.motion.expressions import EXPRESSIONS, Expression
from engine.types.direction import Emotion, EmotionLabel

_FALL_OFF = 3
"""Power of distance by which an anchor's say falls off (Shepard 1968)."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a person moves, whatever they do."""

    pace: float = 1.0
    """Tempo; 1 is natural."""
    size: float = 1.0
    """Size of gestures; 1 is natural."""
    sway: float = 1.0
    """Size of the idle head drift; 1 is natural."""
    tremor_deg: float = 0.0
    """Peak of a fast shiver of the head."""
    blinks_per_min: float = 17.0
    shut_s: float = 0.12
    """A blink closes in about 0.7 × and opens in 1.5 × this time."""
    breaths_per_min: float = 14.0
    breath_depth: float = 0.35
    """Share of a deep breath."""


@dataclass(frozen=True, slots=True)
class Mood:
    """One emotion, ready to be played."""

    manner: Manner
    expression: Expression
    strength: float
    """1 is the emotion in full; "slightly sad" is less."""


MANNERS: dict[EmotionLabel, Manner] = {
    EmotionLabel.NEUTRAL: Manner(),
    EmotionLabel.JOY: Manner(1.25, 1.15, 1.3, 0.0, 20, 0.11, 15, 0.40),
    EmotionLabel.EXCITEMENT: Manner(1.5, 1.4, 1.6, 0.0, 24, 0.10, 16, 0.50),
    EmotionLabel.TENDERNESS: Manner(0.8, 0.85, 1.0, 0.0, 15, 0.20, 13, 0.38),
    EmotionLabel.CALM: Manner(0.75, 0.75, 0.7, 0.0, 12, 0.17, 12, 0.42),
    EmotionLabel.WISTFUL: Manner(0.6, 0.85, 0.7, 0.0, 11, 0.20, 12, 0.38),
    EmotionLabel.SADNESS: Manner(0.55, 0.7, 0.5, 0.0, 10, 0.22, 12, 0.32),
    EmotionLabel.ANGER: Manner(1.2, 0.95, 0.6, 0.05, 14, 0.09, 16, 0.50),
    EmotionLabel.FEAR: Manner(1.3, 0.9, 1.5, 0.12, 28, 0.09, 16, 0.40),
    EmotionLabel.SURPRISE: Manner(1.6, 1.1, 1.0, 0.0, 9, 0.10, 15, 0.40),
    EmotionLabel.PRIDE: Manner(0.9, 0.8, 0.7, 0.0, 13, 0.13, 13, 0.45),
}
"""The moods whose manner is known; all others lie between them."""


def mood_of(emotion: Emotion) -> Mood:
    """Return the mood of an emotion; one that has coordinates but no name takes its nearest neighbour's face."""
    label = emotion.label
    nameless = label is EmotionLabel.NEUTRAL and (emotion.valence or emotion.arousal)
    if nameless:
        label = _nearest(emotion.valence, emotion.arousal)
    expression = EXPRESSIONS[label]
    manner = MANNERS.get(label) or _manner_at(expression.valence, expression.arousal)
    if nameless:
        manner = _manner_at(emotion.valence, emotion.arousal)
    return Mood(manner, expression, _strength(emotion, expression))


def _nearest(valence: float, arousal: float) -> EmotionLabel:
    return min(
        EXPRESSIONS,
        key=lambda label: math.hypot(EXPRESSIONS[label].valence - valence, EXPRESSIONS[label].arousal - arousal),
    )


def _manner_at(valence: float, arousal: float) -> Manner:
    """Interpolate between the known manners by inverse distance."""
    places = np.array([(EXPRESSIONS[label].valence, EXPRESSIONS[label].arousal) for label in MANNERS])
    known = np.array([astuple(manner) for manner in MANNERS.values()])
    distance = np.hypot(*(places - (valence, arousal)).T)
    weights = 1.0 / np.maximum(distance, 1e-3) ** _FALL_OFF
    return Manner(*(float(value) for value in weights @ known / weights.sum()))


def _strength(emotion: Emotion, expression: Expression) -> float:
    """Compare an emotion's distance from neutral with that of its full form; no coordinates mean the full form."""
    asked = math.hypot(emotion.valence, emotion.arousal)
    full = math.hypot(expression.valence, expression.arousal)
    return min(1.25, max(0.5, asked / full)) if asked and full else 1.0
