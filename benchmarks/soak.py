"""A long day in a few minutes: hundreds of clips in sequence, and what the service still holds afterwards."""

import asyncio
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median

import aiohttp

from benchmarks.load import of_their_own
from benchmarks.photos import jpeg, people
from benchmarks.report import Measurement
from benchmarks.service import RunningService, service
from benchmarks.visitors import Visitor, visiting

_JOBS = 500
_WARM_UP = 50
"""Jobs until every model, font and table has been used once."""
_WINDOW = 100
_SIZE_PX = 320
_CLIP_LIMIT_S = 120.0
_SETTLED_S = 15.0
"""How long the last job's threads and files may take to go."""
_WORDS = (
    "slow nod, 1 second",
    "she smiles and winks, 2 seconds, no music",
    "sad, looks down, 1 second",
    "shake the head and laugh, 2 seconds",
    "wistful, zoom in, 1 second, piano",
)


@dataclass(frozen=True, slots=True)
class _Held:
    """What the service holds just now."""

    memory_mb: float
    threads: int
    open_files: int


def soak(_repeats: int) -> Measurement:
    """Send one photo after the other through the web chat, each when the clip before has come."""
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_soak(Path(folder)))


async def _soak(folder: Path) -> Measurement:
    held: list[_Held] = []
    settings = {"max_size": _SIZE_PX, "device": "cpu", "clips_per_day": _JOBS}
    async with (
        service(folder, **settings) as running,
        visiting(running.address) as visitor,
        visitor.window() as line,
    ):
        for number in range(_JOBS):
            await _have_a_clip(visitor, line, number)
            held.append(_held_by(running))
        await asyncio.sleep(_SETTLED_S)
        rested = _held_by(running)
        clips = sum(entry["kind"] == "clip" for entry in visitor.entries.values())
        work = [path for path in (folder / "jobs" / "work").rglob("*") if path.is_file()]
        kept = sum(path.is_file() for path in (folder / "jobs" / "clips").rglob("*"))
    early, late = _windows(held)
    before_mb, after_mb = (mean(one.memory_mb for one in window) for window in (early, late))
    rows = (
        ("clips asked for, shown, kept", f"{_JOBS}, {clips}, {kept}"),
        (f"memory, jobs {_WARM_UP + 1} to {_WARM_UP + len(early)}, mean, MB", before_mb),
        (f"memory, last {len(late)}, mean, MB", after_mb),
        ("growth, %", 100 * (after_mb / before_mb - 1)),
        ("highest after any job, MB", max(one.memory_mb for one in held)),
        ("threads, then and at the end", f"{median(one.threads for one in early):.0f}, {rested.threads}"),
        ("open files, then and at the end", f"{median(one.open_files for one in early):.0f}, {rested.open_files}"),
        ("files left in the work folder", len(work)),
    )
    return Measurement(f"{_JOBS} clips in sequence, {_SIZE_PX} px", ("figure", "value"), rows)


async def _have_a_clip(visitor: Visitor, line: aiohttp.ClientWebSocketResponse, number: int) -> None:
    photo = jpeg(of_their_own(people(1, (_SIZE_PX, _SIZE_PX)), number))
    async with asyncio.timeout(_CLIP_LIMIT_S):
        await visitor.send_photo(photo, _WORDS[number % len(_WORDS)])
        await visitor.see(line, "clip")


def _windows(held: Sequence[_Held]) -> tuple[Sequence[_Held], Sequence[_Held]]:
    """Return the first jobs after the warm-up, and the last ones."""
    return held[_WARM_UP : _WARM_UP + _WINDOW], held[-_WINDOW:]


def _held_by(running: RunningService) -> _Held:
    process = Path(f"/proc/{running.process.pid}")
    return _Held(running.memory_mb, len(list((process / "task").iterdir())), len(list((process / "fd").iterdir())))
