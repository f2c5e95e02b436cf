"""`Inbox`: what Telegram brings, kept until it is answered, so that a crash loses nothing and nothing counts twice."""

import json
import time
from collections.abc import Awaitable, Callable
from typing import Any

from bot.database import Database

_SCHEMA = """
create table if not exists telegram_updates (
    id integer primary key,
    came_at real not null,
    content text
)
"""
_KNOWN_FOR_S = 3 * 24 * 3600.0
"""How long an answered update is recognised; Telegram brings one again for a day at most."""
_TIDY_EVERY = 1000
_ANSWERED_FOR_S = 24 * 3600.0
"""After this nobody expects an answer any more."""
_NOT_KEPT = frozenset(
    {"last_name", "username", "title", "phone_number", "vcard", "contact", "location", "venue", "author_signature"}
)
"""What Telegram tells of people, chats and places, and nobody here needs."""
_BLANK = "first_name"
"""Telegram's library insists on it."""

Take = Callable[[dict[str, Any]], Awaitable[None]]
"""Takes what Telegram brings; once it returns, nothing can be lost any more."""


class Inbox:
    """The updates that came: with their content until they are answered, then only their numbers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def take(self, update: dict[str, Any]) -> bool:
        """Keep an update, all but names and places; return whether it is new."""

        def insert(tables: Any) -> Any:
            if update["update_id"] % _TIDY_EVERY == 0:
                tables.conn.execute(
                    "delete from telegram_updates where content is null and came_at < ?", [time.time() - _KNOWN_FOR_S]
                )
            row = [update["update_id"], time.time(), json.dumps(_without_names(update))]
            return tables.conn.execute("insert or ignore into telegram_updates values (?, ?, ?)", row).rowcount == 1

        return bool(await self._run(insert))

    async def answered(self, update_id: int) -> None:
        """Forget the content of an update; its number stays known."""
        await self._run(
            lambda tables: tables.conn.execute("update telegram_updates set content = null where id = ?", [update_id])
        )

    async def left(self) -> list[dict[str, Any]]:
        """Return the updates of the last day that an earlier process did not answer, in their order."""

        def select(tables: Any) -> list[Any]:
            tables.conn.execute(
                "update telegram_updates set content = null where came_at < ?", [time.time() - _ANSWERED_FOR_S]
            )
            return list(
                tables.conn.execute("select content from telegram_updates where content is not null order by id")
            )

        rows = await self._run(select)
        return [json.loads(content) for (content,) in rows]

    async def _run(self, work: Callable[[Any], Any]) -> Any:
        def with_table(tables: Any) -> Any:
            tables.conn.execute(_SCHEMA)
            return work(tables)

        return await self._database.run(with_table)


def _without_names(told: Any) -> Any:
    """Return a part of an update without what must not be kept, at any depth."""
    if isinstance(told, list):
        return [_without_names(part) for part in told]
    if isinstance(told, dict):
        kept = {name: part for name, part in told.items() if name not in _NOT_KEPT}
        return {name: "" if name == _BLANK else _without_names(part) for name, part in kept.items()}
    return told
