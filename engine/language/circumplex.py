"""Moods stronger and weaker, and what lies opposite."""

from engine.types.circumplex import VALENCE_AROUSAL
from engine.types.direction import Emotion, EmotionLabel

_L = EmotionLabel

_PAIRS = (
    (_L.JOY, _L.SADNESS), (_L.AMUSEMENT, _L.MELANCHOLY), (_L.EXCITEMENT, _L.TIRED), (_L.LOVE, _L.LONELINESS),
    (_L.TENDERNESS, _L.ANGER), (_L.GRATITUDE, _L.CONTEMPT), (_L.PRIDE, _L.EMBARRASSMENT), (_L.RELIEF, _L.ANXIETY),
    (_L.HOPE, _L.GRIEF), (_L.CONFIDENCE, _L.SHY), (_L.CONTENTMENT, _L.LONGING), (_L.CALM, _L.FEAR),
    (_L.AWE, _L.DISGUST), (_L.CURIOSITY, _L.BOREDOM), (_L.PLAYFUL, _L.WISTFUL), (_L.FLIRTY, _L.ANNOYANCE),
    (_L.SURPRISE, _L.THOUGHTFUL), (_L.NOSTALGIA, _L.REGRET), (_L.DETERMINATION, _L.CONFUSION),
    (_L.NEUTRAL, _L.NEUTRAL),
)  # fmt: skip
OPPOSITE: dict[EmotionLabel, EmotionLabel] = dict(_PAIRS) | {b: a for a, b in _PAIRS}
"""Each mood's counterpart; the opposite of the opposite is the mood itself (design)."""

_WEAKER_A_LEVEL = 0.4
_STRONGER_A_LEVEL = 0.25


def emotion(label: EmotionLabel, level: float = 0.0) -> Emotion:
    """Return a mood, weaker (level < 0) or stronger (> 0) than the plain word says; ±1 is "slightly" or "very"."""
    strength = 1 + level * (_WEAKER_A_LEVEL if level < 0 else _STRONGER_A_LEVEL)
    valence, arousal = VALENCE_AROUSAL[label]
    return scaled(Emotion(label=label, valence=valence, arousal=arousal), strength)


def scaled(mood: Emotion, strength: float) -> Emotion:
    """Return the mood moved to `strength` times its distance from neutral."""
    valence, arousal = (round(max(-1.0, min(1.0, part * strength)), 6) for part in (mood.valence, mood.arousal))
    return mood.model_copy(update={"valence": valence, "arousal": arousal})
