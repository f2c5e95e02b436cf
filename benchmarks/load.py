"""A crowd in front of the web chat: 200 people send a photo within a minute."""

import asyncio
import random
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

import aiohttp

from benchmarks.photos import jpeg, people
from benchmarks.report import Measurement
from benchmarks.service import RunningService, service
from benchmarks.visitors import visiting
from engine.types.scene import Pixels

_VISITORS = 200
_WITHIN_S = 60.0
_LIMIT_S = 900.0
_WORDS = "slow nod, 2 seconds"


@dataclass(frozen=True, slots=True)
class _Visit:
    taken_s: float
    """From sending the photo to its acknowledgement."""
    clip_s: float
    """From then to the clip."""


def load(_repeats: int) -> Measurement:
    """Measure how a service on this machine bears them, while it renders without a pause."""
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_load(Path(folder)))


async def _load(folder: Path) -> Measurement:
    picture = people(1)
    chance = random.Random(0)  # noqa: S311 - arrivals, not secrets
    async with service(folder, max_size=480, device="cpu") as running, aiohttp.ClientSession() as session:
        idle_mb = running.memory_mb
        memory_mb = asyncio.create_task(_highest_memory_mb(running))
        async with asyncio.timeout(_LIMIT_S):
            visits = await asyncio.gather(
                *(_visit(running, picture, number, chance.uniform(0, _WITHIN_S)) for number in range(_VISITORS))
            )
        lag_s = await running.lag_s(session, 0.99)
        memory_mb.cancel()
        highest_mb = await memory_mb
    taken_ms = [1000 * visit.taken_s for visit in visits]
    rows = (
        ("people, photos, clips", f"{_VISITORS}, {_VISITORS}, {len(visits)}"),
        ("acknowledged, median, ms", median(taken_ms)),
        ("acknowledged, 99 % within, ms", quantiles(taken_ms, n=100)[-1]),
        ("event loop late, 99 % less than, ms", 1000 * lag_s),
        ("clip of 2 s at 480 px, median wait, s", median(visit.clip_s for visit in visits)),
        ("memory at rest, MB", idle_mb),
        ("memory at most, MB", highest_mb),
    )
    return Measurement(f"{_VISITORS} people send a photo within {_WITHIN_S:.0f} s", ("figure", "value"), rows)


async def _visit(running: RunningService, picture: Pixels, number: int, after_s: float) -> _Visit:
    await asyncio.sleep(after_s)
    photo = jpeg(of_their_own(picture, number))
    loop = asyncio.get_running_loop()
    async with visiting(running.address) as visitor, visitor.window() as line:
        began = loop.time()
        sending = asyncio.create_task(visitor.send_photo(photo, _WORDS))
        await visitor.see(line, "photos")
        taken = loop.time()
        await sending
        await visitor.see(line, "clip")
        return _Visit(taken - began, loop.time() - taken)


def of_their_own(picture: Pixels, number: int) -> Pixels:
    """Return a picture that no other visitor has, so that no clip is answered from the store."""
    own = picture.copy()
    own[:16, :16] = (number % 256, number // 256, 128)
    return own


async def _highest_memory_mb(running: RunningService) -> float:
    """Return the highest memory seen, once cancelled."""
    highest_mb = 0.0
    try:
        while True:
            highest_mb = max(highest_mb, running.memory_mb)
            await asyncio.sleep(0.5)
    except asyncio.CancelledError:
        return highest_mb
