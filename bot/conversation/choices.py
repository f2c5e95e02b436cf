"""What the buttons offer: tables of moods, of changes to a clip, of menus and of settings.

A mood or a change is a phrase, understood like anybody's words; a new one is one line here and its label in the
wording.
"""

from collections.abc import Callable
from dataclasses import dataclass

from bot.conversation.wishes import Wish, replaced, with_length
from engine.types.clip import Form
from engine.types.direction import Direction
from engine.types.scene import AdviceCode

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

LENGTHS_S = ("3", "5", "8", "12")
SHAPES = ("source", "1:1", "4:5", "9:16", "16:9")


def _always(_wish: Wish, _advice: set[AdviceCode]) -> bool:
    return True


def _is_single(wish: Wish, _advice: set[AdviceCode]) -> bool:
    return isinstance(wish, Direction)


def _is_story(wish: Wish, _advice: set[AdviceCode]) -> bool:
    return not isinstance(wish, Direction)


def _has_several_faces(wish: Wish, advice: set[AdviceCode]) -> bool:
    return isinstance(wish, Direction) and AdviceCode.SEVERAL_FACES in advice


@dataclass(frozen=True, slots=True)
class Menu:
    """One group of choices under a clip; its labels are the wording's table of the same name."""

    choices: tuple[str, ...]
    apply: Callable[[Wish, str], Wish]
    suits: Callable[[Wish, set[AdviceCode]], bool] = _always
    """Whether it is offered for a clip, from its wish and the advice on its photo."""


MENUS = {
    "length": Menu(LENGTHS_S, lambda wish, choice: with_length(wish, float(choice)), _is_single),
    "film_length": Menu(("10", "20", "30", "60"), lambda wish, choice: with_length(wish, float(choice)), _is_story),
    "shape": Menu(SHAPES, lambda wish, choice: replaced(wish, aspect=choice)),
    "face": Menu(
        ("all", "left", "center", "right"), lambda wish, choice: replaced(wish, who=choice), _has_several_faces
    ),
}
"""The menus that change one field of the wish."""


FORMS = (Form.FILM, Form.ANIMATION, Form.ROUND, Form.STICKER)
"""What a clip may be sent as."""

CHOICES: dict[str, tuple[str, ...]] = {
    "mood": tuple(MOODS),
    **{name: menu.choices for name, menu in MENUS.items()},
    "form": FORMS,
}
"""All that More… offers, in order."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing that a chat may choose for its new clips; its labels are the wording's table of the same name."""

    field: str
    """Of `ChatSettings`."""
    values: dict[str, object]
    """By the name of the choice."""
    default: str
    """The choice where nothing is set."""


SETTINGS = {
    "length": Setting("length_s", {choice: float(choice) for choice in LENGTHS_S}, "5"),
    "shape": Setting("shape", {choice: choice for choice in SHAPES}, "source"),
    "music": Setting("music", {choice: choice for choice in ("asked", "always", "never")}, "asked"),
    "memory": Setting("memory", {"on": True, "off": False}, "on"),
    "mark": Setting("mark", {choice: choice for choice in ("public", "always", "never")}, "public"),
}
"""What /settings offers, in order."""
