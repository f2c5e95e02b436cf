"""Photos and sounds fetched from Telegram, never more than it gives and never many at once."""

import asyncio

from telegram import Bot
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.telegram.reading import Picture, Recording

MAX_BYTES = 20_000_000
"""What the Bot API lets a bot fetch."""
_AT_ONCE = 8
_PAUSES_S = (0.5, 2.0, 5.0)
_TIMEOUT_S = 60.0
_TOO_LARGE = "file is too big"


class TooLargeError(Exception):
    """A file is larger than what Telegram gives."""


class NotFetchedError(Exception):
    """A file did not arrive, also not when it was asked for again."""


class Files:
    """Fetches files; fetching changes nothing, so that it may be repeated."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._room = asyncio.Semaphore(_AT_ONCE)

    async def fetch(self, found: Picture | Recording) -> bytes:
        """Return the file of a photo or a sound; raises `TooLargeError` or `NotFetchedError`."""
        if found.size_bytes > MAX_BYTES:
            raise TooLargeError
        async with self._room:
            for pause_s in _PAUSES_S:
                try:
                    return await self._fetch_once(found)
                except (BadRequest, Forbidden) as error:
                    raise (TooLargeError if _TOO_LARGE in str(error).lower() else NotFetchedError) from error
                except TelegramError:  # also a 404 of a file that is not there yet, which the library calls a bad token
                    await asyncio.sleep(pause_s)
            try:
                return await self._fetch_once(found)
            except TelegramError as error:
                raise NotFetchedError from error

    async def _fetch_once(self, found: Picture | Recording) -> bytes:
        file = await self._bot.get_file(found.file_id)
        if (file.file_size or 0) > MAX_BYTES:
            raise TooLargeError
        return bytes(await file.download_as_bytearray(read_timeout=_TIMEOUT_S))
