"""Texts and buttons as Telegram takes them."""

from typing import NamedTuple

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity

from bot.conversation.actions import Rows, ShowProgress
from bot.signing import Signer

MAX_TEXT = 4096
MAX_CAPTION = 1024
_BAR_CELLS = 10
_UNITS = "utf-16-le"


class Text(NamedTuple):
    """A text and how it looks."""

    text: str
    entities: tuple[MessageEntity, ...] = ()


def keyboard(rows: Rows, signer: Signer) -> InlineKeyboardMarkup | None:
    """Return rows of buttons with signed data; `None` for none."""
    buttons = [
        [InlineKeyboardButton(each.label, callback_data=signer.signed(each.data)) for each in row] for row in rows
    ]
    return InlineKeyboardMarkup(buttons) if buttons else None


def progress_text(progress: ShowProgress) -> Text:
    """Return what will be played, a bar, and where the job is."""
    filled = round(max(0.0, min(1.0, progress.fraction)) * _BAR_CELLS)
    bar = "▓" * filled + "░" * (_BAR_CELLS - filled)
    status = f"{bar} {progress.status}"
    title = shortened(progress.title, MAX_TEXT - _length(status) - 1)
    return Text(f"{title}\n{status}", _italic(title)) if title else Text(status)


def caption(title: str, notes: tuple[str, ...]) -> Text:
    """Return what was played, and under it what is to be said about it."""
    title = shortened(title, MAX_CAPTION)
    whole = shortened("\n\n".join(part for part in (title, "\n".join(notes)) if part), MAX_CAPTION)
    return Text(whole, _italic(title))


def shortened(text: str, limit: int) -> str:
    """Return a text of at most so many letters, as Telegram counts them."""
    if _length(text) <= limit:
        return text
    return text.encode(_UNITS)[: 2 * (limit - 1)].decode(_UNITS, "ignore").rstrip() + "…"


def _italic(text: str) -> tuple[MessageEntity, ...]:
    return (MessageEntity(MessageEntity.ITALIC, 0, _length(text)),) if text else ()


def _length(text: str) -> int:
    return len(text.encode(_UNITS)) // 2
