"""`Arrivals`: photos of one album come one by one and in any order, and leave as one."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from telegram import Update

QUIET_S = 1.5
"""An album is whole when nothing more of it has come for so long."""
_LONGEST_S = 15.0
"""It is taken as whole after this in any case."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """What one person did at once: one update, or those of an album in the order of their messages."""

    updates: tuple[Update, ...]

    @property
    def person(self) -> tuple[int, int]:
        """Who did it, and where; what is the same for two arrivals is answered in order."""
        return person(self.updates[0])


@dataclass(slots=True)
class _Held:
    """What came from one person since a photo of an album did."""

    until_s: float
    at_latest_s: float
    updates: list[Update] = field(default_factory=list)


class Arrivals:
    """Passes updates on; once a photo of an album has come, all that its sender does waits until the album is whole."""

    def __init__(self, pass_on: Callable[[Arrival], Awaitable[None]]) -> None:
        self._pass_on = pass_on
        self._held: dict[tuple[int, int], _Held] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def take(self, update: Update) -> None:
        """Take one update."""
        who, now_s = person(update), asyncio.get_running_loop().time()
        held = self._held.get(who)
        if album_of(update):
            if held is None:
                held = self._held[who] = _Held(now_s, now_s + _LONGEST_S)
                task = asyncio.create_task(self._release(who, held))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)
            held.until_s = min(now_s + QUIET_S, held.at_latest_s)
        if held is None:
            await self._pass_on(Arrival((update,)))
        else:
            held.updates.append(update)

    async def close(self) -> None:
        """Let go of what is held; the inbox still has it."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _release(self, who: tuple[int, int], held: _Held) -> None:
        clock = asyncio.get_running_loop().time
        while (left_s := held.until_s - clock()) > 0:  # noqa: ASYNC110 - the end moves on with each photo
            await asyncio.sleep(left_s)
        del self._held[who]
        albums: dict[str, list[Update]] = {}
        for update in held.updates:
            albums.setdefault(album_of(update) or f"alone {update.update_id}", []).append(update)
        for updates in albums.values():
            await self._pass_on(Arrival(tuple(sorted(updates, key=_message_id))))


def album_of(update: Update) -> str:
    """Return the name of the album that an update belongs to, empty for none."""
    return (update.message.media_group_id or "") if update.message else ""


def person(update: Update) -> tuple[int, int]:
    """Return the chat and the sender of an update; 0 for what has none."""
    chat = update.effective_chat
    sender = update.effective_sender
    return chat.id if chat else 0, sender.id if sender else 0


def _message_id(update: Update) -> int:
    return update.message.message_id if update.message else 0
