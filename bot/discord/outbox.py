"""`Outbox`: messages of ours are made and changed here, so that a film comes once and not twice."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import discord

from bot.discord.films import fitted
from bot.discord.sending import UNCERTAIN, patiently
from bot.discord.showing import Draft
from bot.fitted_films import FittedFilms
from bot.signing import Signer
from bot.wording import Wording

Send = Callable[..., Awaitable[Any]]
"""A method of discord.py that sends a message or changes one."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A message of ours that can be changed, reached by the interaction that it answers or by its channel."""

    channel_id: int
    message_id: str
    limit_bytes: int
    """How large a film may be here."""
    change: Send
    look: Callable[[], Awaitable[discord.Message]]
    """Asks Discord for it as it is."""


class Outbox:
    """Sends drafts.

    Both methods raise `NotShownError` when nothing arrived for certain, `EncodingError` for a film that cannot fit,
    and discord.py's errors.
    """

    def __init__(self, signer: Signer, films: FittedFilms) -> None:
        self._signer = signer
        self._films = films

    async def new(self, send: Send, draft: Draft, limit_bytes: int, say: Wording, **how: Any) -> discord.Message:
        """Send a message; after an error of `UNCERTAIN` it may have arrived, and is not sent again."""
        async with fitted(draft, limit_bytes, say, self._films) as fitting:
            message: discord.Message = await patiently(lambda: send(**fitting.for_new(self._signer), **how))
            return message

    async def change(self, standing: Standing, draft: Draft, say: Wording) -> None:
        """Change a message, once more where it is not certain that this arrived.

        Before a film is sent again the message is looked at: one that is there stays.
        """
        async with fitted(draft, standing.limit_bytes, say, self._films) as fitting:

            async def change() -> None:
                await standing.change(**fitting.for_change(self._signer))

            try:
                await patiently(change)
            except UNCERTAIN:
                if fitting.film is None or not (await standing.look()).attachments:
                    await patiently(change)
