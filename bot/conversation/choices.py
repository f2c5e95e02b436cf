"""What the buttons change: tables of moods, of changes to a clip, and of menus.

A mood or a change is a phrase, understood like anybody's words; a new one is one line here and its label in the
wording.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from engine.language import adjust, understand
from engine.types.direction import Direction

MOODS = {
    "smile": "a warm smile",
    "wistful": "slow, wistful nod",
    "laugh": "she laughs happily",
    "tender": "tender, head tilt, soft smile",
    "playful": "playful wink and a smile",
    "calm": "calm, a slow deep breath, eyes close",
    "proud": "proud, chin up",
    "surprised": "surprised, brows raise",
}
"""By the name of the label: what is understood, in English."""

CHANGES = {"slower": "slower", "faster": "faster", "subtler": "subtler", "stronger": "stronger"}
"""By the name of the label: the adjustment, in English."""


@dataclass(frozen=True, slots=True)
class Menu:
    """One group of choices under a clip; its labels are the wording's table of the same name."""

    choices: tuple[str, ...]
    apply: Callable[[Direction, str], Direction]


def mood(name: str) -> Direction:
    """Return the direction of a mood's button."""
    return understand(MOODS[name])


def changed(direction: Direction, name: str) -> Direction:
    """Return the direction after a change's button, in whatever language it was told."""
    return adjust(in_english(direction), CHANGES[name]).model_copy(update={"language": direction.language})


def in_english(direction: Direction) -> Direction:
    """Return the direction as if it had been told in English."""
    return direction.model_copy(update={"language": "en"})


def _with_mood(direction: Direction, name: str) -> Direction:
    """Play another mood in the same film: length, shape, people and camera stay."""
    kept = direction.model_dump(include={"camera", "ambient", "duration", "loop", "aspect", "music", "who", "language"})
    return Direction.model_validate({**mood(name).model_dump(), **kept})


def _replaced(field: str, meaning: Callable[[str], Any] = str) -> Callable[[Direction, str], Direction]:
    def apply(direction: Direction, choice: str) -> Direction:
        return Direction.model_validate({**direction.model_dump(), field: meaning(choice)})

    return apply


MENUS = {
    "mood": Menu(tuple(MOODS), _with_mood),
    "length": Menu(("3", "5", "8", "12"), _replaced("duration", float)),
    "shape": Menu(("source", "1:1", "4:5", "9:16", "16:9"), _replaced("aspect")),
    "face": Menu(("all", "left", "center", "right"), _replaced("who")),
}
"""What More… offers, in order; `face` only where there are several."""

SETTINGS = {"length": "length_s", "shape": "shape"}
"""The menus that a chat may set for its new clips, and the session's field of each."""


def says_nothing(direction: Direction) -> bool:
    """Return whether nothing was understood of words that should have meant something."""
    return bool(direction.unclear) and is_same(direction, Direction(language=direction.language))


def is_same(one: Direction, other: Direction) -> bool:
    """Return whether two directions ask for the same film."""
    return one.model_copy(update={"unclear": ()}) == other.model_copy(update={"unclear": ()})
