"""The photos and sounds that people attach, read from Discord's own servers and never beyond a limit."""

import asyncio
from dataclasses import dataclass
from typing import Any, Self

import aiohttp
import discord

from bot.discord.addresses import Addresses
from engine.perception.photo import PhotoLimits

MAX_BYTES = PhotoLimits().max_bytes
_PHOTO_FAULTS = ("discord.too_large", "discord.photo_lost")
_SOUND_FAULTS = ("fault.sound_heavy", "sound.lost")
"""What is said where a file is too large, and where it does not arrive."""
_AT_ONCE = 4
_CHUNK_BYTES = 65_536
_TIMEOUT = aiohttp.ClientTimeout(total=120, sock_connect=15, sock_read=30)


class FileError(Exception):
    """A file cannot be read; the first argument is the sentence of the wording that says why."""


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file of a message, as Discord describes it."""

    url: str
    size_bytes: int
    kind: str
    """Its MIME type; empty where Discord does not know."""
    is_voice: bool = False
    """Whether it was recorded in Discord as a voice message."""

    @classmethod
    def of(cls, attachment: discord.Attachment) -> Self:
        """Return a file of a message or of a command."""
        return cls(attachment.url, attachment.size, attachment.content_type or "", attachment.is_voice_message())

    @classmethod
    def of_payload(cls, attachment: dict[str, Any]) -> Self:
        """Return a file of a form, as Discord's JSON tells it."""
        return cls(str(attachment["url"]), int(attachment["size"]), attachment.get("content_type") or "")

    @property
    def may_be_photo(self) -> bool:
        """Whether it is a picture, as far as Discord can tell; HEIC and others have no type there."""
        return self.kind.startswith("image/") or self.kind in ("", "application/octet-stream")

    @property
    def is_sound(self) -> bool:
        """Whether it is a voice or a song."""
        return self.kind.startswith("audio/")


class FileReader:
    """Reads attached files, a few at a time."""

    def __init__(self, session: aiohttp.ClientSession, addresses: Addresses) -> None:
        self._session = session
        self._addresses = addresses
        self._slots = asyncio.Semaphore(_AT_ONCE)

    async def read(self, file: AttachedFile) -> bytes:
        """Return a file's content; raises `FileError`."""
        url = self._addresses.of_file(file.url)
        if url is None:
            raise FileError("discord.no_photo")
        too_large, lost = _SOUND_FAULTS if file.is_sound else _PHOTO_FAULTS
        if file.size_bytes > MAX_BYTES:
            raise FileError(too_large)
        async with self._slots:
            try:
                async with self._session.get(url, allow_redirects=False, timeout=_TIMEOUT) as answer:
                    if answer.status != 200:
                        raise FileError(lost)
                    return await _content(answer, too_large)
            except (aiohttp.ClientError, TimeoutError, OSError) as error:
                raise FileError(lost) from error


async def _content(answer: aiohttp.ClientResponse, too_large: str) -> bytes:
    content = bytearray()
    async for chunk in answer.content.iter_chunked(_CHUNK_BYTES):
        content += chunk
        if len(content) > MAX_BYTES:  # more than Discord had said
            raise FileError(too_large)
    return bytes(content)
