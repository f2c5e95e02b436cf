"""Who does what, where a text tells several people apart.

A direction has one `who`, whose mood it is. Where only one person is named, that is all there is to say. Where several
are, each gesture has its own: "the left one winks and the right one smiles".
"""

from dataclasses import replace

from engine.language.reading import Act, Reading
from engine.types.direction import Direction, Emotion, EmotionLabel, Gesture, GestureName, Who

_SMILING = (
    EmotionLabel.JOY, EmotionLabel.EXCITEMENT, EmotionLabel.LOVE, EmotionLabel.TENDERNESS, EmotionLabel.GRATITUDE,
    EmotionLabel.PRIDE, EmotionLabel.CONTENTMENT, EmotionLabel.PLAYFUL, EmotionLabel.FLIRTY,
)  # fmt: skip
_FROWNING = (EmotionLabel.SADNESS, EmotionLabel.MELANCHOLY, EmotionLabel.GRIEF, EmotionLabel.REGRET)
_SHOWN_BY = {
    **dict.fromkeys(_SMILING, GestureName.SMILE),
    **dict.fromkeys(_FROWNING, GestureName.FROWN),
    EmotionLabel.AMUSEMENT: GestureName.LAUGH,
    EmotionLabel.SURPRISE: GestureName.GASP, EmotionLabel.AWE: GestureName.GASP,
    EmotionLabel.ANGER: GestureName.BROW_FURROW, EmotionLabel.ANNOYANCE: GestureName.BROW_FURROW,
    EmotionLabel.THOUGHTFUL: GestureName.TILT, EmotionLabel.CURIOSITY: GestureName.TILT,
    EmotionLabel.TIRED: GestureName.CLOSE_EYES,
}  # fmt: skip
"""What shows the mood of one more person, while the mood of the film is another's."""


def settle(reading: Reading) -> None:
    """Leave each act its person where several are told apart; one person alone is the whole reading's."""
    doers = [act.who for act in reading.acts]
    named = {who for who in (*doers, *(mood.who for mood in reading.moods)) if who is not None}
    if len(named) > 1 or (named and None in doers):
        reading.who = _whose_mood(reading)
        _show_moods_of_others(reading)
    else:
        for act in reading.acts:
            act.who = None
    for act in reading.acts:
        act.who = None if act.who == "all" else act.who
    reading.acts = [each for act in reading.acts for each in _to_each_other(act)]


def _whose_mood(reading: Reading) -> Who | None:
    """Return whose the mood is: of the first who is said to feel something, else of everybody who is named."""
    feeling = (mood.who for mood in reading.moods if mood.who is not None)
    return next(feeling, "all" if any(act.who == "all" for act in reading.acts) else None)


def _show_moods_of_others(reading: Reading) -> None:
    """Let other people show by a gesture what they feel; what no gesture shows is told as beyond us."""
    others = [mood for mood in reading.moods if mood.who not in {None, reading.who}]
    reading.moods = [mood for mood in reading.moods if mood not in others]
    for mood in others:
        if mood.label in _SHOWN_BY:
            reading.acts.append(Act(_SHOWN_BY[mood.label], who=mood.who))
        else:
            reading.beyond.append(mood.text)


def _to_each_other(act: Act) -> tuple[Act, ...]:
    """Return an act of two people that turn to each other as the two acts that it is."""
    if not act.is_mutual:
        return (act,)
    return (
        replace(act, who="left", side="right", is_mutual=False),
        replace(act, who="right", side="left", is_mutual=False, is_together=True, is_added=True),
    )


def addressed(reading: Reading, direction: Direction) -> None:
    """Let one person who is told to do something new do it beside what the others do: "make the right one wink too".

    "Only the right one", and a gesture that all do ("the right one nods slower"), are about the whole direction.
    """
    who = reading.who
    if who in {None, "all", direction.who} or "only" in reading.edits or not (direction.gestures and reading.acts):
        return
    known = {gesture.name for gesture in direction.gestures if doer(gesture, direction) == "all"}
    if known.isdisjoint(act.gesture for act in reading.acts) and not reading.moods:
        reading.who = None
        for act in reading.acts:
            act.who = act.who or who


def chosen(reading: Reading, direction: Direction) -> tuple[Gesture, ...]:
    """Return the gestures that are left where a text only says who acts: "only the left one", "everyone"."""
    if reading.who is None or reading.acts:
        return direction.gestures
    kept = (gesture for gesture in direction.gestures if reading.who == "all" or gesture.who in {None, reading.who})
    return tuple(gesture.model_copy(update={"who": None}) for gesture in kept)


def told_apart(direction: Direction) -> Direction:
    """Return the direction with the person of each gesture, where any has one; without a mood it is everybody's."""
    if direction.who == "all" or all(gesture.who is None for gesture in direction.gestures):
        return direction
    gestures = tuple(gesture.model_copy(update={"who": doer(gesture, direction)}) for gesture in direction.gestures)
    is_moody = direction.beats or direction.emotion != Emotion()
    return direction.model_copy(update={"gestures": gestures, "who": direction.who if is_moody else "all"})


def doer(gesture: Gesture, direction: Direction) -> Who:
    """Return whose a gesture is."""
    return direction.who if gesture.who is None else gesture.who
