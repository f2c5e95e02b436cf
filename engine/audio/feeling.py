"""Feeling: what music should sound like where the words name no mood, but a gesture that has one."""

from typing import Final

from engine.types.circumplex import VALENCE_AROUSAL
from engine.types.direction import Direction, Emotion, EmotionLabel, GestureName

_G = GestureName
_L = EmotionLabel

_OF_GESTURE: Final[dict[GestureName, EmotionLabel]] = {
    _G.LAUGH: _L.JOY,
    _G.SMILE: _L.CONTENTMENT,
    _G.KISS: _L.LOVE,
    _G.WINK: _L.PLAYFUL,
    _G.FROWN: _L.SADNESS,
    _G.GASP: _L.SURPRISE,
    _G.EYE_ROLL: _L.ANNOYANCE,
}
"""The mood of a gesture whose face has one; nods and glances may mean anything (design)."""


def felt(direction: Direction) -> Emotion:
    """Return the mood of a direction: the one it names, else that of its first gesture that has one."""
    if direction.emotion != Emotion():
        return direction.emotion
    moods = (_OF_GESTURE[gesture.name] for gesture in direction.gestures if gesture.name in _OF_GESTURE)
    label = next(moods, _L.NEUTRAL)
    valence, arousal = VALENCE_AROUSAL[label]
    return Emotion(label=label, valence=valence, arousal=arousal)
