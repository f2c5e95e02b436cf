"""A finished film as a message: one function for each form, and the table that names them."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from telegram import Bot, InlineKeyboardMarkup, InputFile, Message
from telegram.constants import ChatAction

from bot.conversation.actions import SendClip
from bot.fitted_films import FittedFilms
from bot.telegram.addresses import Address
from bot.telegram.markup import caption
from bot.telegram.progress import replying
from bot.wording import Wording
from engine.types.clip import Clip, Form

MAX_BYTES = 50_000_000
"""What the Bot API takes from a bot."""
_LONG_READ_S = 120.0
"""Telegram answers an upload only once it has looked at the film."""
_LONG_WRITE_S = 300.0


@dataclass(frozen=True, slots=True)
class Film:
    """A film with all that its message needs."""

    clip: Clip
    content: bytes
    title: str
    notes: tuple[str, ...]
    buttons: InlineKeyboardMarkup | None
    is_fitted: bool = False
    """Whether it was written again, perhaps with fewer pixels."""

    @property
    def file(self) -> InputFile:
        """The film as a file."""
        return InputFile(self.content, filename=f"reverie.{self.clip.container}")

    @property
    def thumbnail(self) -> InputFile:
        """A picture of it for the time before it plays."""
        return InputFile(self.clip.poster_jpeg, filename="poster.jpg")

    @property
    def duration_s(self) -> int:
        """Whole seconds, as Telegram takes them."""
        return max(1, round(self.clip.duration_s))


@asynccontextmanager
async def readable(
    action: SendClip, buttons: InlineKeyboardMarkup | None, say: Wording, fitted: FittedFilms
) -> AsyncIterator[Film]:
    """Yield a film that is small enough; raises `EncodingError` where it cannot be made so, `OSError` unread."""
    clip = action.clip
    film = Film(clip, b"", action.title, action.notes, buttons)
    if clip.size_bytes <= MAX_BYTES:
        yield replace(film, content=await asyncio.to_thread(clip.path.read_bytes))
        return
    async with fitted.at_most(clip.path, MAX_BYTES) as smaller:
        told = say("telegram.fitted", megabytes=MAX_BYTES // 1_000_000)
        content = await asyncio.to_thread(smaller.read_bytes)
        yield replace(film, content=content, notes=(*film.notes, told), is_fitted=True)


async def announce(bot: Bot, address: Address, form: Form) -> None:
    """Show that a film is on its way."""
    await bot.send_chat_action(address.chat_id, WAYS[form].action, address.topic_id)


async def send(bot: Bot, address: Address, film: Film) -> Message:
    """Send a film in its form."""
    return await WAYS[film.clip.form].send(bot, address, film)


async def _send_video(bot: Bot, address: Address, film: Film) -> Message:
    return await bot.send_video(
        address.chat_id, film.file, supports_streaming=True, **_size(film), **_words(film), **_common(address, film)
    )


async def _send_animation(bot: Bot, address: Address, film: Film) -> Message:
    return await bot.send_animation(address.chat_id, film.file, **_size(film), **_words(film), **_common(address, film))


async def _send_round(bot: Bot, address: Address, film: Film) -> Message:
    """Send a video note, which takes no words."""
    return await bot.send_video_note(
        address.chat_id,
        film.file,
        duration=film.duration_s,
        length=film.clip.width,
        thumbnail=film.thumbnail,
        **_common(address, film),
    )


async def _send_sticker(bot: Bot, address: Address, film: Film) -> Message:
    """Send a video sticker, which takes no words either."""
    return await bot.send_sticker(address.chat_id, film.file, **_common(address, film))


async def _send_document(bot: Bot, address: Address, film: Film) -> Message:
    """Send what Telegram does not show by itself, as it is."""
    return await bot.send_document(
        address.chat_id,
        film.file,
        thumbnail=film.thumbnail,
        disable_content_type_detection=True,
        **_words(film),
        **_common(address, film),
    )


class Way(NamedTuple):
    """How a form is sent."""

    action: ChatAction
    """What people see meanwhile."""
    send: Callable[[Bot, Address, Film], Awaitable[Message]]


WAYS = {
    Form.FILM: Way(ChatAction.UPLOAD_VIDEO, _send_video),
    Form.ANIMATION: Way(ChatAction.UPLOAD_VIDEO, _send_animation),
    Form.GIF: Way(ChatAction.UPLOAD_VIDEO, _send_animation),
    Form.ROUND: Way(ChatAction.UPLOAD_VIDEO_NOTE, _send_round),
    Form.STICKER: Way(ChatAction.CHOOSE_STICKER, _send_sticker),
    Form.WEBP: Way(ChatAction.UPLOAD_DOCUMENT, _send_document),
    Form.WEBM: Way(ChatAction.UPLOAD_DOCUMENT, _send_document),
}
"""By form."""


def _size(film: Film) -> dict[str, Any]:
    """Return how large and long a film is, and how it looks."""
    size = {"width": film.clip.width, "height": film.clip.height} if not film.is_fitted else {}
    return {**size, "duration": film.duration_s, "thumbnail": film.thumbnail}


def _words(film: Film) -> dict[str, Any]:
    text, entities = caption(film.title, film.notes)
    return {"caption": text or None, "caption_entities": entities or None}


def _common(address: Address, film: Film) -> dict[str, Any]:
    """Return what every form takes."""
    return {
        "message_thread_id": address.topic_id,
        "reply_parameters": replying(address),
        "reply_markup": film.buttons,
        "read_timeout": _LONG_READ_S,
        "write_timeout": _LONG_WRITE_S,
    }
