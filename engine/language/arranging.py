"""The gestures of a direction after a reading: which go, which come, and in what order."""

from collections.abc import Callable

from engine.language.manner import NATURAL, Manner, amount_factor, pace_factor, stepped
from engine.language.people import doer
from engine.language.reading import END, FRONT, REPEATABLE, Act, Reading
from engine.types.direction import Direction, Gesture, GestureName, Side

TAKES_SIDE = frozenset({GestureName.TURN, GestureName.TILT, GestureName.LOOK, GestureName.WINK})
"""Gestures that a side without a gesture may mean."""

_MOST_GESTURES = 24
_TOGETHER_FROM = 0.1
"""Where gestures begin that come together and first: the first frame stays the photo."""


def arranged(reading: Reading, direction: Direction) -> tuple[tuple[Gesture, ...], Manner, Manner]:
    """Return the gestures after the reading, and the manner and the steps that the only one gives to the whole."""
    is_new = not direction.gestures
    removed = _removed(reading, direction)
    gestures = [gesture for gesture in direction.gestures if gesture.name not in removed]
    gap = next((index for index, gesture in enumerate(direction.gestures) if gesture.name in removed), None)
    if "normal_pace" in reading.edits:
        gestures = [gesture.model_copy(update={"pace": 1.0}) for gesture in gestures]
    if "normal_amount" in reading.edits:
        gestures = [gesture.model_copy(update={"amount": 1.0}) for gesture in gestures]
    acts = [act for act in reading.acts if act.gesture not in removed]
    acts = [act for act in acts if act.steps.amount >= 0 or is_new or _find(gestures, act, direction) is not None]
    is_alone = is_new and len(acts) == 1
    previous: int | None = None
    for number, act in enumerate(acts):
        known = None if is_new or act.is_added else _find(gestures, act, direction)
        if known is not None:
            previous = _moved(gestures, known, act)
            gestures[previous] = edited(gestures[previous], act)
            continue
        new = Gesture(name=act.gesture)
        new = edited(
            new, Act(act.gesture, count=act.count, side=act.side, start=act.start, who=act.who) if is_alone else act
        )
        if gap is not None and act.place is None:
            previous, gap = min(gap, len(gestures)), None
        else:
            previous = _position(act, acts[number + 1 :], gestures, previous, direction)
        gestures.insert(previous, new)
        if act.is_together:
            _bring_together(gestures, previous)
    if not acts:
        gestures = _with_loose_words(gestures, reading)
    whole = (acts[0].manner, acts[0].steps) if is_alone else (NATURAL, NATURAL)
    return tuple(gestures[:_MOST_GESTURES]), *whole


def factor(known: float, factor_of: Callable[[float], float], level: float, steps: float) -> float:
    """Return a factor after an absolute word ("slow") or a comparative one ("slower")."""
    result = factor_of(level) if level else known
    return stepped(result, steps) if steps else result


def edited(gesture: Gesture, act: Act) -> Gesture:
    """Return the gesture with what the act says about it."""
    changes: dict[str, object] = {
        "pace": factor(gesture.pace, pace_factor, act.manner.pace, act.steps.pace),
        "amount": factor(gesture.amount, amount_factor, act.manner.amount, act.steps.amount),
    }
    for name in ("count", "side", "start", "who"):
        if (value := getattr(act, name)) is not None:
            changes[name] = value
    return gesture.model_copy(update=changes)


def start_together(position: int, count: int) -> float:
    """Return where the gesture at a position of so many begins with the one before it, if nothing else is said."""
    return max(_TOGETHER_FROM, round((position - 1) / count, 2))


def _find(gestures: list[Gesture], act: Act, direction: Direction) -> int | None:
    """Return the place of the gesture that an act names again, of the same person where one is named."""
    return next(
        (
            index
            for index, gesture in enumerate(gestures)
            if gesture.name == act.gesture and act.who in {None, doer(gesture, direction)}
        ),
        None,
    )


def _removed(reading: Reading, direction: Direction) -> set[GestureName]:
    """Return the gestures to take out: the denied ones, and those that something comes instead of.

    "Swap the nod for a wink" names it; "smile instead" can only mean the only one; "just the nod" means all others.
    """
    known = [gesture.name for gesture in direction.gestures]
    named = [act.gesture for act in reading.acts]
    removed = set(reading.avoid)
    if "face" in reading.edits:
        removed |= {GestureName.LOOK}.difference(named)
    if "undo" in reading.edits:
        removed |= set(named)
    elif "only" in reading.edits and set(named) <= set(known):
        removed |= set(known) - set(named)
    elif "instead" in reading.edits and not removed and named:
        if len(named) == 2 and named[0] in known and named[1] not in known:
            removed = {named[0]}
        elif len(known) == 1 and known[0] not in named:
            removed = {known[0]}
    return removed


def _moved(gestures: list[Gesture], index: int, act: Act) -> int:
    """Move a gesture that was there to where the act wants it, and return its place."""
    if act.place is None:
        return index
    gesture = gestures.pop(index).model_copy(update={"start": None})
    place = 0 if act.place == FRONT else len(gestures)
    gestures.insert(place, gesture)
    return place


def _position(act: Act, later: list[Act], gestures: list[Gesture], previous: int | None, direction: Direction) -> int:
    """Return where a new gesture goes in the order of time."""
    if act.place == FRONT and previous is None:
        return 0
    if act.is_linked and previous is None and later:
        neighbour = _find(gestures, later[0], direction)
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
        start = start_together(position, len(gestures))
    gestures[position - 1] = before.model_copy(update={"start": start})
    gestures[position] = gestures[position].model_copy(update={"start": start})


def _with_loose_words(gestures: list[Gesture], reading: Reading) -> list[Gesture]:
    """Return the gestures with a side or a count that the text names without a gesture."""
    if reading.side is not None:
        gestures = [_with_side(gesture, reading.side, gestures) for gesture in gestures]
    if reading.count is not None:
        gestures = _counted(gestures, reading.count)
    return gestures


def _with_side(gesture: Gesture, side: Side, gestures: list[Gesture]) -> Gesture:
    takes = gesture.side is not None or (gesture.name in TAKES_SIDE and all(other.side is None for other in gestures))
    return gesture.model_copy(update={"side": side}) if takes else gesture


def _counted(gestures: list[Gesture], count: int) -> list[Gesture]:
    """Return the gestures with a count that was named alone: for those that repeat, else the first that can."""
    chosen = [index for index, gesture in enumerate(gestures) if gesture.count > 1]
    if not chosen and len(gestures) > 1:
        chosen = [index for index, gesture in enumerate(gestures) if gesture.name in REPEATABLE][:1]
    chosen = chosen or [0]
    return [
        gesture.model_copy(update={"count": count}) if index in chosen else gesture
        for index, gesture in enumerate(gestures)
    ]
