"""A service that is killed again and again in the middle of its work."""

import asyncio
import random
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from benchmarks.crowds.crowd import Crowd
from benchmarks.report import Measurement
from benchmarks.service import RunningService, left_over, service

_JOBS = 20
_KILLS = 10
_LIMIT_S = 1200.0
_WAKES_AND_FILMS_S = 4.0
"""About as long as it takes to start and to make a clip."""
_AHEAD = 5
"""How many people send before the clip of the first of them is there, where the chat may be asleep."""
_SECOND_COPIES_S = 3.0
"""How long what nobody expects is waited for."""


def faults(gather: Callable[[int], Crowd], where: str, _repeats: int) -> Measurement:
    """Kill it at random moments of a run of jobs, start it again each time, and count what arrives."""
    crowd = gather(_JOBS)
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_faults(crowd, Path(folder)))
        left = left_over(Path(folder))
    rows = (
        ("jobs", _JOBS),
        ("kills", _KILLS),
        ("clips delivered", crowd.served),
        ("of these, asked for again by hand", crowd.asked_again),
        ("clips delivered twice", sum(len(person.clips) > 1 for person in crowd.people)),
        ("files left over", len(left)),
    )
    return Measurement(f"Killed at random moments {where}", ("figure", "value"), rows)


async def _faults(crowd: Crowd, folder: Path) -> None:
    """Let everybody send a photo, and let the service die ten times on the way to the last clip."""
    chance = random.Random()  # noqa: S311 - moments, not secrets
    async with crowd.gathered(), asyncio.timeout(_LIMIT_S):
        sending = asyncio.create_task(_send_all(crowd))
        for served in sorted(chance.choices(range(_JOBS), k=_KILLS)):
            async with _one_life(crowd, folder) as running:
                if not crowd.hears_later:
                    await sending
                await crowd.until(lambda: crowd.served >= served)  # noqa: B023 - it is waited for at once
                await asyncio.sleep(chance.uniform(0, _WAKES_AND_FILMS_S))
                running.kill()
        async with _one_life(crowd, folder):
            await crowd.until(lambda: crowd.served == _JOBS)
            await asyncio.sleep(_SECOND_COPIES_S)


@asynccontextmanager
async def _one_life(crowd: Crowd, folder: Path) -> AsyncIterator[RunningService]:
    async with service(folder, crowd.environment) as running, crowd.looking_at(running):
        yield running


async def _send_all(crowd: Crowd) -> None:
    """Send all photos: at once, or over the whole run where nothing is lost in between."""
    for person in crowd.people:
        if crowd.hears_later:
            await crowd.until(lambda: crowd.served > person.number - _AHEAD)  # noqa: B023 - it is waited for at once
        await crowd.send(person)
