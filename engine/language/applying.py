"""A reading meets a direction: what is named changes, all else stays.

Manner goes to one place only. When the words make up the whole acting and there is one gesture ("slow, wistful nod"),
its manner is that of the clip: it sets the direction's pace and amount, and the gesture's own stay 1. Among several
gestures, or on a gesture that was there before, it sets the gesture's own.
"""

from collections.abc import Callable

from engine.language.circumplex import OPPOSITE, emotion, scaled
from engine.language.manner import NATURAL, Manner, amount_factor, pace_factor, stepped
from engine.language.reading import END, FRONT, Act, Mood, Reading
from engine.types.direction import Beat, Camera, CameraMove, Direction, Emotion, Gesture, GestureName, Side

_MOST_GESTURES = 24
_MOST_BEATS = 12
_NATURAL_DURATION_S = 5.0
_LENGTH_STEP = 1.5
_SHORTEST_S, _LONGEST_S = 1.0, 60.0
_STRENGTH_STEP = 1.25
_TOGETHER_FROM = 0.1
"""Where gestures begin that come together and first: the first frame stays the photo."""

_OTHER_SIDE: dict[Side | None, Side] = {"left": "right", "right": "left", "up": "down", "down": "up", None: "left"}
_OTHER_GESTURE = {
    GestureName.NOD: GestureName.SHAKE, GestureName.SMILE: GestureName.FROWN, GestureName.BOW: GestureName.CHIN_UP,
    GestureName.LEAN_IN: GestureName.LEAN_BACK, GestureName.BROW_RAISE: GestureName.BROW_FURROW,
}  # fmt: skip
_OTHER_GESTURE |= {other: name for name, other in _OTHER_GESTURE.items()}
_OTHER_MOVE = {
    CameraMove.PUSH_IN: CameraMove.PULL_OUT, CameraMove.PAN_LEFT: CameraMove.PAN_RIGHT,
    CameraMove.TILT_UP: CameraMove.TILT_DOWN,
}  # fmt: skip
_OTHER_MOVE |= {other: move for move, other in _OTHER_MOVE.items()}
_TAKES_SIDE = frozenset({GestureName.TURN, GestureName.TILT, GestureName.LOOK, GestureName.WINK})
_REPEATABLE = frozenset({GestureName.NOD, GestureName.SHAKE, GestureName.BLINK, GestureName.WINK})


def applied(reading: Reading, direction: Direction) -> Direction:
    """Return the direction as the reading wants it."""
    if "reset" in reading.edits:
        direction = Direction(language=direction.language)
    if "opposite" in reading.edits:
        direction = _opposite(direction)
    if "flip" in reading.edits:
        direction = _flipped(direction)
    gestures, own_manner = _gestures(reading, direction)
    spoken = own_manner if reading.manner is None else own_manner.plus(reading.manner)
    mood = _mood(reading, direction, spoken)
    changes: dict[str, object] = {
        **mood,
        "language": reading.language,
        "pace": _factor(direction.pace, pace_factor, spoken.pace, reading.steps.pace),
        "gestures": gestures,
        "avoid": _avoided(reading, direction),
        "ambient": tuple(dict.fromkeys((*direction.ambient, *reading.ambient))),
        "duration": _duration(reading, direction),
        "unclear": tuple(reading.unclear),
    }
    if reading.camera is not None:
        changes["camera"] = Camera(move=reading.camera)
    for name in ("loop", "aspect", "music", "who"):
        if (value := getattr(reading, name)) is not None:
            changes[name] = value
    return direction.model_copy(update=changes)


