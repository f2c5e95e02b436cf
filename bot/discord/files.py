"""The photos that people attach, read from Discord's own servers and never beyond a limit."""

import asyncio
from dataclasses import dataclass
from typing import Any, Self

import aiohttp
import discord

from bot.discord.addresses import Addresses
from engine.perception.photo import PhotoLimits

MAX_BYTES = PhotoLimits().max_bytes
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

    @classmethod
    def of(cls, attachment: discord.Attachment) -> Self:
        """Return a file of a message or of a command."""
        return cls(attachment.url, attachment.size, attachment.content_type or "")

    @classmethod
    def of_payload(cls, attachment: dict[str, Any]) -> Self:
        """Return a file of a form, as Discord's JSON tells it."""
        return cls(str(attachment["url"]), int(attachment["size"]), attachment.get("content_type") or "")

    @property
    def may_be_photo(self) -> bool:
        """Whether it is a picture, as far as Discord can tell; HEIC and others have no type there."""
        return self.kind.startswith("image/") or self.kind in ("", "application/octet-stream")


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
        if file.size_bytes > MAX_BYTES:
            raise FileError("discord.too_large")
        async with self._slots:
            try:
                async with self._session.get(url, allow_redirects=False, timeout=_TIMEOUT) as answer:
                    if answer.status != 200:
                        raise FileError("discord.photo_lost")
                    return await _content(answer)
            except (aiohttp.ClientError, TimeoutError, OSError) as error:
                raise FileError("discord.photo_lost") from error


async def _content(answer: aiohttp.ClientResponse) -> bytes:
    content = bytearray()
    async for chunk in answer.content.iter_chunked(_CHUNK_BYTES):
        content += chunk
        if len(content) > MAX_BYTES:  # more than Discord had said
            raise FileError("discord.too_large")
    return bytes(content)
