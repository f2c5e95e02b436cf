"""A running chat beside the test."""

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager

from bot.service import running
from bot.settings import Settings

STARTS_WITHIN_S = 30.0


@contextmanager
def served(settings: Settings) -> Iterator[str]:
    """Run the chat in a thread and yield its address."""
    ready: Future[tuple[str, asyncio.AbstractEventLoop, asyncio.Event]] = Future()

    async def serve() -> None:
        stop = asyncio.Event()
        async with running(settings) as awake:
            ready.set_result((awake.where[0], asyncio.get_running_loop(), stop))
            await stop.wait()

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    address, loop, stop = ready.result(STARTS_WITHIN_S)
    try:
        yield address
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(STARTS_WITHIN_S)
