"""A long day in a few minutes: hundreds of clips in sequence, and what the service still holds afterwards."""

import asyncio
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from benchmarks.crowds.crowd import Person
from benchmarks.crowds.web import WebCrowd
from benchmarks.report import Measurement
from benchmarks.service import RunningService, left_over, service

_JOBS = 500
_WARM_UP = 50
"""Jobs until every model and table has been used once."""
_WINDOW = 100
_SIZE_PX = 320
_CLIP_LIMIT_S = 120.0
_SETTLED_S = 15.0
"""How long the threads and files of the last job may take to go."""
_WORDS = (
    "slow nod, 1 second",
    "she smiles and winks, 2 seconds, no music",
    "sad, looks down, 1 second",
    "shake the head and laugh, 2 seconds",
    "wistful, zoom in, 1 second, piano",
)


@dataclass(frozen=True, slots=True)
class Held:
    """What a service holds at one moment."""

    memory_mb: float
    threads: int
    open_files: int
    files: int
    """Files in its folder, but for photos and clips, which are kept on purpose."""


def soak(_repeats: int) -> Measurement:
    """Let one visitor of the web chat after the other come with a photo, wait for the clip, and leave."""
    with tempfile.TemporaryDirectory() as folder:
        held, rested = asyncio.run(_soak(Path(folder)))
        left = left_over(Path(folder))
    first, last = first_and_last(held, _WARM_UP, _WINDOW)
    before_mb, after_mb = (mean(one.memory_mb for one in window) for window in (first, last))
    then = first[0]
    rows = (
        ("clips", len(held)),
        (f"memory, jobs {_WARM_UP + 1} to {_WARM_UP + len(first)}, mean, MB", before_mb),
        (f"memory, the last {len(last)}, mean, MB", after_mb),
        ("growth, %", 100 * (after_mb / before_mb - 1)),
        ("highest after a job, MB", max(one.memory_mb for one in held)),
        ("threads, then and in the end", f"{then.threads}, {rested.threads}"),
        ("open files, then and in the end", f"{then.open_files}, {rested.open_files}"),
        ("files beside photos and clips, then and in the end", f"{then.files}, {rested.files}"),
        ("files left over", len(left)),
    )
    return Measurement(f"{_JOBS} clips in sequence, {_SIZE_PX} px", ("figure", "value"), rows)


def first_and_last(held: Sequence[Held], warm_up: int, window: int) -> tuple[Sequence[Held], Sequence[Held]]:
    """Return the first jobs after the warm-up and the last ones, as many of each and none in both."""
    settled = held[warm_up:]
    count = min(window, len(settled) // 2)
    return settled[:count], settled[len(settled) - count :]


async def _soak(folder: Path) -> tuple[list[Held], Held]:
    """Return what the service held after each job, and when it had rested."""
    held: list[Held] = []
    async with service(folder, {"REVERIE_MAX_SIZE": str(_SIZE_PX)}) as running:
        for number in range(_JOBS):
            async with asyncio.timeout(_CLIP_LIMIT_S):
                await _visit(running, number)
            held.append(_held_by(running, folder))
        await asyncio.sleep(_SETTLED_S)
        return held, _held_by(running, folder)


async def _visit(running: RunningService, number: int) -> None:
    visitors = WebCrowd(1)
    visitor = visitors.people[0] = Person(number, _WORDS[number % len(_WORDS)])
    async with visitors.gathered(), visitors.looking_at(running):
        await visitors.send(visitor)
        await visitors.until(lambda: bool(visitor.clips))


def _held_by(running: RunningService, folder: Path) -> Held:
    process = Path(f"/proc/{running.process.pid}")
    kept = {folder / "jobs" / "photos", folder / "jobs" / "clips"}
    return Held(
        running.memory_mb,
        threads=len(list((process / "task").iterdir())),
        open_files=len(list((process / "fd").iterdir())),
        files=sum(path.is_file() and kept.isdisjoint(path.parents) for path in folder.rglob("*")),
    )