def _gestures(reading: Reading, direction: Direction) -> tuple[tuple[Gesture, ...], Manner]:
    """Return the gestures after the reading, and the manner that the only one gives to the whole."""
    is_new = not direction.gestures
    removed = _removed(reading, direction)
    gestures = [gesture for gesture in direction.gestures if gesture.name not in removed]
    gap = next((index for index, gesture in enumerate(direction.gestures) if gesture.name in removed), None)
    acts = [act for act in reading.acts if act.steps.amount >= 0 or is_new or _find(gestures, act.gesture) is not None]
    acts = [act for act in acts if act.gesture not in removed]
    is_alone = is_new and len(acts) == 1
    previous: int | None = None
    for number, act in enumerate(acts):
        known = None if is_new or act.is_added else _find(gestures, act.gesture)
        if known is not None:
            gestures[known] = _edited(gestures[known], act)
            previous = known
            continue
        new = Gesture(name=act.gesture)
        new = _edited(new, Act(act.gesture, count=act.count, side=act.side, start=act.start) if is_alone else act)
        if gap is not None and act.place is None:
            previous, gap = min(gap, len(gestures)), None
        else:
            previous = _position(act, acts[number + 1 :], gestures, previous)
        gestures.insert(previous, new)
        if act.is_together:
            _bring_together(gestures, previous)
    if reading.side is not None and not acts:
        gestures = [_with_side(gesture, reading.side, gestures) for gesture in gestures]
    if reading.count is not None and not acts:
        gestures = _counted(gestures, reading.count)
    if is_alone:
        steps = Manner(acts[0].steps.pace, acts[0].steps.amount)
        reading.steps = reading.steps.plus(steps)
        return tuple(gestures[:_MOST_GESTURES]), acts[0].manner
    return tuple(gestures[:_MOST_GESTURES]), NATURAL


def _find(gestures: list[Gesture], name: GestureName) -> int | None:
    return next((index for index, gesture in enumerate(gestures) if gesture.name == name), None)


def _removed(reading: Reading, direction: Direction) -> set[GestureName]:
    """Return the gestures to take out: the denied ones, and those that something comes instead of.

    "Swap the nod for a wink" names it; "smile instead" can only mean the only one.
    """
    known = [gesture.name for gesture in direction.gestures]
    named = [act.gesture for act in reading.acts]
    removed = set(reading.avoid)
    if "instead" in reading.edits and not removed and named:
        if len(named) == 2 and named[0] in known and named[1] not in known:
            removed = {named[0]}
        elif len(known) == 1 and known[0] not in named:
            removed = {known[0]}
    return removed


def _edited(gesture: Gesture, act: Act) -> Gesture:
    """Return the gesture with what the act says about it."""
    changes: dict[str, object] = {
        "pace": _factor(gesture.pace, pace_factor, act.manner.pace, act.steps.pace),
        "amount": _factor(gesture.amount, amount_factor, act.manner.amount, act.steps.amount),
    }
    for name in ("count", "side", "start"):
        if (value := getattr(act, name)) is not None:
            changes[name] = value
    return gesture.model_copy(update=changes)


def _factor(known: float, factor_of: Callable[[float], float], level: float, steps: float) -> float:
    """Return a factor after an absolute word ("slow") or a comparative one ("slower")."""
    factor = factor_of(level) if level else known
    return stepped(factor, steps) if steps else factor


def _position(act: Act, later: list[Act], gestures: list[Gesture], previous: int | None) -> int:
    """Return where a new gesture goes in the order of time."""
    if act.place == FRONT and previous is None:
        return 0
    if act.is_linked and previous is None and later:
        neighbour = _find(gestures, later[0].gesture)
        if neighbour is not None:
            return neighbour
    if act.place != END and act.is_linked and previous is not None:
        return previous + 1
    return len(gestures)


def _bring_together(gestures: list[Gesture], position: int) -> None:
    """Let the gesture begin with the one before it."""
    if position == 0:
        return
    before = gestures[position - 1]
    start = before.start
    if start is None:
        start = max(_TOGETHER_FROM, round((position - 1) / len(gestures), 2))
    gestures[position - 1] = before.model_copy(update={"start": start})
    gestures[position] = gestures[position].model_copy(update={"start": start})


def _with_side(gesture: Gesture, side: Side, gestures: list[Gesture]) -> Gesture:
    takes = gesture.side is not None or (gesture.name in _TAKES_SIDE and all(other.side is None for other in gestures))
    return gesture.model_copy(update={"side": side}) if takes else gesture


def _counted(gestures: list[Gesture], count: int) -> list[Gesture]:
    """Return the gestures with a count that was named alone: for those that repeat, else the first that can."""
    chosen = [index for index, gesture in enumerate(gestures) if gesture.count > 1]
    if not chosen and len(gestures) > 1:
        chosen = [index for index, gesture in enumerate(gestures) if gesture.name in _REPEATABLE][:1]
    chosen = chosen or [0]
    return [
        gesture.model_copy(update={"count": count}) if index in chosen else gesture
        for index, gesture in enumerate(gestures)
    ]


