"""`Blocking`: whom the operator does not want to serve. The table may be changed while the chat runs."""

import time
from typing import Any

from bot.database import Database

_SCHEMA = "CREATE TABLE IF NOT EXISTS blocked (owner TEXT PRIMARY KEY, since REAL NOT NULL)"


class Blocking:
    """The owners who are blocked, in the database; `reverie admin` changes them from another process."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def is_blocked(self, owner: str) -> bool:
        """Return whether somebody is blocked."""
        return bool(await self._execute("SELECT 1 FROM blocked WHERE owner = ?", owner))

    async def everybody(self) -> list[tuple[str, float]]:
        """Return the blocked owners and since when, in seconds since 1970, oldest first."""
        return [(owner, since) for owner, since in await self._execute("SELECT * FROM blocked ORDER BY since")]

    async def block(self, owner: str) -> bool:
        """Block somebody; return whether this is new."""
        statement = "INSERT OR IGNORE INTO blocked VALUES (?, ?) RETURNING owner"
        return bool(await self._execute(statement, owner, time.time()))

    async def unblock(self, owner: str) -> bool:
        """Serve somebody again; return whether they were blocked."""
        return bool(await self._execute("DELETE FROM blocked WHERE owner = ? RETURNING owner", owner))

    async def _execute(self, statement: str, *values: object) -> list[Any]:
        def work(tables: Any) -> list[Any]:
            tables.conn.execute(_SCHEMA)
            return list(tables.conn.execute(statement, values))

        return await self._database.run(work)
