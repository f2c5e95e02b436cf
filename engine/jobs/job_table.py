"""`JobTable`: the jobs in the database, and the only way to change their state."""

import json
import secrets
import time
from collections.abc import Mapping
from typing import Any

from sqlite_utils import Database

from engine.errors import ErrorCode, UnknownJobError
from engine.jobs.job import Failure, Job, JobRequest, JobState
from engine.jobs.rows import job_of_row, row_of_request

_DAY_S = 24 * 3600.0
SPEED_OF_LAST = 20
"""How many renders the mean speed is taken over."""


class JobTable:
    """Jobs by id. Every change asks for the state that it starts from, so that what is over stays over."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, request: JobRequest) -> Job:
        """Add a queued job."""
        job_id = secrets.token_hex(8)
        row = {"id": job_id, "state": JobState.QUEUED, "created_at": time.time(), **row_of_request(request)}
        self._database.table("jobs").insert(row)
        return self.get(job_id)

    def get(self, job_id: str) -> Job:
        """Return a job; raises `UnknownJobError`."""
        for job in self.found(job_id):
            return job
        raise UnknownJobError("This request is no longer kept; please send it again.")

    def found(self, job_id: str) -> list[Job]:
        """Return the job of an id, if it is still kept."""
        return self._where("id = ?", job_id)

    def of(self, owner: str | None, chat: str | None) -> list[Job]:
        """Return the jobs of an owner, a chat or both, oldest first."""
        return self._where("(owner = ?1 OR ?1 IS NULL) AND (chat = ?2 OR ?2 IS NULL)", owner, chat)

    def queued(self) -> list[Job]:
        """Return the jobs that wait, oldest first."""
        return self._where("state = 'queued'")

    def delivered_as(self, chat: str, receipt: str) -> Job:
        """Return the latest job that was delivered in a chat under a receipt; raises `UnknownJobError`."""
        for job in reversed(self._where("chat = ? AND receipt = ?", chat, receipt)):
            return job
        raise UnknownJobError("No clip was delivered as that.")

    def undelivered(self) -> list[Job]:
        """Return the jobs that are done or failed and that nobody has begun to deliver, oldest first."""
        return self._where("state IN ('done', 'failed') AND delivery = 'open'")

    def count_open(self, owner: str | None = None) -> int:
        """Return how many jobs of an owner, or of everybody, wait or run."""
        sql = "SELECT count(*) FROM jobs WHERE state IN ('queued', 'running') AND (owner = ?1 OR ?1 IS NULL)"
        return int(self._database.execute(sql, [owner]).fetchone()[0])

    def room_in(self, owner: str, limit: int) -> float:
        """Return in how many seconds an owner has asked for fewer clips than the limit within a day; 0 for now."""
        now = time.time()
        sql = (
            "SELECT created_at FROM jobs WHERE owner = ? AND created_at > ? AND state <> 'cancelled' "
            "ORDER BY created_at DESC LIMIT 1 OFFSET ?"
        )
        first = self._database.execute(sql, [owner, now - _DAY_S, limit - 1]).fetchone()
        return 0.0 if first is None else float(first[0] + _DAY_S - now)

    def last_served(self) -> dict[str, float]:
        """Return when a job of each owner was last started, in seconds since 1970."""
        sql = "SELECT owner, max(started_at) FROM jobs WHERE started_at IS NOT NULL GROUP BY owner"
        return dict(self._database.execute(sql).fetchall())

    def seconds_per_work(self) -> float | None:
        """Return the mean of the last renders, in seconds a megapixel-frame; `None` before the first one."""
        sql = (
            "SELECT sum(render_s) / sum(work) FROM "
            "(SELECT render_s, work FROM jobs WHERE render_s IS NOT NULL ORDER BY ended_at DESC LIMIT ?)"
        )
        mean: float | None = self._database.execute(sql, [SPEED_OF_LAST]).fetchone()[0]
        return mean

    def start(self, job_id: str) -> None:
        """Begin an attempt at a queued job. It is counted before it begins: it may end the process."""
        self._change(job_id, "queued", "state = 'running', started_at = ?, attempts = attempts + 1", time.time())

    def put_back(self, job_id: str) -> None:
        """Queue a running job as if this attempt had not been."""
        self._change(job_id, "running", "state = 'queued', started_at = NULL, attempts = attempts - 1")

    def try_again(self, job_id: str) -> None:
        """Queue a running job again after an attempt that was lost."""
        self._change(job_id, "running", "state = 'queued', started_at = NULL")

    def answer(self, job_id: str, result: str) -> None:
        """End a queued job with a clip that was there already."""
        self._change(job_id, "queued", "state = 'done', ended_at = ?, result = ?", time.time(), result)

    def finish(self, job_id: str, result: str, render_s: float) -> None:
        """End a running job with the clip that was rendered for it."""
        self._change(
            job_id, "running", "state = 'done', ended_at = ?, result = ?, render_s = ?", time.time(), result, render_s
        )

    def fail(
        self, job_id: str, failure: Failure, sentence: str, code: ErrorCode | None, values: Mapping[str, int | str]
    ) -> None:
        """End a running job without a clip."""
        assignments = "state = 'failed', ended_at = ?, failure = ?, error = ?, error_code = ?, error_values = ?"
        self._change(job_id, "running", assignments, time.time(), failure, sentence, code, json.dumps(values))

    def cancel(self, job_id: str) -> bool:
        """End a job that waits or runs; return whether it did."""
        return any(
            self._change(job_id, state, "state = 'cancelled', ended_at = ?", time.time())
            for state in ("queued", "running")
        )

    def revise(self, job_id: str, request: JobRequest) -> bool:
        """Queue another request in the place of one that waits or runs; return whether there was one."""
        row = row_of_request(request)
        assignments = ", ".join(f"{column} = ?" for column in row)
        assignments += ", state = 'queued', started_at = NULL, attempts = 0"
        return any(self._change(job_id, state, assignments, *row.values()) for state in ("queued", "running"))

    def set_note(self, job_id: str, note: str) -> Job:
        """Replace the front end's note; raises `UnknownJobError`."""
        self._database.execute("UPDATE jobs SET note = ? WHERE id = ?", [note, job_id])
        return self.get(job_id)

    def take_up(self) -> None:
        """Queue again what an earlier process was rendering; the attempt stays counted, the place in line too."""
        self._database.execute("UPDATE jobs SET state = 'queued', started_at = NULL WHERE state = 'running'")

    def _change(self, job_id: str, state: str, assignments: str, *values: Any) -> bool:
        cursor = self._database.execute(
            f"UPDATE jobs SET {assignments} WHERE id = ? AND state = ?",  # noqa: S608 - words from this module only
            [*values, job_id, state],
        )
        return cursor.rowcount == 1

    def _where(self, condition: str, *values: Any) -> list[Job]:
        sql = f"SELECT * FROM jobs WHERE {condition} ORDER BY number"  # noqa: S608 - words from this module only
        rows = self._database.query(sql, values)
        return [job_of_row(row) for row in rows]
