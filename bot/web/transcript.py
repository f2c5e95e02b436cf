"""What each visitor has seen so far, so that a page that is opened again shows it again."""

import json
import time
from typing import Any

from bot.database import Database

Entry = dict[str, Any]
"""One item of the page as JSON: "key" (unique in its chat), "kind", and what that kind needs."""

_SCHEMA = """
create table if not exists web_entries (
    place integer primary key,
    chat text not null,
    key text not null,
    shown_at real not null,
    entry text not null,
    unique (chat, key)
)
"""


class Transcript:
    """The entries of all chats, in the database; those older than `keep_s` seconds are forgotten."""

    def __init__(self, database: Database, keep_s: float) -> None:
        self._database = database
        self._keep_s = keep_s

    async def put(self, chat: str, entry: Entry) -> None:
        """Add an entry, or replace the one with its key where that stands."""
        await self._execute(
            "insert into web_entries (chat, key, shown_at, entry) values (?, ?, ?, ?) "
            "on conflict (chat, key) do update set entry = excluded.entry, shown_at = excluded.shown_at",
            [chat, entry["key"], time.time(), json.dumps(entry)],
        )

    async def entries(self, chat: str) -> list[Entry]:
        """Return the entries of a chat in their order."""
        await self._execute("delete from web_entries where shown_at < ?", [time.time() - self._keep_s])
        rows = await self._execute("select entry from web_entries where chat = ? order by place", [chat])
        return [json.loads(entry) for (entry,) in rows]

    async def forget(self, chat: str) -> None:
        """Delete the entries of a chat."""
        await self._execute("delete from web_entries where chat = ?", [chat])

    async def _execute(self, statement: str, values: list[Any]) -> list[Any]:
        def work(tables: Any) -> list[Any]:
            tables.conn.execute(_SCHEMA)
            return list(tables.conn.execute(statement, values))

        return await self._database.run(work)
