"""What the tests do with a queue, step by step."""

import asyncio
from collections.abc import Coroutine
from dataclasses import replace
from pathlib import Path
from typing import Any

from engine.jobs import Job, JobQueue, JobRequest, JobState
from engine.types.direction import Direction
from engine.types.options import RenderOptions

LIMIT_S = 60
"""Nothing here takes nearly as long; it only keeps a fault from hanging."""

OPTIONS = RenderOptions(seconds=0.5, fps=8, size_px=160)


def play(story: Coroutine[Any, Any, None]) -> None:
    """Run a story on an event loop of its own."""
    asyncio.run(asyncio.wait_for(story, LIMIT_S))


async def ask(queue: JobQueue, owner: str = "anna", seed: int = 0, photo: bytes = b"a photo", note: str = "") -> Job:
    """Send a photo with a request, as a front end does."""
    key = await queue.keep_photo(photo, owner=owner, chat="chat")
    return await queue.submit(JobRequest(owner, "chat", (key,), Direction(), replace(OPTIONS, seed=seed), note))


async def ended(queue: JobQueue, job: Job) -> Job:
    """Wait until a job is over."""
    seen = [now async for now in queue.watch(job.id)]
    assert seen[-1].state.is_over
    return seen[-1]


async def running(queue: JobQueue, job: Job) -> Job:
    """Wait until a job is being rendered and has told how far it is."""
    async for seen in queue.watch(job.id):
        if seen.state is JobState.RUNNING and seen.stage is not None:
            return seen
    raise AssertionError("it never ran")


def files(folder: Path) -> list[Path]:
    """Return every file of a queue's folder but the database."""
    return [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.startswith("queue.sqlite")]
