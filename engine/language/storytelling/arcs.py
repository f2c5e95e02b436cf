"""The mood of a whole film: given to its shots by name, or read from what its shots feel."""

from collections.abc import Sequence

from engine.language.circumplex import emotion
from engine.types.direction import Direction, Emotion, EmotionLabel, GestureName
from engine.types.storyboard import Arc

_MOODS = {
    Arc.RISING: (EmotionLabel.CALM, EmotionLabel.HOPE, EmotionLabel.JOY),
    Arc.FALLING: (EmotionLabel.JOY, EmotionLabel.CALM, EmotionLabel.MELANCHOLY),
    Arc.BITTERSWEET: (EmotionLabel.TENDERNESS, EmotionLabel.JOY, EmotionLabel.WISTFUL),
}
"""Beginning, middle and end of each arc (design)."""
_GESTURE_VALENCE = {GestureName.LAUGH: 0.7, GestureName.SMILE: 0.5, GestureName.KISS: 0.5, GestureName.FROWN: -0.5}
"""What a gesture without a mood makes felt (design)."""
_FELT_CHANGE = 0.3
"""A change of valence from which on an arc is felt (design)."""


def along(arc: Arc, directions: Sequence[Direction]) -> list[Direction]:
    """Return the directions with the arc's moods where they have none of their own."""
    moods = _MOODS.get(arc)
    if moods is None:
        return list(directions)
    return [
        direction
        if direction.emotion != Emotion()
        else direction.model_copy(update={"emotion": emotion(moods[_part(index, len(directions), len(moods))])})
        for index, direction in enumerate(directions)
    ]


def arc_of(directions: Sequence[Direction]) -> Arc:
    """Return the arc that the moods of the shots make."""
    valences = [_valence(direction) for direction in directions]
    if len(valences) >= 3 and max(valences[1:-1]) - max(valences[0], valences[-1]) > _FELT_CHANGE:
        return Arc.BITTERSWEET
    change = valences[-1] - valences[0]
    if abs(change) <= _FELT_CHANGE:
        return Arc.STEADY
    return Arc.RISING if change > 0 else Arc.FALLING


def _valence(direction: Direction) -> float:
    """Return how pleasant a shot feels, by its mood or else by what is done in it."""
    if direction.emotion != Emotion():
        return direction.emotion.valence
    return sum(_GESTURE_VALENCE.get(gesture.name, 0.0) for gesture in direction.gestures[:1])


def emotion_at(direction: Direction, share: float) -> Emotion:
    """Return what is felt at a share of the whole, 0…1, where a direction's beats are lived through by the film."""
    begun = [beat for beat in direction.beats if beat.start <= share]
    return begun[-1].emotion if begun else direction.emotion


def between(first: Emotion, last: Emotion, share: float) -> Emotion:
    """Return the mood on the way from one to another: the nearer one's name, valence and arousal in proportion."""
    return Emotion(
        label=(first if share < 0.5 else last).label,
        valence=round(first.valence + share * (last.valence - first.valence), 3),
        arousal=round(first.arousal + share * (last.arousal - first.arousal), 3),
    )


def _part(index: int, count: int, parts: int) -> int:
    """Return in which of equal parts of the film a shot lies; the first and the last shot lie in the outer ones."""
    return min(parts - 1, index * parts // count) if count >= parts else round(index * (parts - 1) / max(1, count - 1))
