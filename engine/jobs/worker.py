"""`Worker`: a thread that renders one job after the other, and the task that feeds it."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from engine.errors import StoreError
from engine.jobs.attempt import TRUSTED_ATTEMPTS, Fault, Lost, Made, Outcome, attempt
from engine.jobs.desk import Desk
from engine.jobs.job import Failure, Job, JobState
from engine.jobs.quarantine import render_apart
from engine.jobs.rendering import Render
from engine.jobs.store import Store
from engine.types.progress import Progress, Stage

TRY_AGAIN_S = 1.0
"""How long to wait when the disk refuses."""

TELL_EVERY_S = 0.1
"""Progress that comes faster is left out, except where a stage begins or ends."""

TOO_LONG = "This clip took too long and was stopped; ask for a shorter or smaller one."

T = TypeVar("T")

logger = logging.getLogger(__name__)


class Worker:
    """Takes jobs from the desk and renders them in a thread of its own.

    `is_elsewhere` says that the render works in another process, which a job may end without harm to this one.
    """

    def __init__(self, desk: Desk, render: Render, job_limit_s: float, *, is_elsewhere: bool = False) -> None:
        self._desk = desk
        self._render = render
        self._job_limit_s = job_limit_s
        self._is_elsewhere = is_elsewhere
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="render")

    async def run(self) -> None:
        """Work until the render is lost or this is cancelled; then the job in hand is stopped, and waits again."""
        try:
            with self._desk.line.one_more_worker():
                goes_on = True
                while goes_on:
                    job = await _insist(self._desk.begin_next)
                    try:
                        goes_on = await self._do(job)
                    except asyncio.CancelledError:
                        await self._leave(job)
                        raise
        finally:
            self._thread.shutdown()

    async def _do(self, job: Job) -> bool:
        """Render a started job within its time, record what came of it, and return whether the render can do more."""
        loop = asyncio.get_running_loop()
        self._desk.observer.started(job)
        stop = self._desk.stop_sign(job.id)
        order = await _insist(lambda: self._desk.ask(lambda store: store.order(job)))
        on_progress = self._teller(job, loop)
        render = self._render
        if job.attempts > TRUSTED_ATTEMPTS and not self._is_elsewhere:
            render = partial(render_apart, render)
        rendering = loop.run_in_executor(self._thread, attempt, render, job, order, on_progress, stop.is_set)
        try:
            done, _ = await asyncio.wait({rendering}, timeout=self._job_limit_s)
            if not done:
                stop.set()
                await self._record(job, Fault(Failure.TIME_LIMIT, TOO_LONG))
                await asyncio.wait({rendering})
            outcome = rendering.result()
            await self._record(job, outcome)
            return not isinstance(outcome, Lost)
        finally:
            stop.set()
            await asyncio.wait({rendering})
            await _insist(lambda: self._desk.take_down(job.id))

    async def _leave(self, job: Job) -> None:
        """Let a job wait again that will not be done here; where the disk refuses, the next start does so."""
        try:
            await self._desk.put_back(job.id)
        except StoreError as error:
            logger.error("%s", error)

    async def _record(self, job: Job, outcome: Outcome) -> None:
        """Write down how a job ended, as often as it takes; one that was stopped is none of the worker's business."""

        def recorded(store: Store) -> tuple[float | None, list[Job]]:
            match outcome:
                case Made(options, clip, render_s):
                    store.finish(job.id, options, clip, render_s)
                case Fault(failure, sentence, code, values) | Lost(Fault(failure, sentence, code, values)):
                    store.jobs.fail(job.id, failure, sentence, code, values)
                case Lost(None):
                    store.jobs.try_again(job.id)
            return store.jobs.seconds_per_work(), store.jobs.found(job.id)

        def shown(recorded: tuple[float | None, list[Job]]) -> None:
            self._desk.line.seconds_per_work, now = recorded
            if self._desk.line.view(job.id) is None:  # what was cancelled has left it, and its end was told
                return
            self._desk.line.remove(job.id)
            for job_now in now:
                if job_now.state is JobState.QUEUED:
                    self._desk.line.put(job_now)
                else:
                    self._desk.observer.ended(job_now)

        if outcome is not None:
            await _insist(lambda: self._desk.ask(recorded, then=shown))

    def _teller(self, job: Job, loop: asyncio.AbstractEventLoop) -> Callable[[Progress], None]:
        """Return what the render's threads may call at any rate to show progress in the line."""
        told_at = -TELL_EVERY_S
        began: dict[Stage, float] = {}

        def tell(progress: Progress) -> None:
            nonlocal told_at
            now = time.monotonic()
            if progress.done == 0:
                began[progress.stage] = now
            elif progress.done == progress.total and progress.stage in began:
                seconds = now - began.pop(progress.stage)
                loop.call_soon_threadsafe(self._desk.observer.stage_ended, job, progress.stage, seconds, progress.total)
            if now - told_at >= TELL_EVERY_S or progress.done in (0, progress.total):
                told_at = now
                loop.call_soon_threadsafe(self._desk.line.show_progress, job.id, progress)

        return tell


async def _insist(change: Callable[[], Awaitable[T]]) -> T:
    """Try until the store agrees: a full disk must cost time, and never a job."""
    while True:
        try:
            return await change()
        except StoreError as error:
            logger.error("%s", error)
            await asyncio.sleep(TRY_AGAIN_S)
