"""A crowd in front of a chat: 200 people send a photo within a minute."""

import asyncio
import random
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles

from benchmarks.crowds.crowd import Crowd, Person
from benchmarks.report import Measurement
from benchmarks.service import RunningService, service

_PEOPLE = 200
_WITHIN_S = 60.0
_LIMIT_S = 1800.0


def load(gather: Callable[[int], Crowd], where: str, _repeats: int) -> Measurement:
    """Measure how a service on this machine bears them, while it renders without a pause."""
    crowd = gather(_PEOPLE)
    with tempfile.TemporaryDirectory() as folder:
        rows = asyncio.run(_load(crowd, Path(folder)))
    return Measurement(f"{_PEOPLE} people send a photo within {_WITHIN_S:.0f} s {where}", ("figure", "value"), rows)


async def _load(crowd: Crowd, folder: Path) -> tuple[tuple[str, str | float], ...]:
    chance = random.Random(0)  # noqa: S311 - arrivals, not secrets
    async with (
        crowd.gathered(),
        service(folder, crowd.environment) as running,
        crowd.looking_at(running),
        asyncio.timeout(_LIMIT_S),
    ):
        await running.address()
        idle_mb = running.memory_mb
        memory_mb = asyncio.create_task(_highest_memory_mb(running))
        await asyncio.gather(*(_come(crowd, person, chance.uniform(0, _WITHIN_S)) for person in crowd.people))
        lag_s = await running.lag_s(0.99)
        memory_mb.cancel()
        highest_mb = await memory_mb
    taken_ms = [1000 * person.acknowledged_within_s for person in crowd.people]
    waits_s = [person.waited_s for person in crowd.people]
    return (
        ("people, photos, clips", f"{_PEOPLE}, {_PEOPLE}, {sum(len(person.clips) for person in crowd.people)}"),
        ("acknowledged, median, ms", median(taken_ms)),
        ("acknowledged, 99 % within, ms", quantiles(taken_ms, n=100)[-1]),
        ("event loop late, 99 % less than, ms", 1000 * lag_s),
        ("clip of 2 s at 480 px, median wait, s", median(waits_s)),
        ("memory at rest, MB", idle_mb),
        ("memory at most, MB", highest_mb),
    )


async def _come(crowd: Crowd, person: Person, after_s: float) -> None:
    await asyncio.sleep(after_s)
    await crowd.send(person)
    await crowd.until(lambda: bool(person.clips))


async def _highest_memory_mb(running: RunningService) -> float:
    """Return the highest memory seen, once cancelled."""
    highest_mb = 0.0
    try:
        while True:
            highest_mb = max(highest_mb, running.memory_mb)
            await asyncio.sleep(0.5)
    except asyncio.CancelledError:
        return highest_mb
