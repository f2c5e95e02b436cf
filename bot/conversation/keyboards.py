"""The rows of buttons under what Reverie says.

A button's data is "verb:target:choice": what to do, with which job or photo, and which of several. The whole stays
under 64 bytes, so that every platform can carry it.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Self

from bot.conversation.actions import Button, Rows
from bot.conversation.choices import CHANGES, CHOICES, MENUS, MOODS, SETTINGS
from bot.conversation.wishes import Wish
from bot.wording import LANGUAGES, Wording, wording
from engine.types.scene import AdviceCode

PLATFORM_LANGUAGE = "auto"
"""The choice to follow the platform's language."""
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


def moods(target: str, say: Wording) -> Rows:
    """Return a button for each mood, to begin with a photo or an album."""
    return _grid([Button(say(f"mood.{name}"), Press("begin", target, name).data) for name in MOODS])


def joining(album: str, say: Wording) -> Rows:
    """Return the two ways with several photos."""
    return (tuple(Button(say(f"join.{way}"), Press("join", album, way).data) for way in ("together", "each")),)


def under_progress(job_id: str, say: Wording) -> Rows:
    """Return the button that stops a job."""
    return ((Button(say("button.cancel"), Press("cancel", job_id).data),),)


def under_failure(job_id: str, say: Wording) -> Rows:
    """Return the button that tries a job again."""
    return ((Button(say("button.retry"), Press("retry", job_id).data),),)


def under_clip(job_id: str, say: Wording, *, is_silent: bool, can_undo: bool) -> Rows:
    """Return what may be done with a clip."""
    music = "music_on" if is_silent else "music_off"
    others = ["again", music, *(["undo"] if can_undo else []), "more"]
    return (
        tuple(Button(say(f"change.{name}"), Press("change", job_id, name).data) for name in CHANGES),
        tuple(Button(say(f"button.{name}"), Press(name, job_id).data) for name in others),
    )


def menus(job_id: str, wish: Wish, advice: set[AdviceCode], say: Wording, *, can_report: bool) -> Rows:
    """Return what else can be done with a clip."""
    names = [name for name in CHOICES if name not in MENUS or MENUS[name].suits(wish, advice)]
    changes = tuple(Button(say(f"menu.{name}"), Press("menu", job_id, name).data) for name in names)
    return (changes, (Button(say("button.report"), Press("report", job_id).data),)) if can_report else (changes,)


def menu(name: str, job_id: str, say: Wording) -> Rows:
    """Return the choices of one menu."""
    return _grid([Button(say(f"{name}.{choice}"), Press(name, job_id, choice).data) for choice in CHOICES[name]])


def settings(say: Wording) -> Rows:
    """Return the choices for new clips of a chat."""
    return tuple(_choices("set", name, setting.values, say) for name, setting in SETTINGS.items())


def languages(say: Wording) -> Rows:
    """Return every language by its own name, and the platform's."""
    buttons = [Button(wording(code)("language.name"), speak(code).data) for code in LANGUAGES]
    return (*_grid(buttons), (Button(say("language.auto"), speak("").data),))


def speak(language: str) -> Press:
    """Return the press that chooses a language, or the platform's."""
    return Press("speak", "", language or PLATFORM_LANGUAGE)


def collecting(say: Wording) -> Rows:
    """Return how collecting photos may end."""
    return (tuple(Button(say(f"button.{name}"), Press(name).data) for name in ("done", "drop")),)


def remembered(photo: str, say: Wording) -> Rows:
    """Return what may be done with a photo that was brought back."""
    return (
        (
            Button(say("button.animate"), Press("ask", photo).data),
            Button(say("button.another"), Press("remember").data),
        ),
    )


def _choices(verb: str, table: str, choices: Iterable[str], say: Wording) -> tuple[Button, ...]:
    return tuple(Button(say(f"{table}.{choice}"), Press(verb, table, choice).data) for choice in choices)


def _grid(buttons: Sequence[Button]) -> Rows:
    return tuple(tuple(buttons[start : start + _IN_A_ROW]) for start in range(0, len(buttons), _IN_A_ROW))
