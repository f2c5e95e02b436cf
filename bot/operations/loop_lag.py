"""How late the event loop wakes up: what people feel as slowness."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

SAMPLE_EVERY_S = 0.25


@asynccontextmanager
async def measured_lag(tell: Callable[[float], None]) -> AsyncIterator[None]:
    """Tell again and again by how many seconds the loop woke up late."""

    async def sample() -> None:
        loop = asyncio.get_running_loop()
        while True:
            due = loop.time() + SAMPLE_EVERY_S
            await asyncio.sleep(SAMPLE_EVERY_S)
            tell(max(0.0, loop.time() - due))

    task = asyncio.create_task(sample())
    try:
        yield
    finally:
        task.cancel()
