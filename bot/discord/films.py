"""Films as large as Discord takes them."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from secrets import token_hex

from bot.discord.showing import Draft
from bot.wording import Wording
from engine.video.fitting import fit

_BYTES_A_MEGABYTE = 1024 * 1024


class Films:
    """Makes films fit, in a folder of its own that holds nothing for longer than an upload takes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def clear(self) -> None:
        """Delete what a process that was killed has left."""
        shutil.rmtree(self._folder, ignore_errors=True)

    @asynccontextmanager
    async def fitted(self, draft: Draft, limit_bytes: int, say: Wording) -> AsyncIterator[Draft]:
        """Yield the draft with a film that fits, which it says where it had to be made smaller.

        Raises `EncodingError` where even a poor film would not fit.
        """
        if draft.film is None or draft.film.stat().st_size <= limit_bytes:
            yield draft
            return
        smaller = self._folder / f"{token_hex(8)}.mp4"
        self._folder.mkdir(parents=True, exist_ok=True)
        try:
            await asyncio.to_thread(fit, draft.film, smaller, limit_bytes)
            told = say("discord.fitted", megabytes=f"{limit_bytes / _BYTES_A_MEGABYTE:.3g}")
            yield replace(draft, text=f"{draft.text}\n-# {told}", film=smaller)
        finally:
            smaller.unlink(missing_ok=True)