def _avoided(reading: Reading, direction: Direction) -> tuple[GestureName, ...]:
    wanted = {act.gesture for act in reading.acts}
    return tuple(name for name in dict.fromkeys((*direction.avoid, *reading.avoid)) if name not in wanted)


def _mood(reading: Reading, direction: Direction, spoken: Manner) -> dict[str, object]:
    """Return the changes to emotion, beats and amount."""
    moods = [mood for mood in reading.moods if not mood.is_hint] or reading.moods
    changes: dict[str, object] = {}
    level = spoken.amount
    changed = direction.emotion
    if changed.label in reading.denied_moods:
        changed = Emotion()
        changes["emotion"] = changed
    stages: dict[int, Mood] = {}
    for mood in moods:
        stages.setdefault(mood.stage, mood)
    if len(stages) == 1:
        mood = next(iter(stages.values()))
        named = _named(mood, direction.emotion)
        if mood.is_late:
            changes["beats"] = (Beat(start=0.0, emotion=changed), Beat(start=0.5, emotion=named))
        elif not (mood.steps < 0 and mood.label != direction.emotion.label):
            changes |= {"emotion": named, "beats": ()}
            level = level or mood.level
    elif stages:
        ordered = [stages[stage] for stage in sorted(stages)][:_MOST_BEATS]
        beats = [
            Beat(start=round(index / len(ordered), 3), emotion=emotion(mood.label, mood.level))
            for index, mood in enumerate(ordered)
        ]
        changes |= {"emotion": beats[0].emotion, "beats": tuple(beats)}
    lessened = [act for act in reading.acts if act.steps.amount < 0 and act.gesture is GestureName.SMILE]
    steps = reading.steps.amount
    if lessened and direction.gestures and not any(gesture.name is GestureName.SMILE for gesture in direction.gestures):
        steps += lessened[0].steps.amount if direction.emotion.valence > 0 else 0
    changes["amount"] = _factor(direction.amount, amount_factor, level, steps)
    return changes


def _named(mood: Mood, before: Emotion) -> Emotion:
    """Return the emotion that a word names; a comparative strengthens or weakens the same one."""
    if mood.steps and mood.label == before.label:
        return scaled(before, _STRENGTH_STEP**mood.steps)
    return emotion(mood.label, mood.level)


def _duration(reading: Reading, direction: Direction) -> float | None:
    duration_s = reading.duration_s if reading.duration_s is not None else direction.duration
    if reading.duration_steps:
        duration_s = (duration_s or _NATURAL_DURATION_S) * _LENGTH_STEP**reading.duration_steps
    return None if duration_s is None else round(max(_SHORTEST_S, min(_LONGEST_S, duration_s)), 3)


def _flipped(direction: Direction) -> Direction:
    """Return the direction with its sides exchanged: the named ones, else those of gestures that can take one."""
    sided = [index for index, gesture in enumerate(direction.gestures) if gesture.side is not None]
    if not sided:
        sided = [index for index, gesture in enumerate(direction.gestures) if gesture.name in _TAKES_SIDE]
    if not sided:
        return direction.model_copy(
            update={"camera": Camera(move=_OTHER_MOVE.get(direction.camera.move, direction.camera.move))}
        )
    gestures = tuple(
        gesture.model_copy(update={"side": _OTHER_SIDE[gesture.side]}) if index in sided else gesture
        for index, gesture in enumerate(direction.gestures)
    )
    return direction.model_copy(update={"gestures": gestures})


def _opposite(direction: Direction) -> Direction:
    """Return the counterpart: mood, tempo, size, gestures and sides the other way round."""
    label = OPPOSITE[direction.emotion.label]
    gestures = tuple(
        gesture.model_copy(
            update={
                "name": _OTHER_GESTURE.get(gesture.name, gesture.name),
                "side": None if gesture.side is None else _OTHER_SIDE[gesture.side],
            }
        )
        for gesture in direction.gestures
    )
    return direction.model_copy(
        update={
            "emotion": emotion(label),
            "beats": tuple(
                beat.model_copy(update={"emotion": emotion(OPPOSITE[beat.emotion.label])}) for beat in direction.beats
            ),
            "pace": _mirrored(direction.pace),
            "amount": _mirrored(direction.amount),
            "gestures": gestures,
            "camera": Camera(move=_OTHER_MOVE.get(direction.camera.move, direction.camera.move)),
        }
    )


def _mirrored(factor: float) -> float:
    return round(max(0.2, min(3.0, 1 / factor)), 6)
