"""A finished film as a message: one function for each form, and the table that names them."""

import asyncio
import math
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from telegram import Bot, InlineKeyboardMarkup, InputFile, Message

from bot.conversation.actions import SendClip
from bot.telegram.addresses import Address
from bot.telegram.markup import caption
from bot.telegram.progress import replying
from bot.wording import Wording
from engine.types.clip import Clip
from engine.video.fitting import fit

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

    @property
    def duration_s(self) -> int:
        """Whole seconds, as Telegram takes them."""
        return max(1, math.ceil(self.clip.duration_s))


@asynccontextmanager
async def readable(action: SendClip, buttons: InlineKeyboardMarkup | None, say: Wording) -> AsyncIterator[Film]:
    """Yield a film that is small enough; raises `EncodingError` where it cannot be made so, `OSError` unread."""
    clip = action.clip
    film = Film(clip, b"", action.title, action.notes, buttons)
    if clip.size_bytes <= MAX_BYTES:
        yield replace(film, content=await asyncio.to_thread(clip.path.read_bytes))
        return
    with tempfile.TemporaryDirectory(prefix="reverie-") as folder:
        smaller = Path(folder) / "film.mp4"
        await asyncio.to_thread(fit, clip.path, smaller, MAX_BYTES)
        told = say("telegram.fitted", megabytes=MAX_BYTES // 1_000_000)
        content = await asyncio.to_thread(smaller.read_bytes)
        yield replace(film, content=content, notes=(*film.notes, told))


async def send(bot: Bot, address: Address, film: Film) -> Message:
    """Send a film in its form."""
    text, entities = caption(film.title, film.notes)
    clip = film.clip
    return await bot.send_video(
        address.chat_id,
        InputFile(film.content, filename="reverie.mp4"),
        width=clip.width,
        height=clip.height,
        duration=film.duration_s,
        thumbnail=InputFile(clip.poster_jpeg, filename="poster.jpg"),
        caption=text or None,
        caption_entities=entities or None,
        supports_streaming=True,
        **_common(address, film),
    )


def _common(address: Address, film: Film) -> dict[str, Any]:
    """Return what every form takes."""
    return {
        "message_thread_id": address.topic_id,
        "reply_parameters": replying(address),
        "reply_markup": film.buttons,
        "read_timeout": _LONG_READ_S,
        "write_timeout": _LONG_WRITE_S,
    }
