"""`JobQueue`: what the front ends see of the queue."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Sequence
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self

from engine.errors import EngineError, QueueFullError, StoreError
from engine.jobs.desk import Desk
from engine.jobs.job import Delivery, Job, JobRequest, KeptPhoto, QueueLimits
from engine.jobs.observer import Observer
from engine.jobs.rendering import Render
from engine.jobs.report import Report
from engine.jobs.store import Store
from engine.jobs.worker import Worker
from engine.types.clip import Clip

CLEAN_EVERY_S = 600.0

logger = logging.getLogger(__name__)


class JobQueue:
    """A durable, fair and bounded queue in one folder, with one worker thread for each of `renders`.

    An async context manager: entering takes up what an earlier process left, leaving stops these workers and puts
    running jobs back; whoever uses it should have ended by then. Every method leaves the event loop free; all
    raise `StoreError` where the folder or its database cannot be used, and `UnknownJobError` for a job that is
    not (or no longer) kept.
    """

    def __init__(
        self,
        folder: Path,
        renders: Sequence[Render],
        limits: QueueLimits = QueueLimits(),
        observer: Observer = Observer(),
    ) -> None:
        self._limits = limits
        self._renders = renders
        self._observer = observer
        self._desk = Desk(folder, observer)
        self._tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Self:
        await self._desk.open()
        workers = [Worker(self._desk, render, self._limits.job_s) for render in self._renders]
        self._tasks = [asyncio.create_task(worker.run()) for worker in workers]
        self._tasks.append(asyncio.create_task(self._clean_up()))
        for task in self._tasks:
            task.add_done_callback(_tell_of_fault)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._desk.close()

    @property
    def resumed(self) -> tuple[Job, ...]:
        """The jobs that an earlier process left unfinished, in their order: their owners should be told."""
        return self._desk.resumed

    @property
    def in_doubt(self) -> tuple[Job, ...]:
        """The jobs that an earlier process was just delivering: nobody knows whether it did."""
        return self._desk.in_doubt

    @property
    def workers(self) -> int:
        """How many jobs can be rendered at once just now."""
        return self._desk.line.workers

    async def employ(self, render: Render) -> None:
        """Let a render elsewhere take jobs until it is lost, or until this is cancelled; its job then waits again."""
        await Worker(self._desk, render, self._limits.job_s, is_elsewhere=True).run()

    async def keep_photo(self, content: bytes, *, owner: str, chat: str) -> str:
        """Keep a photo's file, without what it tells of places and people, and return its key.

        The same content has the same key. Raises `QueueFullError` once so much is kept of the owner.
        """
        bare = await asyncio.to_thread(_scrubbed, content)
        return await self._desk.ask(lambda store: store.keep(store.photos, bare, owner, chat, self._limits))

    async def photo(self, key: str) -> bytes:
        """Return a kept photo's file; raises `UnknownJobError` once it is gone."""
        return await self._desk.ask(lambda store: store.photos.content(key))

    async def keep_sound(self, content: bytes, *, owner: str, chat: str) -> str:
        """Keep what can be heard of a sound's file, or of a video's, and return its key.

        Raises `SoundError`, and `QueueFullError` as `keep_photo`.
        """
        from engine.audio import bare_sound  # noqa: PLC0415 - PyAV, only where somebody sends a sound

        bare = await asyncio.to_thread(bare_sound, content)
        return await self._desk.ask(lambda store: store.keep(store.sounds, bare, owner, chat, self._limits))

    async def photos_in(self, chat: str) -> list[KeptPhoto]:
        """Return the photos of a chat that are still kept, newest first."""
        return await self._desk.ask(lambda store: store.photos.sent_in(chat))

    async def submit(self, request: JobRequest) -> Job:
        """Queue a request, or answer it from the store: then the job returned is done already.

        Raises `QueueFullError` (of this owner, or in all) and `UnknownJobError` for a photo or a sound that is gone.
        """

        def taken(job: Job) -> None:
            self._desk.line.put(job)
            self._observer.submitted(job)

        try:
            return self._now(await self._desk.ask(lambda store: store.submit(request, self._limits), then=taken))
        except QueueFullError as error:
            self._observer.refused(request, error)
            raise

    async def revise(self, job_id: str, request: JobRequest) -> Job | None:
        """Put another request in the place of a job that waits or runs; return the job, `None` where it is over.

        The job keeps its id and its place in line; a render of the former request is stopped. Raises `UnknownJobError`
        for a photo or a sound that is gone.
        """

        def revised(job: Job | None) -> None:
            if job is not None:
                self._desk.revise(job)

        job = await self._desk.ask(lambda store: store.revise(job_id, request), then=revised)
        return None if job is None else self._now(job)

    async def get(self, job_id: str) -> Job:
        """Return a job as it is now."""
        return self._desk.line.view(job_id) or self._now(await self._desk.ask(lambda store: store.jobs.get(job_id)))

    async def check(self) -> None:
        """Raise `StoreError` where the store does not answer, `EngineError` where nobody renders."""
        if any(task.done() for task in self._tasks):
            raise EngineError("A part of the queue has stopped; restart Reverie.")
        if not self.workers:
            raise EngineError("Nobody renders just now; see whether the cluster's nodes are up.")
        await self._desk.ask(lambda store: store.jobs.count_open())

    async def report(self) -> Report:
        """Return the queue as its operator sees it."""
        return await self._desk.ask(lambda store: store.report())

    def open_jobs(self) -> tuple[Job, ...]:
        """Return all jobs that wait or run."""
        return self._desk.line.open_jobs()

    async def list_for(self, *, owner: str | None = None, chat: str | None = None) -> list[Job]:
        """Return the jobs of an owner, of a chat, or of both at once, oldest first."""
        return [self._now(job) for job in await self._desk.ask(lambda store: store.jobs.of(owner, chat))]

    async def delivered_as(self, chat: str, receipt: str) -> Job:
        """Return the job whose delivery in a chat was recorded with a receipt."""
        return self._now(await self._desk.ask(lambda store: store.jobs.delivered_as(chat, receipt)))

    async def watch(self, job_id: str) -> AsyncIterator[Job]:
        """Yield the job as it is now and after each change, until it is over.

        Changes that come faster than they are read are skipped, the last one never is.
        """
        shown = None
        with self._desk.line.listening(job_id) as changed:
            while True:
                changed.clear()
                job = await self.get(job_id)
                if job != shown:
                    yield job
                if job.state.is_over:
                    return
                shown = job
                await changed.wait()

    async def cancel(self, job_id: str) -> bool:
        """Cancel a job that waits or runs, at once; return whether there was anything to cancel."""

        def cancelled(store: Store) -> Job | None:
            return store.jobs.get(job_id) if store.jobs.cancel(job_id) else None

        def dropped(job: Job | None) -> None:
            if job is not None:
                self._desk.drop(job_id)
                self._observer.ended(job)

        return await self._desk.ask(cancelled, then=dropped) is not None

    async def clip(self, job_id: str) -> Clip:
        """Return the finished clip of a job; raises `UnknownJobError` unless it is done and its film is kept."""
        return await self._desk.ask(lambda store: store.clips.of(store.jobs.get(job_id)))

    async def undelivered(self) -> list[Job]:
        """Return the jobs that ended, done or failed, and that nobody has begun to deliver, oldest first."""
        return await self._desk.ask(lambda store: store.jobs.undelivered())

    async def claim_delivery(self, job_id: str) -> bool:
        """Ask to deliver a job that is over; exactly one caller is told yes, and must send and then record.

        A claim that is still open when the process ends counts as `Delivery.UNKNOWN` from then on.
        """
        return await self._desk.ask(lambda store: store.deliveries.claim(job_id))

    async def record_delivered(self, job_id: str, receipt: str = "") -> None:
        """Record that the claimed delivery arrived."""
        await self._record(job_id, Delivery.DELIVERED, receipt)

    async def record_unknown(self, job_id: str) -> None:
        """Record that the claimed delivery may have arrived: a timeout, a reset."""
        await self._record(job_id, Delivery.UNKNOWN)

    async def record_undelivered(self, job_id: str) -> None:
        """Give a claim back: nothing arrived for certain, and it may be claimed and sent again."""
        await self._record(job_id, Delivery.OPEN)

    async def set_note(self, job_id: str, note: str) -> None:
        """Replace the front end's own note on a job."""
        await self._desk.ask(lambda store: store.jobs.set_note(job_id, note), then=self._desk.line.put)

    async def forget(self, owner: str) -> None:
        """Delete everything of an owner at once: jobs (running ones are stopped), photos, sounds, clips.

        Also gone are the jobs that others asked for with a photo that nobody but this owner has sent.
        """

        def dropped(job_ids: list[str]) -> None:
            for job_id in job_ids:
                self._desk.drop(job_id)

        await self._desk.ask(lambda store: store.forget(owner), then=dropped)
        await self._desk.ask(lambda store: store.sweep())
        await self._desk.wipe()

    def _now(self, job: Job) -> Job:
        """Return a job from the store as the line shows it."""
        return self._desk.line.view(job.id) or job

    async def _record(self, job_id: str, outcome: Delivery, receipt: str | None = None) -> None:
        await self._desk.ask(lambda store: store.deliveries.record(job_id, outcome, receipt))
        self._observer.delivered(outcome)

    async def _clean_up(self) -> None:
        """Delete now and then what has been kept long enough."""
        while True:
            before = time.time() - self._limits.keep_hours * 3600
            try:
                await self._desk.ask(partial(Store.expire, before=before))
                await self._desk.ask(lambda store: store.sweep())
            except StoreError as error:
                logger.error("%s", error)
            await asyncio.sleep(CLEAN_EVERY_S)


def _scrubbed(content: bytes) -> bytes:
    from engine.metadata import scrubbed  # noqa: PLC0415 - PIL, only where photos come in

    return scrubbed(content)


def _tell_of_fault(task: asyncio.Task[None]) -> None:
    """Log what no part of the queue should ever do: end by itself."""
    if not task.cancelled() and (error := task.exception()):
        logger.critical("A part of the queue has stopped; restart Reverie.", exc_info=error)
