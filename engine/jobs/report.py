"""`Report`: the queue as its operator sees it, with ids and without anybody's words."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from engine.jobs.database import clear_sentences


@dataclass(frozen=True, slots=True)
class ReportedJob:
    """One job; times are seconds since 1970."""

    id: str
    owner: str
    chat: str
    state: str
    created_at: float
    attempts: int


@dataclass(frozen=True, slots=True)
class Report:
    """What is kept, what waits, and what stopped the program."""

    jobs: dict[str, int]
    """How many are kept in each state."""
    photos: int
    sounds: int
    clips: int
    clip_bytes: int
    open: list[ReportedJob]
    """Waiting and running, oldest first."""
    set_aside: list[ReportedJob]
    """Those that ended their process again and again, oldest first."""


def report_on(database: Database) -> Report:
    """Return the report of an open database."""
    clips, clip_bytes = database.execute("SELECT count(*), coalesce(sum(size_bytes), 0) FROM clips").fetchone()
    return Report(
        jobs=dict(database.execute("SELECT state, count(*) FROM jobs GROUP BY state ORDER BY state").fetchall()),
        photos=database.execute("SELECT count(DISTINCT key) FROM photos").fetchone()[0],
        sounds=database.execute("SELECT count(DISTINCT key) FROM sounds").fetchone()[0],
        clips=clips,
        clip_bytes=clip_bytes,
        open=_jobs(database, "state IN ('queued', 'running')"),
        set_aside=_jobs(database, "failure = 'set_aside'"),
    )


def read_report(folder: Path) -> Report:
    """Return the report of a queue's folder that no process is using, and change nothing there; raises `StoreError`."""
    with clear_sentences(folder):
        connection = sqlite3.connect(f"{(folder / 'queue.sqlite').absolute().as_uri()}?mode=ro", uri=True)
        try:
            return report_on(Database(connection, execute_plugins=False))
        finally:
            connection.close()


def _jobs(database: Database, condition: str) -> list[ReportedJob]:
    columns = "id, owner, chat, state, created_at, attempts"
    sql = f"SELECT {columns} FROM jobs WHERE {condition} ORDER BY number"  # noqa: S608 - words from this module only
    return [ReportedJob(*row) for row in database.execute(sql)]
