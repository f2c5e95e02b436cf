"""`Storyboard`: which photos make up a film, and what happens in each. JSON in and out."""

from enum import StrEnum
from typing import Annotated, Final

from pydantic import Field

from engine.types.direction import Aspect, Direction, Music, Part

MOST_SHOTS: Final = 20
NATURAL_SHOT_S: Final = 3.0
"""How long a shot lasts where nothing is said."""


class TransitionName(StrEnum):
    """Every way from one shot to the next."""

    CUT = "cut"
    DISSOLVE = "dissolve"
    DIP_TO_BLACK = "dip_to_black"
    DIP_TO_WHITE = "dip_to_white"
    SLIDE = "slide"
    ZOOM = "zoom"
    LIGHT_LEAK = "light_leak"
    FACE_MORPH = "face_morph"
    """One face becomes the other; a flow morph where a face is missing."""
    FLOW_MORPH = "flow_morph"
    """What looks alike moves from one picture into the other."""


class Arc(StrEnum):
    """How the mood goes through the whole film."""

    STEADY = "steady"
    RISING = "rising"
    FALLING = "falling"
    BITTERSWEET = "bittersweet"


class Shot(Part):
    """One photo of the film and what happens in it."""

    photo: Annotated[int, Field(ge=0, lt=MOST_SHOTS)]
    """Index among the photos that were sent, from 0."""
    direction: Direction = Direction()
    """Its `duration`, `aspect`, `music`, `language` and `unclear` are said by the storyboard and stay natural here."""
    seconds: Annotated[float, Field(ge=0.5, le=60.0)] | None = None
    """Null: its share of the film."""
    transition: TransitionName | None = None
    """The way into this shot; null: what suits the arc. The first shot has none."""


class Storyboard(Part):
    """A film of several photos. `shots` alone makes one: "bring them gently to life"."""

    shots: Annotated[tuple[Shot, ...], Field(min_length=1, max_length=MOST_SHOTS)]
    """In the order of the film; a photo may come again."""
    arc: Arc = Arc.STEADY
    seconds: Annotated[float, Field(ge=1.0, le=300.0)] | None = None
    """Length of the film; null: the sum of its shots."""
    aspect: Aspect = "source"
    """`source`: the shape that most of the photos have."""
    music: Music = Music()
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}$")] = "en"
    """ISO 639 code of the words."""
    unclear: tuple[Annotated[str, Field(max_length=80)], ...] = ()
    """Words that were not understood, or could not be met."""
