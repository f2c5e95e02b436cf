"""Moods: what an emotion does to a person's manner and face.

A named emotion is played with its own face; weaker than its full form it is nearer to neutral, and where it was asked
for elsewhere in the valence–arousal plane than it lies ("sad but hopeful") it takes on the colour of that place.
Numbers are design values in the ranges of the literature; blink rates after Bentivoglio 1997, tempo after Sowden 2021.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass, replace

import numpy as np

from engine.motion.easing import Curve, minimum_jerk
from engine.motion.expressions import EXPRESSIONS, Expression, Gaze
from engine.motion.phrases import sides_of
from engine.types.circumplex import VALENCE_AROUSAL
from engine.types.direction import Emotion, EmotionLabel

_FALL_OFF = 3
"""Power of distance by which an anchor's say falls off (Shepard 1968)."""
_WEAKEST, _STRONGEST = 0.4, 1.25
_OWN_PLACE = 0.25
"""An emotion that is asked for so near to its own place in the plane is simply itself."""
_MOST_COLOUR = 0.5
_OCTAVES_OF_AROUSAL = 2.0
_CLEARLY_UNPLEASANT = 0.35
_WHOLLY_FELT = 0.5
"""Distance from neutral at which a place in the plane is a mood of its own."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a person moves, whatever they do; Laban's efforts in numbers."""

    pace: float = 1.0
    """Tempo (effort of time, sustained to sudden); 1 is natural."""
    size: float = 1.0
    """Size of gestures (effort of weight); 1 is natural."""
    sway: float = 1.0
    """Size of the idle drift (effort of flow: a bound body keeps still, a free one drifts); 1 is natural."""
    tremor_deg: float = 0.0
    """Peak of a fast shiver of the head."""
    blinks_per_min: float = 17.0
    shut_s: float = 0.12
    """A blink closes in about 0.7 × and opens in 1.5 × this time."""
    breaths_per_min: float = 14.0
    breath_depth: float = 0.35
    """Share of a deep breath."""
    heaviness: float = 0.0
    """How much sinks when a breath is let go, 0…1: a sigh instead of a breath."""
    restlessness: float = 1.0
    """How often, how far and how quickly the head takes another place; 1 is natural for the arousal."""

    def towards(self, other: "Manner", share: float) -> "Manner":
        """Return the manner a share of the way towards another."""
        return Manner(*(a + share * (b - a) for a, b in zip(astuple(self), astuple(other), strict=True)))


@dataclass(frozen=True, slots=True)
class Mood:
    """One emotion, ready to be played."""

    label: EmotionLabel
    """Its name; of one that was only placed in the plane, that of its nearest neighbour."""
    manner: Manner
    expression: Expression
    strength: float
    """1 is the emotion in full; "slightly sad" is less."""
    unsmiling: float
    """0…1: how far a smile that the photo shows has no place in it."""


MANNERS: dict[EmotionLabel, Manner] = {
    EmotionLabel.NEUTRAL: Manner(),
    EmotionLabel.JOY: Manner(1.25, 1.15, 1.3, 0.0, 20, 0.11, 15, 0.40, 0.0),
    EmotionLabel.EXCITEMENT: Manner(1.42, 1.35, 1.6, 0.0, 24, 0.10, 16, 0.50, 0.0),
    EmotionLabel.TENDERNESS: Manner(0.8, 0.85, 1.0, 0.0, 15, 0.20, 13, 0.38, 0.3),
    EmotionLabel.CALM: Manner(0.75, 0.75, 0.7, 0.0, 12, 0.17, 12, 0.42, 0.4),
    EmotionLabel.RELIEF: Manner(0.85, 0.9, 0.8, 0.0, 15, 0.17, 12, 0.45, 0.9),
    EmotionLabel.WISTFUL: Manner(0.6, 0.85, 0.7, 0.0, 11, 0.20, 12, 0.38, 0.7),
    EmotionLabel.SADNESS: Manner(0.55, 0.7, 0.5, 0.0, 10, 0.22, 12, 0.32, 0.9),
    EmotionLabel.TIRED: Manner(0.55, 0.6, 0.5, 0.0, 13, 0.25, 12, 0.38, 1.0),
    EmotionLabel.ANGER: Manner(1.2, 0.95, 0.5, 0.05, 14, 0.09, 16, 0.50, 0.0, 0.8),
    EmotionLabel.FEAR: Manner(1.3, 0.9, 1.5, 0.12, 28, 0.09, 16, 0.40, 0.0, 1.9),
    EmotionLabel.ANXIETY: Manner(1.25, 0.8, 1.5, 0.08, 27, 0.10, 16, 0.30, 0.0, 1.9),
    EmotionLabel.SURPRISE: Manner(1.6, 1.1, 1.0, 0.0, 9, 0.10, 15, 0.40, 0.0, 1.8),
    EmotionLabel.AWE: Manner(0.85, 0.95, 0.7, 0.0, 9, 0.15, 12, 0.50, 0.2, 1.7),
    EmotionLabel.PRIDE: Manner(0.9, 0.8, 0.7, 0.0, 13, 0.13, 13, 0.45, 0.0, 2.0),
    EmotionLabel.SHY: Manner(0.85, 0.7, 0.6, 0.0, 18, 0.14, 14, 0.30, 0.3, 0.85),
}
"""The moods whose manner is known; all others lie between them."""

