"""`reverie run` in a process of its own, to be used by crowds and killed."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp
from prometheus_client.parser import text_string_to_metric_families

_STARTS_WITHIN_S = 60.0
_ENDS_WITHIN_S = 30.0


@dataclass(slots=True)
class RunningService:
    """A service and its addresses."""

    process: asyncio.subprocess.Process
    address: str
    metrics: str

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.send_signal(signal.SIGKILL)

    @property
    def memory_mb(self) -> float:
        """Resident memory just now."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1000

    async def lag_s(self, session: aiohttp.ClientSession, share: float) -> float:
        """Return the bound of the histogram's bucket under which this share of the event loop's delays lies."""
        async with session.get(self.metrics) as answer:
            families = text_string_to_metric_families(await answer.text())
        samples = next(family.samples for family in families if family.name == "reverie_loop_lag_seconds")
        buckets = [(float(sample.labels["le"]), sample.value) for sample in samples if "le" in sample.labels]
        return next(bound for bound, count in buckets if count >= share * buckets[-1][1])


@asynccontextmanager
async def service(data: Path, **settings: object) -> AsyncIterator[RunningService]:
    """Start `reverie run` on free ports with its data in a folder, and end it in order."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("REVERIE_")}
    environment |= {"REVERIE_DATA_DIR": str(data), "REVERIE_WEB_PORT": "0", "REVERIE_OPERATIONS_PORT": "0"}
    environment |= {f"REVERIE_{name.upper()}": str(value) for name, value in settings.items()}
    if models := os.environ.get("REVERIE_MODELS_DIR"):
        environment["REVERIE_MODELS_DIR"] = models
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", env=environment, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(_STARTS_WITHIN_S):
            line = (await process.stdout.readline()).decode()
        addresses = line.partition(": ")[2].strip().split(", ")
        yield RunningService(process, addresses[0], addresses[-1])
    finally:
        if process.returncode is None:
            process.terminate()
        async with asyncio.timeout(_ENDS_WITHIN_S):
            await process.wait()
