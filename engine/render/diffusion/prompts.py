"""A direction in words that video models know: plain English, what is seen, how, and by which camera."""

from dataclasses import dataclass
from itertools import groupby

from engine.types.direction import CameraMove, Direction, EmotionLabel, Gesture, GestureName, Who


@dataclass(frozen=True, slots=True)
class Wording:
    """What a model is told."""

    prompt: str
    negative: str
    """What must not be seen."""


@dataclass(frozen=True, slots=True)
class _Taste:
    """What a family of models likes to read beside what happens."""

    ending: str
    negative: str


_STRANGE = "distorted face, different person, morphing, extra fingers, text, watermark"
_TASTES = {
    # Its authors' own list, in short: https://github.com/Wan-Video/Wan2.2, wan/configs/shared_config.py
    "wan": _Taste(
        "Same person, same clothes, natural light, photorealistic, subtle and true motion.",
        f"{_STRANGE}, overexposed, static picture, blurry details, worst quality, JPEG artifacts, flicker",
    ),
    # Sentences, literal and in order, as https://github.com/Lightricks/LTX-Video asks; its own negative words.
    "ltx": _Taste(
        "The same person stays in the same clothes and the same place. The light is natural and soft, and every detail "
        "is sharp. The scene appears to be real-life footage.",
        f"worst quality, inconsistent motion, blurry, jittery, distorted, {_STRANGE}",
    ),
    # It makes sound along, and people speak unless they are told not to.
    "ltx2": _Taste(
        "Nobody speaks, and the lips rest unless they are mentioned. The same person stays in the same clothes and the "
        "same place. The light is natural and soft. The scene appears to be real-life footage.",
        f"worst quality, inconsistent motion, blurry, jittery, distorted, {_STRANGE}",
    ),
    "cogvideox": _Taste(
        "The same person in the same clothes, in soft natural light, with true skin and hair in fine detail; the "
        "motion is subtle, slow to begin and smooth. High quality, photorealistic.",
        f"{_STRANGE}, blurry, low quality, flicker, overexposed, static",
    ),
    "stable_video": _Taste("", ""),  # it reads nothing
}
"""By the family of the table of models."""

_GESTURES: dict[GestureName, str] = {
    GestureName.NOD: "nods",
    GestureName.SHAKE: "shakes the head",
    GestureName.TILT: "tilts the head",
    GestureName.TURN: "turns the head",
    GestureName.LOOK: "looks",
    GestureName.BLINK: "blinks",
    GestureName.WINK: "winks",
    GestureName.CLOSE_EYES: "closes the eyes",
    GestureName.SMILE: "smiles",
    GestureName.FROWN: "frowns",
    GestureName.LAUGH: "laughs",
    GestureName.BREATHE: "takes a deep breath",
    GestureName.BROW_RAISE: "raises the eyebrows",
    GestureName.BROW_FURROW: "furrows the brow",
    GestureName.LEAN_IN: "leans in",
    GestureName.LEAN_BACK: "leans back",
    GestureName.SWAY: "sways gently",
    GestureName.HAIR_SWAY: "hair moves in the wind",
    GestureName.BOW: "bows the head",
    GestureName.CHIN_UP: "lifts the chin",
    GestureName.KISS: "blows a kiss",
    GestureName.EYE_ROLL: "rolls the eyes",
    GestureName.GASP: "gasps",
}
_CAMERAS = {
    CameraMove.STILL: "static camera",
    CameraMove.PUSH_IN: "the camera slowly pushes in",
    CameraMove.PULL_OUT: "the camera slowly pulls out",
    CameraMove.PAN_LEFT: "the camera pans left",
    CameraMove.PAN_RIGHT: "the camera pans right",
    CameraMove.TILT_UP: "the camera tilts up",
    CameraMove.TILT_DOWN: "the camera tilts down",
    CameraMove.ORBIT: "the camera orbits slightly",
    CameraMove.DRIFT: "the camera drifts slightly",
}
_PEOPLE: dict[Who, str] = {
    "all": "the people in the photo",
    "left": "the person on the left",
    "center": "the person in the middle",
    "right": "the person on the right",
}
_SLOW, _FAST = 0.85, 1.15
_TIMES = {2: " twice", 3: " three times"}


def wording_of(direction: Direction, people: int, family: str) -> Wording:
    """Return what a family of models is told about a photo with so many people."""
    taste = _TASTES[family]
    return Wording(" ".join([*_sentences(direction, people), taste.ending]).strip(), taste.negative)


def _sentences(direction: Direction, people: int) -> list[str]:
    """Return what should be seen."""
    sentences = []
    if people:
        sentences.append(_deeds(direction, people))
        if direction.emotion.label is not EmotionLabel.NEUTRAL:
            sentences.append(f"The mood is {direction.emotion.label.value}.")
        sentences.extend(f"Later the mood turns to {beat.emotion.label.value}." for beat in direction.beats[1:])
    else:
        sentences.append("The picture comes gently to life.")
    if direction.ambient:
        sentences.append(f"Gentle natural motion of {', '.join(direction.ambient)}.")
    sentences.append(f"{_CAMERAS[direction.camera.move].capitalize()}.")
    return sentences


def _deeds(direction: Direction, people: int) -> str:
    """Return who does what, in order of time; whoever does several things in a row is named once."""

    def named(who: Who) -> str:
        if people == 1:
            return "the person in the photo"
        return _PEOPLE.get(who) or f"person {int(who) + 1} from the left"

    turns = groupby(direction.gestures, key=lambda gesture: direction.who if gesture.who is None else gesture.who)
    deeds = [f"{named(who)}: {', then '.join(_doing(each, direction) for each in turn)}" for who, turn in turns]
    quiet = f"{named('all')} {'breathes and blinks' if people == 1 else 'breathe and blink'} naturally"
    told = "; then ".join(deeds) or quiet
    return f"{told[0].upper()}{told[1:]}."


def motion_of(direction: Direction) -> float:
    """Return how much should move, 0…1, for models with such a knob (design)."""
    return min(1.0, max(0.0, 0.45 * direction.amount * (1 + 0.4 * direction.emotion.arousal)))


def _doing(gesture: Gesture, direction: Direction) -> str:
    pace, amount = gesture.pace * direction.pace, gesture.amount * direction.amount
    manner = " slowly" if pace < _SLOW else " quickly" if pace > _FAST else ""
    size = " slightly" if amount < _SLOW else " clearly" if amount > _FAST else ""
    side = f" {gesture.side}" if gesture.side else ""
    return f"{_GESTURES[gesture.name]}{side}{size}{manner}{_TIMES.get(gesture.count, '')}"
