"""Clips that somebody thinks should not be there: kept for the operator, and told to the admins at once."""

import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from bot.database import Database
from engine.errors import UnknownJobError

if TYPE_CHECKING:
    from bot.conversation.talk import Talk

MAX_LETTERS = 500


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


async def report(talk: "Talk", about: str, words: str) -> None:
    """Report a clip of this chat: the one that is meant, or the latest of somebody alone with us; else says how."""
    try:
        job = await talk.job_meant(about)
    except UnknownJobError:
        latest = None if talk.place.is_group or about else await talk.latest_job()
        if latest is None:
            await talk.tell("report.how" if talk.place.is_group else "report.none")
            return
        job = latest
    words = words[:MAX_LETTERS]
    made_for = job.request.owner
    reported = ReportedClip(job.id, talk.place.chat, made_for, talk.place.owner, words, time.time())
    await talk.memory.reports.put(reported)
    await talk.admins.tell(
        talk.say("report.told", chat=reported.chat, job=job.id, made_for=made_for, owner=reported.owner, words=words)
    )
    await talk.tell("report.thanks")
