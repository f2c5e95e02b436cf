"""The conversation's actions as Discord messages: text, buttons, film."""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import discord

from bot.conversation.actions import Ask, Button, Rows, Say, SendClip, ShowEnding, ShowProgress
from bot.conversation.keyboards import Press
from bot.discord.custom_ids import CustomId, Spot, Wish
from bot.signing import Signer
from bot.wording import Wording

MAX_LETTERS = 2000
_MAX_LABEL = 80
_MAX_DESCRIPTION = 1024
_MAX_ROWS = 5
_MAX_IN_A_ROW = 5
_BAR_CELLS = 12

Shown = Say | Ask | ShowProgress | ShowEnding | SendClip
"""The actions that are messages."""

ButtonRows = tuple[tuple[tuple[str, CustomId], ...], ...]
"""Labels and what they carry, row by row."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A message as it should look."""

    text: str
    buttons: ButtonRows = ()
    film: Path | None = None
    picture: bytes | None = None
    """A JPEG that the text is about."""
    description: str = ""
    """Of the film, for people who do not see it."""

    def for_new(self, signer: Signer) -> dict[str, Any]:
        """Return discord.py's arguments for a new message; the film is opened and read only once."""
        view = _view(self.buttons, signer)
        parts = {"content": cut(self.text), "view": view, "file": self._file()}
        return {name: part for name, part in parts.items() if part is not None}

    def for_change(self, signer: Signer) -> dict[str, Any]:
        """Return discord.py's arguments for changing a message into this one; the film is read only once."""
        file = self._file()
        return {
            "content": cut(self.text),
            "view": _view(self.buttons, signer),
            "attachments": [] if file is None else [file],
        }

    def _file(self) -> discord.File | None:
        if self.film is not None:
            return discord.File(
                self.film, f"reverie{self.film.suffix}", description=self.description[:_MAX_DESCRIPTION]
            )
        return None if self.picture is None else discord.File(io.BytesIO(self.picture), "photo.jpg")


def draft(action: Shown, say: Wording) -> Draft:
    """Return how an action looks."""
    match action:
        case Say(text):
            return Draft(text)
        case Ask(text, rows):
            about_photo = any(Press.from_data(button.data).verb == "begin" for row in rows for button in row)
            return Draft(text, _buttons(rows, Spot.HERE, say, words_about="" if about_photo else None))
        case ShowProgress():
            told = f"**{action.title}**\n{_bar(action.fraction)} {action.status}"
            return Draft(told, _buttons(action.rows, Spot.HERE, say))
        case ShowEnding():
            return Draft(action.text, _buttons(action.rows, Spot.BELOW, say))
        case SendClip():
            told = "\n".join([f"**{action.title}**", *(f"-# {note}" for note in action.notes)])
            buttons = _buttons(action.rows, Spot.BELOW, say, words_about=action.job_id)
            return Draft(told, buttons, film=action.clip.path, description=action.title)


def cut(text: str) -> str:
    """Return a text that Discord takes."""
    return text if len(text) <= MAX_LETTERS else f"{text[: MAX_LETTERS - 1]}…"


def _bar(fraction: float) -> str:
    done = round(fraction * _BAR_CELLS)
    return "▓" * done + "░" * (_BAR_CELLS - done)


def _buttons(rows: Rows, spot: Spot, say: Wording, *, words_about: str | None = None) -> ButtonRows:
    """Return the rows for Discord; `words_about` adds a button to say it in words, about that job."""
    carried = [[_carried(button, spot) for button in row] for row in rows]
    if words_about is not None:
        words = (say("discord.words"), CustomId(Wish.WORDS, spot, words_about))
        if carried and len(carried[-1]) < _MAX_IN_A_ROW:
            carried[-1].append(words)
        else:
            carried.append([words])
    if len(carried) > _MAX_ROWS or any(len(row) > _MAX_IN_A_ROW for row in carried):
        flat = [button for row in carried for button in row][: _MAX_ROWS * _MAX_IN_A_ROW]
        carried = [flat[start : start + _MAX_IN_A_ROW] for start in range(0, len(flat), _MAX_IN_A_ROW)]
    return tuple(tuple(row) for row in carried)


def _carried(button: Button, spot: Spot) -> tuple[str, CustomId]:
    return button.label[:_MAX_LABEL], CustomId(Wish.PRESS, spot, button.data)


def _view(rows: ButtonRows, signer: Signer) -> discord.ui.View | None:
    """Return the buttons as discord.py sends them; it need not remember them, every press is read from its id."""
    if not rows:
        return None
    view = discord.ui.View(timeout=None)
    for index, row in enumerate(rows):
        for label, carried in row:
            style = discord.ButtonStyle.primary if carried.wish is Wish.WORDS else discord.ButtonStyle.secondary
            view.add_item(discord.ui.Button(label=label, style=style, custom_id=carried.signed(signer), row=index))
    view.stop()
    return view
