"""`ReportedClips`: what somebody thinks should not be there, kept for the operator."""

from dataclasses import asdict, dataclass
from typing import Any

from bot.database import Database


@dataclass(frozen=True, slots=True)
class ReportedClip:
    """What was reported, by whom, and why."""

    job: str
    chat: str
    made_for: str
    """Who had the clip made."""
    owner: str
    """Who reported it."""
    words: str
    at: float
    """In seconds since 1970."""


class ReportedClips:
    """All that was reported and is still kept, in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def put(self, reported: ReportedClip) -> None:
        """Keep a report."""
        await self._database.run(lambda tables: tables.table("reports").insert(asdict(reported)))

    async def everything(self) -> list[ReportedClip]:
        """Return all of them, oldest first."""
        columns = ", ".join(ReportedClip.__slots__)
        sql = f"SELECT {columns} FROM reports ORDER BY number"  # noqa: S608 - names of our own

        def read(tables: Any) -> list[ReportedClip]:
            return [ReportedClip(**row) for row in tables.query(sql)]

        return await self._database.run(read)
