"""`PersonalOrder`: different people are answered side by side, each of them in order."""

import asyncio
from collections.abc import Awaitable, Coroutine
from typing import Any
from weakref import WeakValueDictionary

from telegram.ext import BaseUpdateProcessor

from bot.telegram.arrivals import Arrival

_AT_ONCE = 256
_GOODBYE_S = 2.0


class PersonalOrder(BaseUpdateProcessor):
    """How the application goes through what arrived."""

    def __init__(self) -> None:
        super().__init__(_AT_ONCE)
        self._locks: WeakValueDictionary[tuple[int, int], asyncio.Lock] = WeakValueDictionary()
        self._running: set[asyncio.Task[Any]] = set()
        self._is_finished = False

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Answer one arrival once those before it of the same person are answered."""
        if not isinstance(update, Arrival):
            raise TypeError(f"{type(update).__name__} is no arrival")
        lock = self._locks.setdefault(update.person, asyncio.Lock())
        task = asyncio.ensure_future(_in_turn(lock, coroutine))
        self._running.add(task)
        if self._is_finished:
            task.cancel()
        await asyncio.wait([task])
        self._running.discard(task)
        if not task.cancelled():
            task.result()
        elif isinstance(coroutine, Coroutine):
            coroutine.close()  # its turn may never have come

    async def finish(self) -> None:
        """Give what runs a moment, then stop it; what is not answered is taken up at the next start."""
        self._is_finished = True
        if self._running:
            _, late = await asyncio.wait(self._running, timeout=_GOODBYE_S)
            for task in late:
                task.cancel()

    async def initialize(self) -> None:
        """Need nothing."""

    async def shutdown(self) -> None:
        """Need nothing."""


async def _in_turn(lock: asyncio.Lock, coroutine: Awaitable[Any]) -> None:
    async with lock:
        await coroutine
