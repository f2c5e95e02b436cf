"""`Replays`: what an earlier process answered, but did not live to write down."""

from collections.abc import Iterable

from bot.conversation import Place
from bot.conversation.telling import Note
from bot.telegram.addresses import update_of
from engine.jobs import JobQueue


class Replays:
    """Knows by their jobs which of the updates that were left need no second answer."""

    def __init__(self, queue: JobQueue, left: Iterable[int]) -> None:
        self._queue = queue
        self._left = frozenset(left)

    async def was_answered(self, place: Place) -> bool:
        """Return whether an update that was left has become a job already."""
        update = update_of(place.message)
        if update not in self._left:
            return False
        jobs = await self._queue.list_for(owner=place.owner, chat=place.chat)
        return any(update_of(Note.of(job).message) == update for job in jobs)
