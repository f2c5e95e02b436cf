"""`Admins`: the people who look after Reverie, and how they are told something, each alone."""

import logging
from collections.abc import Iterable, Mapping

from bot.conversation.actions import FrontEnd

_LOG = logging.getLogger(__name__)


class Admins:
    """Those of the settings; a front end that does not run just now reaches nobody."""

    def __init__(self, front_ends: Mapping[str, FrontEnd], owners: Iterable[str] = ()) -> None:
        self._front_ends = front_ends
        self._owners = tuple(owners)

    async def tell(self, text: str) -> int:
        """Say something to each of them, and return how many were reached."""
        reached = 0
        for owner in self._owners:
            front_end = self._front_ends.get(owner.partition(":")[0])
            if front_end is None:
                continue
            try:
                await front_end.tell_alone(owner, text)
                reached += 1
            except Exception:  # whatever a platform's library raises: the others must hear of it all the same
                _LOG.warning("An admin could not be told: %s", owner, exc_info=True)
        return reached
