"""Films as large as Discord takes them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from bot.discord.showing import Draft
from bot.fitted_films import FittedFilms
from bot.wording import Wording

_BYTES_A_MEGABYTE = 2**20
"""As Discord counts them: its limits of 10 or 50 MB are so many MiB."""


@asynccontextmanager
async def fitted(draft: Draft, limit_bytes: int, say: Wording, films: FittedFilms) -> AsyncIterator[Draft]:
    """Yield the draft with a film that fits, which it says where it had to be made smaller.

    Raises `EncodingError` where even a poor film would not fit.
    """
    if draft.film is None or draft.film.stat().st_size <= limit_bytes:
        yield draft
        return
    async with films.at_most(draft.film, limit_bytes) as smaller:
        told = say("discord.fitted", megabytes=f"{limit_bytes / _BYTES_A_MEGABYTE:.3g}")
        yield replace(draft, text=f"{draft.text}\n-# {told}", film=smaller)
