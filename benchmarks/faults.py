"""A service that is killed again and again in the middle of its work."""

import asyncio
import random
import tempfile
from collections import Counter
from pathlib import Path

import aiohttp

from benchmarks.load import of_their_own
from benchmarks.photos import jpeg, people
from benchmarks.report import Measurement
from benchmarks.service import service
from benchmarks.visitors import visiting

_JOBS = 20
_KILLS = 10
_LIMIT_S = 600.0
_WORDS = "smile, 2 seconds"


def faults(_repeats: int) -> Measurement:
    """Kill it at random moments of a run of jobs, start it again each time, and count what arrives."""
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_faults(Path(folder)))


async def _faults(folder: Path) -> Measurement:
    chance = random.Random()  # noqa: S311 - moments, not secrets
    jar = aiohttp.CookieJar(unsafe=True)
    picture = people(1)
    async with service(folder, max_size=480, device="cpu") as running, visiting(running.address, jar) as visitor:
        async with visitor.window() as line:
            for number in range(_JOBS):
                await visitor.send_photo(jpeg(of_their_own(picture, number)), _WORDS)
                await visitor.see(line, "progress")
        running.kill()
    for _ in range(_KILLS - 1):
        async with service(folder, max_size=480, device="cpu") as running:
            await asyncio.sleep(chance.uniform(0.0, 1.2))
            running.kill()
    seen: Counter[str] = Counter()
    async with (
        service(folder, max_size=480, device="cpu") as running,
        visiting(running.address, jar) as visitor,
        visitor.window() as line,
        asyncio.timeout(_LIMIT_S),
    ):
        seen.update(key for key, entry in visitor.entries.items() if entry["kind"] == "clip")
        while len(seen) < _JOBS:
            entry = await visitor.see(line, "clip")
            seen[entry["key"]] += 1
    left_over = [path for path in (folder / "jobs" / "work").rglob("*") if path.is_file()]
    rows = (
        ("jobs", _JOBS),
        ("kills", _KILLS),
        ("clips delivered", len(seen)),
        ("clips delivered twice", sum(count > 1 for count in seen.values())),
        ("files left over", len(left_over)),
    )
    return Measurement("Killed at random moments", ("figure", "value"), rows)
