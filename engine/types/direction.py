"""`Direction`: what the person wants, in the units of acting. JSON in and out."""

from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field


class GestureName(StrEnum):
    """Every gesture the vocabulary knows."""

    NOD = "nod"
    SHAKE = "shake"
    TILT = "tilt"
    TURN = "turn"
    LOOK = "look"
    BLINK = "blink"
    WINK = "wink"
    CLOSE_EYES = "close_eyes"
    SMILE = "smile"
    FROWN = "frown"
    LAUGH = "laugh"
    BREATHE = "breathe"
    BROW_RAISE = "brow_raise"
    BROW_FURROW = "brow_furrow"
    LEAN_IN = "lean_in"
    LEAN_BACK = "lean_back"
    SWAY = "sway"
    HAIR_SWAY = "hair_sway"
    BOW = "bow"
    CHIN_UP = "chin_up"
    KISS = "kiss"
    EYE_ROLL = "eye_roll"
    GASP = "gasp"


class EmotionLabel(StrEnum):
    """Every emotion the vocabulary knows."""

    NEUTRAL = "neutral"
    JOY = "joy"
    AMUSEMENT = "amusement"
    EXCITEMENT = "excitement"
    LOVE = "love"
    TENDERNESS = "tenderness"
    GRATITUDE = "gratitude"
    PRIDE = "pride"
    RELIEF = "relief"
    HOPE = "hope"
    CONFIDENCE = "confidence"
    CONTENTMENT = "contentment"
    CALM = "calm"
    AWE = "awe"
    SURPRISE = "surprise"
    CURIOSITY = "curiosity"
    PLAYFUL = "playful"
    FLIRTY = "flirty"
    NOSTALGIA = "nostalgia"
    WISTFUL = "wistful"
    LONGING = "longing"
    MELANCHOLY = "melancholy"
    SADNESS = "sadness"
    GRIEF = "grief"
    LONELINESS = "loneliness"
    REGRET = "regret"
    EMBARRASSMENT = "embarrassment"
    SHY = "shy"
    TIRED = "tired"
    BOREDOM = "boredom"
    CONFUSION = "confusion"
    THOUGHTFUL = "thoughtful"
    DETERMINATION = "determination"
    ANGER = "anger"
    ANNOYANCE = "annoyance"
    CONTEMPT = "contempt"
    DISGUST = "disgust"
    FEAR = "fear"
    ANXIETY = "anxiety"


class CameraMove(StrEnum):
    """How the frame itself travels over the picture."""

    STILL = "still"
    PUSH_IN = "push_in"
    PULL_OUT = "pull_out"
    PAN_LEFT = "pan_left"
    PAN_RIGHT = "pan_right"
    TILT_UP = "tilt_up"
    TILT_DOWN = "tilt_down"
    ORBIT = "orbit"
    DRIFT = "drift"


Side = Literal["left", "right", "up", "down"]
"""Where a gesture goes. Left and right are the viewer's."""

Aspect = Literal["source", "1:1", "4:5", "9:16", "16:9"]
"""Shape of the frame, width to height; `source` keeps the photo's own."""

Who = Literal["all", "left", "center", "right"] | Annotated[int, Field(ge=0, le=99)]
"""Whose faces act: all, by place, or by index counted from the viewer's left, starting at 0."""

Factor = Annotated[float, Field(ge=0.2, le=3.0)]
"""A multiplier of what is natural: 1 is natural, below 0.85 slow or small, above 1.15 fast or large."""

Fraction = Annotated[float, Field(ge=0.0, le=1.0)]
"""A moment in the clip: 0 its first frame, 1 its last."""

Signed = Annotated[float, Field(ge=-1.0, le=1.0)]


class Part(BaseModel):
    """A part of what is wanted: frozen, no unknown fields, no infinities."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Emotion(Part):
    """A mood by name and by its place in the circumplex (Russell 1980)."""

    label: EmotionLabel = EmotionLabel.NEUTRAL
    valence: Signed = 0.0
    """−1 unpleasant … 1 pleasant."""
    arousal: Signed = 0.0
    """−1 asleep … 1 agitated."""


class Gesture(Part):
    """One thing the person does."""

    name: GestureName
    count: Annotated[int, Field(ge=1, le=12)] = 1
    pace: Factor = 1.0
    """Tempo of this gesture, on top of the direction's own pace."""
    amount: Factor = 1.0
    """Size of this gesture, on top of the direction's own amount."""
    start: Fraction | None = None
    """Where in the clip it begins; null lets the planner place it."""
    side: Side | None = None
    who: Who | None = None
    """Whose faces do it; null means those of the direction."""


class Beat(Part):
    """A change of mood within the clip."""

    start: Fraction
    emotion: Emotion
    amount: Factor = 1.0


class Camera(Part):
    """The camera's move."""

    move: CameraMove = CameraMove.DRIFT


class Music(Part):
    """What should be heard; `auto` composes to the mood, `asked` follows the words in `mood` and `bpm`."""

    mode: Literal["none", "auto", "asked"] = "auto"
    mood: Annotated[str, Field(max_length=80)] | None = None
    bpm: Annotated[int, Field(ge=30, le=240)] | None = None


class Direction(Part):
    """What the person wants. Every field has a natural default: ``Direction()`` is "bring it gently to life"."""

    emotion: Emotion = Emotion()
    pace: Factor = 1.0
    amount: Factor = 1.0
    gestures: Annotated[tuple[Gesture, ...], Field(max_length=24)] = ()
    """In order of time."""
    beats: Annotated[tuple[Beat, ...], Field(max_length=12)] = ()
    """Empty when there is one mood."""
    avoid: tuple[GestureName, ...] = ()
    camera: Camera = Camera()
    ambient: tuple[Annotated[str, Field(max_length=40)], ...] = ()
    """What moves by itself: breath, hair, water, clouds, light…"""
    duration: Annotated[float, Field(ge=1.0, le=60.0)] | None = None
    """Seconds; null leaves it to the caller (5 s)."""
    loop: bool = False
    aspect: Aspect = "source"
    music: Music = Music()
    who: Who = "all"
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}$")] = "en"
    """ISO 639 code of the words."""
    unclear: tuple[Annotated[str, Field(max_length=80)], ...] = ()
    """Words that were not understood."""

    @property
    def tells_who(self) -> bool:
        """Whether it says who of several people acts."""
        return self.who != "all" or any(gesture.who is not None for gesture in self.gestures)


WORDING: Final = {"language", "unclear"}
"""Fields that speak of the words and not of the film: directions that differ only there make the same film."""
