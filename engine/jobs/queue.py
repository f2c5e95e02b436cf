"""`JobQueue`: what the front ends see of the queue."""

from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from engine.jobs.job import Job, JobRequest, KeptPhoto, QueueLimits
from engine.jobs.rendering import Render
from engine.types.clip import Clip


class JobQueue:
    """A durable, fair and bounded queue in one folder, with one worker thread for each of `renders`.

    An async context manager: entering takes up what an earlier process left, leaving stops the workers and puts
    running jobs back. Every method leaves the event loop free; all raise `StoreError` where the folder or its
    database cannot be used, and `UnknownJobError` for a job that is not (or no longer) kept.
    """

    def __init__(self, folder: Path, renders: Sequence[Render], limits: QueueLimits = QueueLimits()) -> None:
        raise NotImplementedError

    async def __aenter__(self) -> Self:
        raise NotImplementedError

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        raise NotImplementedError

    @property
    def resumed(self) -> tuple[Job, ...]:
        """The jobs that an earlier process left unfinished, in their order: their owners should be told."""
        raise NotImplementedError

    async def keep_photo(self, content: bytes, *, owner: str, chat: str) -> str:
        """Keep a photo's file and return its key; the same content has the same key."""
        raise NotImplementedError

    async def photo(self, key: str) -> bytes:
        """Return a kept photo's file; raises `UnknownJobError` once it is gone."""
        raise NotImplementedError

    async def photos_in(self, chat: str) -> list[KeptPhoto]:
        """Return the photos of a chat that are still kept, newest first."""
        raise NotImplementedError

    async def submit(self, request: JobRequest) -> Job:
        """Queue a request, or answer it from the store: then the job returned is done already.

        Raises `QueueFullError` (of this owner, or in all) and `UnknownJobError` for a photo that is gone.
        """
        raise NotImplementedError

    async def get(self, job_id: str) -> Job:
        """Return a job as it is now."""
        raise NotImplementedError

    async def list_for(self, *, owner: str | None = None, chat: str | None = None) -> list[Job]:
        """Return the jobs of an owner, of a chat, or of both at once, oldest first."""
        raise NotImplementedError

    def watch(self, job_id: str) -> AsyncIterator[Job]:
        """Yield the job as it is now and after each change, until it is over.

        Changes that come faster than they are read are skipped, the last one never is.
        """
        raise NotImplementedError

    async def cancel(self, job_id: str) -> bool:
        """Cancel a job that waits or runs, at once; return whether there was anything to cancel."""
        raise NotImplementedError

    async def clip(self, job_id: str) -> Clip:
        """Return the finished clip of a job; raises `UnknownJobError` unless it is done and its film is kept."""
        raise NotImplementedError

    async def undelivered(self) -> list[Job]:
        """Return the jobs that ended, done or failed, and that nobody has begun to deliver, oldest first."""
        raise NotImplementedError

    async def claim_delivery(self, job_id: str) -> bool:
        """Ask to deliver a job that is over; exactly one caller is told yes, and must send and then record.

        A claim that is still open when the process ends counts as `Delivery.UNKNOWN` from then on.
        """
        raise NotImplementedError

    async def record_delivered(self, job_id: str, receipt: str = "") -> None:
        """Record that the claimed delivery arrived."""
        raise NotImplementedError

    async def record_unknown(self, job_id: str) -> None:
        """Record that the claimed delivery may have arrived: a timeout, a reset."""
        raise NotImplementedError

    async def record_undelivered(self, job_id: str) -> None:
        """Give a claim back: nothing arrived for certain, and it may be claimed and sent again."""
        raise NotImplementedError

    async def set_note(self, job_id: str, note: str) -> None:
        """Replace the front end's own note on a job."""
        raise NotImplementedError

    async def forget(self, owner: str) -> None:
        """Delete everything of an owner at once: jobs (running ones are stopped), photos, clips.

        Also gone are the jobs that others asked for with a photo that nobody but this owner has sent.
        """
        raise NotImplementedError
