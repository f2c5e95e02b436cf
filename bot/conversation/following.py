"""From a queued job to what people see of it: progress while it lasts, then its clip, exactly once."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import Any

from bot.conversation import telling
from bot.conversation.actions import (
    AnnounceClip,
    FrontEnd,
    NotShownError,
    Say,
    SendClip,
    ShowEnding,
    ShowProgress,
)
from bot.conversation.events import Place
from bot.wording import wording
from engine.errors import StoreError, UnknownJobError
from engine.jobs import Job, JobQueue, JobState

_FIRST_PAUSE_S = 1.0
_LONGEST_PAUSE_S = 60.0
"""Between two attempts to deliver; each pause is twice the one before."""
_LOG = logging.getLogger(__name__)


class Following:
    """Follows jobs in the background, each in a task of its own."""

    def __init__(self, queue: JobQueue, front_ends: Mapping[str, FrontEnd]) -> None:
        self._queue = queue
        self._front_ends = front_ends
        self._tasks: set[asyncio.Task[None]] = set()

    def follow(self, job: Job) -> None:
        """Begin to follow a job."""
        self._begin(self._follow(job))

    async def resume(self) -> None:
        """Take up what an earlier process left: jobs that wait, and endings that nobody was told."""
        going_on = self._queue.resumed
        for place in {(place.owner, place.chat): place for place in map(place_of, going_on)}.values():
            self._begin(self._tell(place, Say(wording(place.language)("progress.resumed"))))
        for job in self._queue.in_doubt:
            place = place_of(job)
            self._begin(self._tell(place, telling.unsure(job, wording(place.language))))
        for job in {job.id: job for job in (*going_on, *await self._queue.undelivered())}.values():
            self.follow(job)

    async def close(self) -> None:
        """Stop following; the jobs go on."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def front_end(self, place: Place) -> FrontEnd | None:
        """Return the front end of a chat, `None` where it does not run just now."""
        return self._front_ends.get(place.chat.partition(":")[0])

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _tell(self, place: Place, action: Say | ShowEnding) -> None:
        """Say something about a job of before the restart; the chat may be out of reach just now."""
        if front_end := self.front_end(place):
            try:
                await front_end.perform(place, action)
            except Exception:
                _LOG.warning("Nobody in %s could be told what became of a clip", place.chat, exc_info=True)

    async def _follow(self, job: Job) -> None:
        place = place_of(job)
        front_end = self.front_end(place)
        if front_end is None:
            return
        try:
            await _insist(lambda: self._show(job, front_end))
        except UnknownJobError:
            pass  # its owner had everything deleted
        except Exception:
            _LOG.exception("Job %s could not be shown", job.id)

    async def _show(self, job: Job, front_end: FrontEnd) -> None:
        """Show progress until the end, then the ending."""
        place = place_of(job)
        say = wording(place.language)
        async for now in self._queue.watch(job.id):
            job = now
            if not job.state.is_over:
                await _if_possible(front_end, place, telling.progress(job, say))
        await self._deliver(job, front_end)

    async def _deliver(self, job: Job, front_end: FrontEnd) -> None:
        if job.state is JobState.CANCELLED:  # who stopped it knows; it is shown, but nothing is owed
            await front_end.perform(place_of(job), await self._ending(job))
            return
        pause_s = _FIRST_PAUSE_S
        while True:
            try:
                await self._show_ending(job, front_end)
                return
            except NotShownError as error:
                _LOG.info("Job %s is shown later: %s", job.id, error)
                await asyncio.sleep(max(pause_s, error.again_in_s))
            pause_s = min(2 * pause_s, _LONGEST_PAUSE_S)

    async def _show_ending(self, job: Job, front_end: FrontEnd) -> None:
        """Show an ending that nobody has shown yet; after a `NotShownError` nothing is claimed.

        What a stop interrupts stays claimed, and is in doubt at the next start.
        """
        place = place_of(job)
        ending = await self._ending(job)
        if isinstance(ending, SendClip):  # before the claim: the shorter that is held, the less can be in doubt
            await _if_possible(front_end, place, AnnounceClip(ending.clip.form))
        if not await self._queue.claim_delivery(job.id):
            return
        try:
            receipt = await front_end.perform(place, ending)
        except NotShownError:
            await _insist(lambda: self._queue.record_undelivered(job.id))
            raise
        except Exception:
            await _insist(lambda: self._queue.record_unknown(job.id))
            await front_end.perform(place, telling.unsure(job, wording(place.language)))
            raise
        await _insist(lambda: self._queue.record_delivered(job.id, receipt))

    async def _ending(self, job: Job) -> SendClip | ShowEnding:
        say = wording(place_of(job).language)
        if job.state is JobState.DONE:
            return telling.finished(job, await self._queue.clip(job.id), say)
        if job.error:
            _LOG.warning("Job %s failed: %s", job.id, job.error)
        return telling.ended(job, say)


async def _if_possible(front_end: FrontEnd, place: Place, action: ShowProgress | AnnounceClip) -> None:
    """Show what nobody is owed; the ending comes all the same."""
    try:
        await front_end.perform(place, action)
    except Exception as error:
        _LOG.info("How far a job is could not be shown in %s: %s", place.chat, error)


async def _insist(work: Callable[[], Awaitable[None]]) -> None:
    """Do something again and again until the store agrees: a full disk must cost time, and never a clip."""
    while True:
        try:
            await work()
            return
        except StoreError as error:
            _LOG.error("%s", error)
            await asyncio.sleep(_FIRST_PAUSE_S)


def place_of(job: Job) -> Place:
    """Return where a job belongs, and which message asked for it."""
    note = telling.Note.of(job)
    return Place(job.request.owner, job.request.chat, note.language, note.message, note.is_group)
