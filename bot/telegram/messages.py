"""`Messages`: which of the bot's messages show whose job, so that they can be changed and deleted later."""

import time
from typing import Any, NamedTuple

from bot.database import Database

_SCHEMA = """
create table if not exists telegram_messages (
    chat_id integer not null,
    message_id integer not null,
    owner text not null,
    job text not null,
    is_progress integer not null,
    text text not null,
    sent_at real not null,
    primary key (chat_id, message_id)
)
"""


class Sent(NamedTuple):
    """A message of the bot."""

    chat_id: int
    message_id: int


class Shown(NamedTuple):
    """A message of the bot, and its text."""

    sent: Sent
    text: str


class Messages:
    """The messages with progress and with clips, in the database; those older than `keep_s` are forgotten."""

    def __init__(self, database: Database, keep_s: float) -> None:
        self._database = database
        self._keep_s = keep_s

    async def add(self, sent: Sent, *, owner: str, job_id: str, progress: str | None = None) -> None:
        """Remember a message with a clip, or with the text of its progress, in place of what it was before."""
        now = time.time()
        await self._run("delete from telegram_messages where sent_at < ?", now - self._keep_s)
        await self._run(
            "insert or replace into telegram_messages values (?, ?, ?, ?, ?, ?, ?)",
            *(*sent, owner, job_id, progress is not None, progress or "", now),
        )

    async def progress_of(self, job_id: str) -> Shown | None:
        """Return the message with a job's progress and its text, also one that an earlier process sent."""
        rows = await self._run(
            "select chat_id, message_id, text from telegram_messages where job = ? and is_progress", job_id
        )
        return Shown(Sent(*rows[0][:2]), rows[0][2]) if rows else None

    async def remove(self, sent: Sent) -> None:
        """Forget a message."""
        await self._run("delete from telegram_messages where chat_id = ? and message_id = ?", *sent)

    async def forget(self, owner: str) -> list[Sent]:
        """Forget the messages of an owner, and return which they were."""
        rows = await self._run("delete from telegram_messages where owner = ? returning chat_id, message_id", owner)
        return [Sent(*row) for row in rows]

    async def _run(self, statement: str, *values: object) -> list[Any]:
        def work(tables: Any) -> list[Any]:
            tables.conn.execute(_SCHEMA)
            return list(tables.conn.execute(statement, values))

        return await self._database.run(work)
