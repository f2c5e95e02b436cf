"""The other side, the other order, and the opposite."""

from engine.language.arranging import TAKES_SIDE
from engine.language.circumplex import OPPOSITE, emotion
from engine.types.direction import Camera, CameraMove, Direction, Gesture, GestureName, Side, Who

_OTHER_SIDE: dict[Side | None, Side] = {"left": "right", "right": "left", "up": "down", "down": "up", None: "left"}
_OTHER_PERSON: dict[Who | None, Who] = {"left": "right", "right": "left"}
_SEES = frozenset({GestureName.LOOK, GestureName.TURN})
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


def flipped(direction: Direction) -> Direction:
    """Return the direction with its sides exchanged: of people, or the named ones, or of gestures that can take one."""
    if any(gesture.who in _OTHER_PERSON for gesture in direction.gestures):
        return direction.model_copy(update={"gestures": tuple(map(_of_the_other, direction.gestures))})
    sided = [index for index, gesture in enumerate(direction.gestures) if gesture.side is not None]
    if not sided:
        sided = [index for index, gesture in enumerate(direction.gestures) if gesture.name in TAKES_SIDE]
    if not sided:
        return direction.model_copy(update={"camera": _other_way(direction.camera)})
    gestures = tuple(
        gesture.model_copy(update={"side": _OTHER_SIDE[gesture.side]}) if index in sided else gesture
        for index, gesture in enumerate(direction.gestures)
    )
    return direction.model_copy(update={"gestures": gestures})


def _of_the_other(gesture: Gesture) -> Gesture:
    """Return what one person does as done by the other; two who look at each other still do."""
    if gesture.who not in _OTHER_PERSON:
        return gesture
    side = _OTHER_SIDE[gesture.side] if gesture.name in _SEES and gesture.side else gesture.side
    return gesture.model_copy(update={"who": _OTHER_PERSON[gesture.who], "side": side})


def of_the_other_person(direction: Direction) -> Direction:
    """Return the direction with the other of two people acting; where nobody is chosen, with its sides exchanged."""
    who = _OTHER_PERSON.get(direction.who)
    return flipped(direction) if who is None else direction.model_copy(update={"who": who})


def in_other_order(direction: Direction) -> Direction:
    """Return the direction with its gestures in the reverse order; where in the clip something begins stays."""
    gestures = tuple(
        gesture.model_copy(update={"start": slot.start})
        for gesture, slot in zip(reversed(direction.gestures), direction.gestures, strict=True)
    )
    return direction.model_copy(update={"gestures": gestures})


def opposite(direction: Direction) -> Direction:
    """Return the counterpart: mood, tempo, size, gestures and sides the other way round."""
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
            "emotion": emotion(OPPOSITE[direction.emotion.label]),
            "beats": tuple(
                beat.model_copy(update={"emotion": emotion(OPPOSITE[beat.emotion.label])}) for beat in direction.beats
            ),
            "pace": _inverse(direction.pace),
            "amount": _inverse(direction.amount),
            "gestures": gestures,
            "camera": _other_way(direction.camera),
        }
    )


def _other_way(camera: Camera) -> Camera:
    return Camera(move=_OTHER_MOVE.get(camera.move, camera.move))


def _inverse(factor: float) -> float:
    return round(max(0.2, min(3.0, 1 / factor)), 6)
