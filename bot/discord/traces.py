"""`Traces`: where films stand in Discord, so that their owner can have them deleted."""

import time
from typing import Any

from bot.conversation.events import Place
from bot.database import Database
from bot.discord.names import channel_of

_SCHEMA = """
create table if not exists discord_films (
    owner text not null,
    channel integer not null,
    message integer primary key,
    sent_at real not null
)
"""


class Traces:
    """The films that were sent; those older than `keep_s` seconds are forgotten."""

    def __init__(self, database: Database, keep_s: float) -> None:
        self._database = database
        self._keep_s = keep_s

    async def add(self, place: Place, message_id: str) -> None:
        """Remember a film."""
        await self._execute("delete from discord_films where sent_at < ?", [time.time() - self._keep_s])
        values = [place.owner, channel_of(place), int(message_id), time.time()]
        await self._execute("insert or replace into discord_films values (?, ?, ?, ?)", values)

    async def take(self, owner: str) -> list[tuple[int, int]]:
        """Forget an owner's films, and return the channel and the message of each."""
        return await self._execute("delete from discord_films where owner = ? returning channel, message", [owner])

    async def _execute(self, statement: str, values: list[Any]) -> list[Any]:
        def work(tables: Any) -> list[Any]:
            tables.conn.execute(_SCHEMA)
            return list(tables.conn.execute(statement, values))

        return await self._database.run(work)