_BASIC = (
    EmotionLabel.NEUTRAL, EmotionLabel.JOY, EmotionLabel.EXCITEMENT, EmotionLabel.SURPRISE, EmotionLabel.CONTENTMENT,
    EmotionLabel.CALM, EmotionLabel.TIRED, EmotionLabel.SADNESS, EmotionLabel.DISGUST, EmotionLabel.ANGER,
    EmotionLabel.FEAR,
)  # fmt: skip
"""The faces between which a place in the plane is played."""


def mood_of(emotion: Emotion) -> Mood:
    """Return the mood of an emotion; coordinates of 0 and 0 beside a name mean its full form."""
    label = emotion.label
    own = VALENCE_AROUSAL[label]
    asked = (emotion.valence, emotion.arousal) if emotion.valence or emotion.arousal else own
    if label is EmotionLabel.NEUTRAL:
        label = min(EXPRESSIONS, key=lambda known: math.dist(VALENCE_AROUSAL[known], asked))
        manner, expression = _agitated(_manner_at(asked), asked[1]), _expression_at(asked)
        felt = min(1.0, math.hypot(*asked) / _WHOLLY_FELT)
        return Mood(label, manner, expression, 1.0, _unsmiling(asked[0], expression, felt))
    strength = min(_STRONGEST, max(_WEAKEST, (asked[0] * own[0] + asked[1] * own[1]) / (own[0] ** 2 + own[1] ** 2)))
    apart = math.dist(asked, (strength * own[0], strength * own[1]))
    colour = min(_MOST_COLOUR, max(0.0, apart - _OWN_PLACE))
    named = Manner().towards(MANNERS.get(label) or _manner_at(own), min(1.0, strength))
    manner = _agitated(named.towards(_manner_at(asked), colour), asked[1])
    expression = EXPRESSIONS[label]
    if colour:
        there = replace(_expression_at(asked), gesture=expression.gesture)
        expression = _blended(((expression, 1.0 - colour), (there, colour)))
    return Mood(label, manner, expression, strength, _unsmiling(asked[0], expression, min(1.0, strength)))


def _manner_at(place: tuple[float, float]) -> Manner:
    """Interpolate between the known manners."""
    known = np.array([astuple(manner) for manner in MANNERS.values()])
    return Manner(*map(float, _nearness(place, list(MANNERS)) @ known))


def _expression_at(place: tuple[float, float]) -> Expression:
    """Interpolate between the basic faces."""
    shares = _nearness(place, _BASIC)
    return _blended([(EXPRESSIONS[label], share) for label, share in zip(_BASIC, shares.tolist(), strict=True)])


def _nearness(place: tuple[float, float], labels: Sequence[EmotionLabel]) -> Curve:
    """Return each label's say at a place by inverse distance; together they are 1."""
    distance = np.array([math.dist(VALENCE_AROUSAL[label], place) for label in labels])
    weights = 1.0 / np.maximum(distance, 1e-3) ** _FALL_OFF
    return np.asarray(weights / weights.sum())


def _blended(parts: Sequence[tuple[Expression, float]]) -> Expression:
    """Return expressions mixed by their shares, which together are 1; the gesture is that of the largest."""
    leading, _ = max(parts, key=lambda part: part[1])
    units = sorted({unit for expression, _ in parts for name in expression.face for unit in sides_of(name)})

    def mean(number: Callable[[Expression], float]) -> float:
        return sum(share * number(expression) for expression, share in parts)

    return Expression(
        face={unit: sum(share * expression.shown(unit) for expression, share in parts) for unit in units},
        pitch_deg=mean(lambda expression: expression.pitch_deg),
        roll_deg=mean(lambda expression: expression.roll_deg),
        lids=mean(lambda expression: expression.lids),
        lean=mean(lambda expression: expression.lean),
        gaze=Gaze(
            away=mean(lambda expression: expression.gaze.away),
            aside_deg=mean(lambda expression: expression.gaze.aside_deg),
            pitch_deg=mean(lambda expression: expression.gaze.pitch_deg),
            dwell_s=mean(lambda expression: expression.gaze.dwell_s),
        ),
        rise_s=mean(lambda expression: expression.rise_s),
        lasting=mean(lambda expression: expression.lasting),
        gesture=leading.gesture,
    )


def _agitated(manner: Manner, arousal: float) -> Manner:
    """Return a manner with the restlessness of an arousal: a quarter for one that sleeps to four times at its most."""
    return replace(manner, restlessness=manner.restlessness * math.exp2(_OCTAVES_OF_AROUSAL * arousal))


def _unsmiling(valence: float, expression: Expression, felt: float) -> float:
    """Return how far a photo's smile goes: wholly in what is unpleasant, else to the size of the mood's own smile.

    `felt` is 0…1: a mood that is hardly felt leaves the face as it is.
    """
    smile = (expression.shown("AU12_left") + expression.shown("AU12_right")) / 2
    return max(float(minimum_jerk(-valence / _CLEARLY_UNPLEASANT)), felt * (1.0 - smile))
