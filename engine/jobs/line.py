"""`Line`: the jobs that wait or run, as people see them: place, time to go, progress. Lives on the event loop."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from engine.jobs.estimate import finish_times_s, fraction_of, work_of
from engine.jobs.fairness import Waiting, line_up
from engine.jobs.job import Job, JobState
from engine.types.progress import Progress


class Line:
    """Mirrors the open jobs of the store; the order of the line is decided here, and wakes whoever listens."""

    def __init__(self, last_served: Mapping[str, float], seconds_per_work: float | None) -> None:
        self.seconds_per_work = seconds_per_work
        """Measured speed, in seconds a megapixel-frame."""
        self.workers = 0
        """How many take jobs from it."""
        self._last_served = dict(last_served)
        self._waiting: dict[str, Job] = {}
        self._running: dict[str, Job] = {}
        self._progress: dict[str, Progress] = {}
        self._order: list[str] | None = None
        self._views: dict[str, Job] | None = None
        self._listeners: defaultdict[str, set[asyncio.Event]] = defaultdict(set)
        self._filled = asyncio.Event()

    def put(self, job: Job) -> None:
        """Add a job, or show what has become of it; one that is over leaves the line."""
        if job.state is JobState.QUEUED:
            self._running.pop(job.id, None)
            self._progress.pop(job.id, None)
            self._waiting[job.id] = job  # one that waits already keeps its place
            self._filled.set()
        elif job.state is JobState.RUNNING:
            self._waiting.pop(job.id, None)
            self._running[job.id] = job
            self._last_served[job.request.owner] = job.started_at or 0.0
        else:
            self._take_out(job.id)
        self._changed()

    def remove(self, job_id: str) -> None:
        """Let a job leave the line."""
        self._take_out(job_id)
        self._changed()

    def show_progress(self, job_id: str, progress: Progress) -> None:
        """Show how far a running job is."""
        if job_id in self._running:
            self._progress[job_id] = progress
            self._views = None
            self._wake(job_id)

    async def next(self) -> str:
        """Wait until a job waits, and return the id of the one to start."""
        while not self._waiting:
            self._filled.clear()
            await self._filled.wait()
        return self._in_order()[0]

    def waiting(self) -> tuple[Job, ...]:
        """Return the jobs that wait, in the order in which they will be started."""
        return tuple(self._waiting_views().values())

    def open_jobs(self) -> tuple[Job, ...]:
        """Return the jobs that run and those that wait."""
        return (*self._running.values(), *self._waiting.values())

    def view(self, job_id: str) -> Job | None:
        """Return an open job as it is now, or `None` when it is not in the line."""
        if job := self._running.get(job_id):
            return self._running_view(job)
        if job_id not in self._waiting:
            return None
        if self._views is None:
            self._views = self._waiting_views()
        return self._views[job_id]

    @contextmanager
    def one_more_worker(self) -> Iterator[None]:
        """Reckon with somebody more who takes jobs."""
        self.workers += 1
        self._changed()
        try:
            yield
        finally:
            self.workers -= 1
            self._changed()

    @contextmanager
    def listening(self, job_id: str) -> Iterator[asyncio.Event]:
        """Give an event that is set whenever the view of a job may have changed."""
        event = asyncio.Event()
        self._listeners[job_id].add(event)
        try:
            yield event
        finally:
            self._listeners[job_id].discard(event)
            if not self._listeners[job_id]:
                del self._listeners[job_id]

    def _take_out(self, job_id: str) -> None:
        self._waiting.pop(job_id, None)
        self._running.pop(job_id, None)
        self._progress.pop(job_id, None)

    def _changed(self) -> None:
        self._order = None
        self._views = None
        for job_id in list(self._listeners):
            self._wake(job_id)

    def _wake(self, job_id: str) -> None:
        for event in self._listeners.get(job_id, ()):
            event.set()

    def _in_order(self) -> list[str]:
        if self._order is None:
            in_order = sorted(self._waiting.values(), key=lambda job: job.created_at)  # some were begun and put back
            waiting = [Waiting(job.id, job.request.owner, job.created_at) for job in in_order]
            self._order = line_up(waiting, self._last_served)
        return self._order

    def _running_view(self, job: Job) -> Job:
        progress = self._progress.get(job.id)
        if progress is None:
            return replace(job, eta_s=self._seconds(job))
        fraction = fraction_of(progress)
        return replace(job, stage=progress.stage, fraction=fraction, eta_s=self._seconds(job, 1 - fraction))

    def _waiting_views(self) -> dict[str, Job]:
        order = self._in_order()
        jobs = [replace(self._waiting[job_id], position=place) for place, job_id in enumerate(order, start=1)]
        if self.seconds_per_work is not None and self.workers:
            running_s = [self._running_view(job).eta_s or 0.0 for job in self._running.values()]
            waiting_s = [self._seconds(job) or 0.0 for job in jobs]
            etas = finish_times_s(running_s, waiting_s, self.workers)
            jobs = [replace(job, eta_s=eta_s) for job, eta_s in zip(jobs, etas, strict=True)]
        return {job.id: job for job in jobs}

    def _seconds(self, job: Job, share: float = 1.0) -> float | None:
        return None if self.seconds_per_work is None else self.seconds_per_work * work_of(job.request) * share
