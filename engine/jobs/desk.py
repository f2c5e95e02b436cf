"""`Desk`: what the queue and its workers share. The store answers there on a thread of its own."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from engine.jobs.job import Job, JobState
from engine.jobs.line import Line
from engine.jobs.observer import Observer
from engine.jobs.store import Store

T = TypeVar("T")


def _nothing(_: object) -> None:
    """Do nothing with an answer."""


class Desk:
    """The store, the line, and the stop signs of what runs. Used on the event loop only."""

    line: Line
    resumed: tuple[Job, ...]
    """What an earlier process left unfinished."""
    in_doubt: tuple[Job, ...]
    """What it was just delivering."""

    def __init__(self, folder: Path, observer: Observer) -> None:
        self.observer = observer
        self._folder = folder
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")
        self._asking: set[asyncio.Task[Any]] = set()
        self._beginning = asyncio.Lock()
        self._stop_signs: dict[str, threading.Event] = {}
        self._revised: set[str] = set()
        """Jobs with another request now, while a render of the former one comes to its end."""

    async def open(self) -> None:
        """Open the store and line up what waits in it; raises `StoreError`."""
        try:
            self._store = await asyncio.get_running_loop().run_in_executor(self._thread, Store, self._folder)
        except BaseException:
            self._thread.shutdown()
            raise
        last_served, speed, queued = await self.ask(
            lambda store: (store.jobs.last_served(), store.jobs.seconds_per_work(), store.jobs.queued())
        )
        self.in_doubt = await self.ask(lambda store: tuple(store.jobs.get(job_id) for job_id in store.in_doubt))
        self.line = Line(last_served, speed)
        for job in queued:
            self.line.put(job)
        self.resumed = self.line.waiting()

    async def close(self) -> None:
        """Close the store, once it has answered everything."""
        if self._asking:
            await asyncio.wait(self._asking)
        await asyncio.get_running_loop().run_in_executor(self._thread, self._store.close)
        self._thread.shutdown()

    async def ask(self, question: Callable[[Store], T], then: Callable[[T], object] = _nothing) -> T:
        """Ask the store, in one transaction, and do something with the answer on the event loop.

        Both happen to the end even when the caller is cancelled: what is on the disk and what is in the line
        must not part. Raises `StoreError` where the disk or the database refuses.
        """
        task = asyncio.create_task(self._ask(question, then))
        self._asking.add(task)
        task.add_done_callback(self._asking.discard)
        return await asyncio.shield(task)

    async def wipe(self) -> None:
        """Leave nothing of deleted rows in the database's files; raises `StoreError`."""
        await asyncio.get_running_loop().run_in_executor(self._thread, self._store.wipe)

    async def begin_next(self) -> Job:
        """Wait for a job, and start the one whose turn it is."""
        async with self._beginning:
            while True:
                job_id = await self.line.next()
                try:
                    job = await self.ask(partial(Store.begin, job_id=job_id), then=self.line.put)
                except asyncio.CancelledError:
                    await self.put_back(job_id)  # it is begun all the same, and nobody will do it
                    raise
                if job.state is JobState.RUNNING:
                    return job

    async def put_back(self, job_id: str) -> None:
        """Let a running job wait again at its place, as if this attempt had not been; raises `StoreError`."""

        def put_back(store: Store) -> list[Job]:
            store.jobs.put_back(job_id)
            return store.jobs.found(job_id)

        def shown(now: list[Job]) -> None:
            for job in now:
                self.line.put(job)

        await self.ask(put_back, then=shown)

    def stop_sign(self, job_id: str) -> threading.Event:
        """Return what a render must look at; it is set already when the job has left the line meanwhile."""
        sign = self._stop_signs[job_id] = threading.Event()
        if self.line.view(job_id) is None:
            sign.set()
        return sign

    async def take_down(self, job_id: str) -> None:
        """Take down a stop sign when the render has ended; a job with another request waits again from now on."""
        self._stop_signs.pop(job_id, None)
        if job_id not in self._revised:
            return

        def line_up(found: list[Job]) -> None:
            self._revised.discard(job_id)
            for job in found:
                self.line.put(job)

        await self.ask(lambda store: store.jobs.found(job_id), then=line_up)

    def drop(self, job_id: str) -> None:
        """Let a job leave the line, and stop its render if there is one."""
        self.line.remove(job_id)
        if sign := self._stop_signs.get(job_id):
            sign.set()

    def revise(self, job: Job) -> None:
        """Let a job wait with its new request, after the end of a render of the former one."""
        former = self.line.view(job.id)
        if former is not None and former.state is JobState.RUNNING:
            self.drop(job.id)
            self._revised.add(job.id)
        elif job.id not in self._revised:
            self.line.put(job)

    async def _ask(self, question: Callable[[Store], T], then: Callable[[T], object]) -> T:
        answer = await asyncio.get_running_loop().run_in_executor(self._thread, self._answered, question)
        then(answer)
        return answer

    def _answered(self, question: Callable[[Store], T]) -> T:
        with self._store.transaction():
            return question(self._store)
