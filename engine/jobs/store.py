"""`Store`: the queue's folder. It belongs to one process and one thread."""

import math
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from engine.errors import ErrorCode, QueueFullError
from engine.jobs.database import clear_sentences, open_database, wipe
from engine.jobs.deliveries import Deliveries
from engine.jobs.files import KeyedFiles
from engine.jobs.job import Job, JobRequest, JobState, QueueLimits
from engine.jobs.job_table import JobTable
from engine.jobs.rendering import RenderRequest
from engine.jobs.report import Report, report_on
from engine.jobs.rows import clip_key
from engine.jobs.shelves import ClipShelf, SentShelf, ShotShelf
from engine.types.clip import Clip
from engine.types.options import RenderOptions


class Store:
    """Jobs, photos, sounds and clips on disk. Opening takes up what an earlier process left; raises `StoreError`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.work = folder / "work"
        """For files that are not whole yet; empty after every opening."""
        self._database = open_database(folder / "queue.sqlite")
        self.jobs = JobTable(self._database)
        self.deliveries = Deliveries(self._database)
        self.photos = SentShelf(self._database, "photos", KeyedFiles(folder / "photos", "", self.work))
        self.sounds = SentShelf(self._database, "sounds", KeyedFiles(folder / "sounds", "", self.work))
        self.shots = ShotShelf(self._database, folder / "shots")
        self.clips = ClipShelf(self._database, KeyedFiles(folder / "clips", ".mp4", self.work))
        try:
            with self.transaction():
                shutil.rmtree(self.work, ignore_errors=True)
                self.work.mkdir()
                self.jobs.take_up()
                self.in_doubt = self.deliveries.take_up()
                """Jobs whose delivery an earlier process did not live to see the end of."""
                self.sweep()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Keep all changes to the database or, after an error, none; raises `StoreError` where it fails."""
        with clear_sentences(self.folder), self._database.atomic():
            yield

    def report(self) -> Report:
        """Return what is kept, what waits, and what was set aside."""
        return report_on(self._database)

    def keep(self, shelf: SentShelf, content: bytes, owner: str, chat: str, limits: QueueLimits) -> str:
        """Keep what somebody sent on one of the shelves and return its key; `QueueFullError` where it is too much."""
        kept = self.photos.bytes_of(owner) + self.sounds.bytes_of(owner)
        if kept + len(content) > limits.kept_mb_per_owner * 1e6:
            limit = f"{limits.kept_mb_per_owner:g}"
            raise QueueFullError(
                f"I keep at most {limit} MB of what one person sends, and yours are that many; "
                "/forget deletes all of it.",
                ErrorCode.FULL_KEPT,
                limit=limit,
            )
        return shelf.keep(content, owner, chat)

    def submit(self, request: JobRequest, limits: QueueLimits) -> Job:
        """Add a job: queued, or done at once when its clip is there.

        Raises `UnknownJobError` for a photo or a sound that is gone, `QueueFullError` when there is no room.
        """
        self._check_sent(request)
        answered = self.clips.has(clip_key(request))
        if not answered:
            self._check_room(request.owner, limits)
        job = self.jobs.add(request)
        return self.begin(job.id) if answered else job

    def revise(self, job_id: str, request: JobRequest) -> Job | None:
        """Put another request in the place of one that waits or runs; `None` where that is over.

        Raises `UnknownJobError` for a photo or a sound that is gone.
        """
        self._check_sent(request)
        return self.jobs.get(job_id) if self.jobs.revise(job_id, request) else None

    def begin(self, job_id: str) -> Job:
        """Start a queued job, or end it at once when its clip is there; any other is returned as it is."""
        job = self.jobs.get(job_id)
        if job.state is JobState.QUEUED:
            result = clip_key(job.request)
            if self.clips.has(result):
                self.jobs.answer(job_id, result)
            else:
                self.jobs.start(job_id)
        return self.jobs.get(job_id)

    def finish(self, job_id: str, options: RenderOptions, clip: Clip, render_s: float) -> None:
        """End a running job with its film; the film of a job that is not running any more is deleted.

        `options` are those of the render, which may be smaller than what was asked for.
        """
        job = next(iter(self.jobs.found(job_id)), None)
        if job is None or job.state is not JobState.RUNNING:
            clip.path.unlink(missing_ok=True)
            return
        result = clip_key(replace(job.request, options=options))
        self.clips.adopt(result, clip)
        self.jobs.finish(job_id, result, render_s)

    def order(self, job: Job) -> RenderRequest:
        """Return what a worker is to render for a job, into the work folder."""
        photos = tuple(self.photos.files.path(key) for key in job.request.photos)
        output = self.work / f"{job.id}-{job.attempts}.mp4"
        request = job.request
        return RenderRequest(
            photos,
            request.direction,
            request.options,
            request.storyboard,
            output,
            self.shots.folder,
            self.sounds.files.path(request.sound) if request.sound else None,
        )

    def forget(self, owner: str) -> list[str]:
        """Delete everything of an owner but the files, which `sweep` finds, and return the ids of the jobs gone.

        Jobs of others go too when nobody but this owner has sent one of their photos, or their sound.
        """
        for shelf in ("photos", "sounds"):
            self._database.table(shelf).delete_where("owner = ?", [owner])
        gone = self._database.execute(
            "DELETE FROM jobs WHERE owner = ? OR EXISTS (SELECT 1 FROM json_each(jobs.photos) AS photo "
            "WHERE photo.value NOT IN (SELECT key FROM photos)) "
            "OR (sound <> '' AND sound NOT IN (SELECT key FROM sounds)) RETURNING id",
            [owner],
        )
        return [job_id for (job_id,) in gone.fetchall()]

    def wipe(self) -> None:
        """Write the database anew, so that nothing of deleted rows is left in it; outside of a transaction."""
        with clear_sentences(self.folder):
            wipe(self._database)

    def expire(self, before: float) -> None:
        """Delete the jobs that ended before a time, and what was sent before it and no job needs any more."""
        self._database.execute("DELETE FROM jobs WHERE ended_at < ?", [before])
        self._database.execute(
            "DELETE FROM photos WHERE kept_at < ? "
            "AND key NOT IN (SELECT photo.value FROM jobs, json_each(jobs.photos) AS photo)",
            [before],
        )
        self._database.execute("DELETE FROM sounds WHERE kept_at < ? AND key NOT IN (SELECT sound FROM jobs)", [before])

    def sweep(self) -> None:
        """Delete the files that nothing needs any more."""
        self.photos.sweep()
        self.sounds.sweep()
        self.shots.sweep()
        self.clips.sweep()

    def _check_sent(self, request: JobRequest) -> None:
        for key in request.photos:
            self.photos.check(key)
        if request.sound:
            self.sounds.check(request.sound)

    def _check_room(self, owner: str, limits: QueueLimits) -> None:
        if self.jobs.count_open(owner) >= limits.jobs_per_owner:
            raise QueueFullError(
                f"You have {limits.jobs_per_owner} clips on the way already; "
                "I take the next one as soon as one of them is done.",
                ErrorCode.FULL_OWN,
                limit=limits.jobs_per_owner,
            )
        wait_s = self.jobs.room_in(owner, limits.jobs_per_day)
        if wait_s > 0:
            hours = math.ceil(wait_s / 3600)
            raise QueueFullError(
                f"You have had {limits.jobs_per_day} clips within a day; the next one goes in about {hours} h.",
                ErrorCode.FULL_DAY,
                limit=limits.jobs_per_day,
                hours=hours,
            )
        if self.jobs.count_open() >= limits.jobs_in_all:
            raise QueueFullError(
                "So many people are waiting that I cannot take more just now; try again in a while.", ErrorCode.FULL_ALL
            )
