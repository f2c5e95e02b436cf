"""A reading meets a direction: what is named changes, all else stays.

Manner goes to one place only. When the words make up the whole acting and there is one gesture ("slow, wistful nod"),
its manner is that of the clip: it sets the direction's pace and amount, and the gesture's own stay 1. Among several
gestures, or on a gesture that was there before, it sets the gesture's own.
"""

from engine.language.arranging import arranged, factor
from engine.language.circumplex import OPPOSITE, emotion, scaled
from engine.language.manner import DEGREES, LENGTH_STEP, Manner, amount_factor, pace_factor
from engine.language.mirroring import flipped, in_other_order, of_the_other_person, opposite
from engine.language.people import addressed, chosen, told_apart
from engine.language.reading import NATURAL_DURATION_S, Mood, Reading
from engine.types.direction import Beat, Camera, Direction, Emotion, GestureName

_MOST_BEATS = 12
_SHORTEST_S, _LONGEST_S = 1.0, 60.0
_STRENGTH_STEP = 1.25
_TIME_TO_ACT_S = 2.0
_PLEASANT = 0.5


def applied(reading: Reading, direction: Direction) -> Direction:
    """Return the direction as the reading wants it."""
    direction = _prepared(direction, reading.edits)
    addressed(reading, direction)
    direction = direction.model_copy(update={"gestures": chosen(reading, direction)})
    duration_s = _duration(reading, direction)
    for act in reading.acts:
        if act.start_s is not None:
            act.start = round(min(1.0, act.start_s / (duration_s or NATURAL_DURATION_S)), 3)
    gestures, own_manner, own_steps = arranged(reading, direction)
    spoken = own_manner if reading.manner is None else own_manner.plus(reading.manner)
    steps = reading.steps.plus(own_steps)
    changes: dict[str, object] = {
        **_mood(reading, direction),
        "language": reading.language,
        "pace": factor(direction.pace, pace_factor, spoken.pace, steps.pace),
        "amount": _amount(reading, direction, spoken.amount, steps),
        "gestures": gestures,
        "avoid": _avoided(reading, direction),
        "ambient": _ambient(reading, direction),
        "duration": duration_s,
        "unclear": tuple(reading.unclear),
    }
    if reading.camera is not None:
        changes["camera"] = Camera(move=reading.camera)
    for name in ("loop", "aspect", "music", "who"):
        if (value := getattr(reading, name)) is not None:
            changes[name] = value
    return told_apart(direction.model_copy(update=changes))


def _prepared(direction: Direction, edits: set[str]) -> Direction:
    """Return the direction after the edits of all of it."""
    if "reset" in edits:
        direction = Direction(language=direction.language)
    if "opposite" in edits:
        direction = opposite(direction)
    if "swap" in edits:
        direction = in_other_order(direction)
    if "flip" in edits:
        direction = flipped(direction)
    if "other_person" in edits:
        direction = of_the_other_person(direction)
    if "normal_pace" in edits:
        direction = direction.model_copy(update={"pace": 1.0})
    if "normal_amount" in edits:
        direction = direction.model_copy(update={"amount": 1.0})
    return direction


def _avoided(reading: Reading, direction: Direction) -> tuple[GestureName, ...]:
    wanted = {act.gesture for act in reading.acts}
    return tuple(name for name in dict.fromkeys((*direction.avoid, *reading.avoid)) if name not in wanted)


def _ambient(reading: Reading, direction: Direction) -> tuple[str, ...]:
    wanted = dict.fromkeys((*direction.ambient, *reading.ambient))
    return tuple(name for name in wanted if name not in reading.stilled)


def _mood(reading: Reading, direction: Direction) -> dict[str, object]:
    """Return the changes to emotion and beats."""
    changes: dict[str, object] = {}
    before = direction.emotion
    if before.label in reading.denied_moods:
        before = Emotion()
        changes["emotion"] = before
    stages = _stages(reading)
    if reading.denied_moods and not stages and not reading.acts and direction == Direction(language=direction.language):
        lacking = emotion(reading.denied_moods[0])  # "she is not happy"
        if lacking.valence >= _PLEASANT:
            changes["emotion"] = emotion(OPPOSITE[lacking.label], DEGREES["slightly"].level)
    if len(stages) > 1:
        share = 1 / len(stages)
        beats = [
            Beat(start=round(index * share, 3), emotion=emotion(mood.label, mood.level))
            for index, mood in enumerate(stages)
        ]
        changes |= {"emotion": beats[0].emotion, "beats": tuple(beats)}
    elif stages and stages[0].is_late:
        late = Beat(start=0.5, emotion=_named(stages[0], direction.emotion))
        changes["beats"] = (Beat(start=0.0, emotion=before), late)
    elif stages and _is_meant(stages[0], direction):
        changes |= {"emotion": _named(stages[0], direction.emotion), "beats": ()}
    return changes


def _stages(reading: Reading) -> list[Mood]:
    """Return the moods that follow one another, the first one named of each stage.

    Spoken ones go before hints, and before others if a hint means the same ("remembering a love, nostalgic").
    """
    stages: dict[int, Mood] = {}
    hinted = {mood.label for mood in reading.moods if mood.is_hint}
    spoken = sorted((mood for mood in reading.moods if not mood.is_hint), key=lambda mood: mood.label not in hinted)
    for mood in spoken or reading.moods:
        stages.setdefault(mood.stage, mood)
    return [stages[stage] for stage in sorted(stages)][:_MOST_BEATS]


def _is_meant(mood: Mood, direction: Direction) -> bool:
    """Whether a mood is to be taken on: "less sad" is no wish to become sad."""
    return not (mood.steps < 0 and mood.label != direction.emotion.label)


def _amount(reading: Reading, direction: Direction, level: float, steps: Manner) -> float:
    """Return the size of the whole: by its own words, else by those of its only mood ("very sad")."""
    stages = _stages(reading)
    if not level and len(stages) == 1 and not stages[0].is_late and _is_meant(stages[0], direction):
        level = stages[0].level
    more = steps.amount
    lessened = [act for act in reading.acts if act.steps.amount < 0 and act.gesture is GestureName.SMILE]
    smiles = any(gesture.name is GestureName.SMILE for gesture in direction.gestures)
    if lessened and direction.gestures and not smiles and direction.emotion.valence > 0:
        more += lessened[0].steps.amount  # "less smile" where the smile is the mood's
    return factor(direction.amount, amount_factor, level, more)


def _named(mood: Mood, before: Emotion) -> Emotion:
    """Return the emotion that a word names; a comparative strengthens or weakens the same one."""
    if mood.steps and mood.label == before.label:
        return scaled(before, _STRENGTH_STEP**mood.steps)
    return emotion(mood.label, mood.level)


def _duration(reading: Reading, direction: Direction) -> float | None:
    duration_s = reading.duration_s if reading.duration_s is not None else direction.duration
    if reading.duration_steps and reading.duration_s is None:  # "longer, like 12 seconds" means 12
        duration_s = (duration_s or NATURAL_DURATION_S) * LENGTH_STEP**reading.duration_steps
    last_s = max((act.start_s for act in reading.acts if act.start_s is not None), default=0.0)
    if last_s > (duration_s or NATURAL_DURATION_S) - _SHORTEST_S:  # what begins late still has to be seen
        duration_s = last_s + _TIME_TO_ACT_S
    return None if duration_s is None else round(max(_SHORTEST_S, min(_LONGEST_S, duration_s)), 3)
