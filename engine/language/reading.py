"""What a text says, before it meets a direction: the grammar's result."""

from dataclasses import dataclass, field

from engine.language.manner import NATURAL, Manner
from engine.types.direction import Aspect, CameraMove, EmotionLabel, GestureName, Music, Side, Who

REPEATABLE = frozenset({GestureName.NOD, GestureName.SHAKE, GestureName.BLINK, GestureName.WINK})
"""Gestures that are counted."""
NATURAL_DURATION_S = 5.0
"""What a clip takes of which no length is said."""

FRONT, END = "front", "end"
"""Places in the order of gestures that a text may name."""


@dataclass
class Act:
    """A gesture that a text names, with what it says about it; None and natural where it says nothing."""

    gesture: GestureName
    manner: Manner = NATURAL
    steps: Manner = NATURAL
    """Comparatives ("slower", "less"), in steps of `engine.language.manner.stepped`."""
    count: int | None = None
    side: Side | None = None
    start: float | None = None
    start_s: float | None = None
    """When it begins, where that is told in seconds."""
    place: str | None = None
    is_linked: bool = False
    """Whether its place is told by its neighbour ("after the nod")."""
    is_together: bool = False
    """Whether it happens at the same time as the act before it."""
    is_added: bool = False
    """Whether it is one more, even where the gesture is there already ("another nod")."""
    is_mutual: bool = False
    """Whether two people do it to each other."""
    who: Who | None = field(default=None, compare=False)
    """Who does it, where that is told."""
    text: str = field(default="", compare=False)
    """The words that name it."""

    @property
    def is_bare(self) -> bool:
        """Whether nothing is said about it but its name."""
        return self == Act(self.gesture)


@dataclass
class Mood:
    """A mood that a text names."""

    label: EmotionLabel
    level: float = 0.0
    """−2 "barely" … 2 "extremely"."""
    steps: float = 0.0
    """Comparatives: + "more", "happier", − "less"."""
    stage: int = 0
    """Moods of different stages follow one another."""
    is_late: bool = False
    """Whether it is named as the end only ("happy at the end")."""
    is_hint: bool = False
    """Whether it is only implied ("smirk", "remember"), so that any spoken mood goes first."""
    who: Who | None = None
    """Who feels it, where that is told."""
    text: str = field(default="", compare=False)
    """The words that name it."""


@dataclass
class Reading:
    """Everything a text says."""

    language: str = "en"
    acts: list[Act] = field(default_factory=list)
    avoid: list[GestureName] = field(default_factory=list)
    moods: list[Mood] = field(default_factory=list)
    denied_moods: list[EmotionLabel] = field(default_factory=list)
    manner: Manner | None = None
    """Of the whole clip."""
    steps: Manner = NATURAL
    """Comparatives on the whole clip."""
    side: Side | None = None
    """A side that belongs to no gesture in the text ("to the left instead")."""
    count: int | None = None
    """A count that belongs to no gesture in the text ("just once")."""
    camera: CameraMove | None = None
    ambient: list[str] = field(default_factory=list)
    stilled: list[str] = field(default_factory=list)
    """What shall not move by itself."""
    duration_s: float | None = None
    duration_steps: float = 0.0
    loop: bool | None = None
    aspect: Aspect | None = None
    music: Music | None = None
    who: Who | None = None
    edits: set[str] = field(default_factory=set)
    """instead, only, opposite, flip, other_person, swap, face, does, theirs, normal_pace, normal_amount, undo, reset"""
    unclear: list[str] = field(default_factory=list)
    beyond: list[str] = field(default_factory=list)
    """Those of the unclear words that are well understood, but cannot be done."""
    is_courteous: bool = False
    """Whether it greets, thanks, says how it likes the film, or asks for nothing in particular ("bring it to life")."""


FEWEST_WORDS_FELT = 3
"""Shorter texts are commands, not sentences with a feeling of their own."""
_WORDS_OF_A_STATEMENT = 5
_WORDS_OF_A_GESTURE = 6
"""How many words more it takes for each gesture that a text names, to be more than an order for it."""


def is_prose(reading: Reading, text: str) -> bool:
    """Say whether a text is felt as a whole rather than word by word; English only, as the sentence model is."""
    if reading.language != "en":
        return False
    if reading == Reading():  # a sentence of nothing but ordinary words: "this is the day that we waited for"
        return len(text.split()) >= _WORDS_OF_A_STATEMENT
    has_more_to_say = bool(set(reading.unclear).difference(reading.beyond))
    return has_more_to_say and len(text.split()) >= FEWEST_WORDS_FELT + _WORDS_OF_A_GESTURE * len(reading.acts)
