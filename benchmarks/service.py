"""`reverie run` in a process of its own, to be used by crowds and killed."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp
from prometheus_client.parser import text_string_to_metric_families

_STARTS_WITHIN_S = 120.0
_ENDS_WITHIN_S = 30.0
_OTHERS = ("REVERIE_", "TELEGRAM_", "DISCORD_")
"""How the variables begin that must not come from whoever measures."""


class EndedError(Exception):
    """The service ended before it was awake."""


@dataclass(slots=True)
class RunningService:
    """A service, awake or just waking up."""

    process: asyncio.subprocess.Process
    _first_line: asyncio.Task[bytes]

    async def address(self) -> str:
        """Wait until it is awake, and return the address of the web chat; raises `EndedError`."""
        return (await self._addresses())[0]

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.send_signal(signal.SIGKILL)

    @property
    def memory_mb(self) -> float:
        """Resident memory just now."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1000

    async def lag_s(self, share: float) -> float:
        """Return the bound of the histogram's bucket under which this share of the event loop's delays lies."""
        metrics = (await self._addresses())[-1]
        async with aiohttp.ClientSession() as session, session.get(metrics) as answer:
            families = text_string_to_metric_families(await answer.text())
        samples = next(family.samples for family in families if family.name == "reverie_loop_lag_seconds")
        buckets = [(float(sample.labels["le"]), sample.value) for sample in samples if "le" in sample.labels]
        return next(bound for bound, count in buckets if count >= share * buckets[-1][1])

    async def _addresses(self) -> list[str]:
        async with asyncio.timeout(_STARTS_WITHIN_S):
            line = (await asyncio.shield(self._first_line)).decode()
        if not line:
            raise EndedError
        return line.partition(": ")[2].strip().split(", ")


@asynccontextmanager
async def service(data: Path, variables: Mapping[str, str]) -> AsyncIterator[RunningService]:
    """Start `reverie run` on free ports with all its files in a folder, and end it in order.

    It renders small clips on the processor, whatever machine this is.
    """
    (temporary := data / "temporary").mkdir(parents=True, exist_ok=True)
    environment = {name: value for name, value in os.environ.items() if not name.startswith(_OTHERS)}
    environment |= {"REVERIE_DATA_DIR": str(data), "REVERIE_WEB_PORT": "0", "REVERIE_OPERATIONS_PORT": "0"}
    environment |= {"REVERIE_MAX_SIZE": "480", "REVERIE_DEVICE": "cpu", "TMPDIR": str(temporary), **variables}
    if models := os.environ.get("REVERIE_MODELS_DIR"):
        environment["REVERIE_MODELS_DIR"] = models
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", env=environment, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    first_line = asyncio.create_task(process.stdout.readline())
    try:
        yield RunningService(process, first_line)
    finally:
        if process.returncode is None:
            process.terminate()
        async with asyncio.timeout(_ENDS_WITHIN_S):
            await process.wait()
            await first_line


def left_over(data: Path) -> list[Path]:
    """Return the files of a service's folder that should be gone once it has ended."""
    folders = (data / "jobs" / "work", data / "temporary", data / "discord", data / "telegram")
    return [path for folder in folders for path in folder.rglob("*") if path.is_file()]
