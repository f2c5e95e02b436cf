"""`Traces`: where films stand in Discord, so that their owner can have them deleted."""

import logging
import time
from typing import Any

from bot.database import Database
from engine.errors import StoreError

_LOG = logging.getLogger(__name__)

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

    async def add(self, owner: str, channel_id: int, message_id: str) -> None:
        """Remember a film, which has arrived whether or not that can be written down."""
        try:
            await self._execute("delete from discord_films where sent_at < ?", [time.time() - self._keep_s])
            values = [owner, channel_id, int(message_id), time.time()]
            await self._execute("insert or replace into discord_films values (?, ?, ?, ?)", values)
        except StoreError as error:
            _LOG.error("A film in Discord cannot be forgotten later: %s", error)

    async def take(self, owner: str) -> list[tuple[int, int]]:
        """Forget an owner's films, and return the channel and the message of each."""
        return await self._execute("delete from discord_films where owner = ? returning channel, message", [owner])

    async def _execute(self, statement: str, values: list[Any]) -> list[Any]:
        def work(tables: Any) -> list[Any]:
            tables.conn.execute(_SCHEMA)
            return list(tables.conn.execute(statement, values))

        return await self._database.run(work)
