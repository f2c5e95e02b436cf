"""The rows of buttons under what Reverie says.

A button's data is "verb:target:choice": what to do, with which job or photo, and which of several. The whole stays
under 64 bytes, so that every platform can carry it.
"""

from typing import NamedTuple, Self

from bot.conversation.actions import Button, Rows
from bot.conversation.choices import CHANGES, MENUS, MOODS, SETTINGS
from bot.wording import Wording
from engine.types.scene import AdviceCode

PHOTO_PREFIX = 16
"""Characters of a photo's key that a button carries; enough to find it among the photos of one chat."""
_IN_A_ROW = 4


class Press(NamedTuple):
    """What a button means."""

    verb: str
    target: str = ""
    choice: str = ""

    @property
    def data(self) -> str:
        """As it is carried by the button."""
        return f"{self.verb}:{self.target}:{self.choice}"

    @classmethod
    def from_data(cls, data: str) -> Self:
        """Read a button's data; what is missing is empty."""
        verb, _, rest = data.partition(":")
        target, _, choice = rest.partition(":")
        return cls(verb, target, choice)


def moods_for_photo(photo: str, say: Wording) -> Rows:
    """Return a button for each mood, to begin with."""
    return _grid([Button(say(f"mood.{name}"), Press("begin", photo[:PHOTO_PREFIX], name).data) for name in MOODS])


def under_progress(job_id: str, say: Wording) -> Rows:
    """Return the button that stops a job."""
    return ((Button(say("button.cancel"), Press("cancel", job_id).data),),)


def under_failure(job_id: str, say: Wording) -> Rows:
    """Return the button that tries a job again."""
    return ((Button(say("button.retry"), Press("retry", job_id).data),),)


def under_clip(job_id: str, say: Wording, *, can_undo: bool) -> Rows:
    """Return what may be done with a clip."""
    others = ["again", *(["undo"] if can_undo else []), "more"]
    return (
        tuple(Button(say(f"change.{name}"), Press("change", job_id, name).data) for name in CHANGES),
        tuple(Button(say(f"button.{name}"), Press(name, job_id).data) for name in others),
    )


def menus(job_id: str, advice: set[AdviceCode], say: Wording) -> Rows:
    """Return what else can be changed of a clip."""
    names = [name for name in MENUS if name != "face" or AdviceCode.SEVERAL_FACES in advice]
    return (tuple(Button(say(f"menu.{name}"), Press("menu", job_id, name).data) for name in names),)


def menu(name: str, job_id: str, say: Wording) -> Rows:
    """Return the choices of one menu."""
    labels = say.table(name)
    return _grid([Button(labels[choice], Press(name, job_id, choice).data) for choice in MENUS[name].choices])


def settings(say: Wording) -> Rows:
    """Return the choices for new clips."""
    return tuple(
        tuple(Button(say(f"{name}.{choice}"), Press("set", name, choice).data) for choice in MENUS[name].choices)
        for name in SETTINGS
    )


def _grid(buttons: list[Button]) -> Rows:
    return tuple(tuple(buttons[start : start + _IN_A_ROW]) for start in range(0, len(buttons), _IN_A_ROW))
