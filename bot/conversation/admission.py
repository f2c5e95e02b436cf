"""`Admission`: who is answered: not the blocked, not the uninvited where there are invitations, nobody in a flood."""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from bot.conversation.blocking import Blocking
from bot.conversation.events import AlbumReceived, Event, PhotoReceived, Place, TextReceived

MOST_EVENTS = 30
"""What somebody may do within `WITHIN_S`; an album counts as one."""
WITHIN_S = 10.0
PAUSE_S = 60.0
"""How long somebody who does more is not listened to."""
_MOST_PEOPLE = 10_000
_FOR_EVERYBODY = ("/privacy", "/forget")


class Verdict(StrEnum):
    """What becomes of an event; the values of some are sentences of the wording."""

    WELCOME = "welcome"
    IGNORED = "ignored"
    SLOW = "access.slow"
    BLOCKED = "access.blocked"
    CLOSED = "access.closed"


@dataclass(frozen=True, slots=True)
class Guests:
    """Who may come; names are owners or chats, such as "telegram:42" or "telegram:-1001"."""

    allowed: frozenset[str] = frozenset()
    """Everybody where it is empty."""
    admins: frozenset[str] = frozenset()
    """Owners who may always come, and who may change the settings of any chat."""

    def invites(self, place: Place) -> bool:
        """Return whether somebody may come; who may speak in a chat may do so in its topics."""
        chats = (place.chat.rsplit(":", parts)[0] for parts in range(place.chat.count(":")))
        return not self.allowed or place.owner in self.admins or not self.allowed.isdisjoint((place.owner, *chats))


class Admission:
    """Decides about each event; what it counts is forgotten with the process."""

    def __init__(self, guests: Guests, blocking: Blocking, now: Callable[[], float] = time.monotonic) -> None:
        self.guests = guests
        self._blocking = blocking
        self._now = now
        self._recent: dict[str, deque[float]] = {}
        self._paused_until: dict[str, float] = {}

    async def verdict(self, event: Event) -> Verdict:
        """Return what becomes of an event; raises `StoreError`. People may always ask what is kept, and delete it."""
        owner = event.place.owner
        is_addressed = not isinstance(event, PhotoReceived | AlbumReceived) or event.is_addressed
        pace = self._pace(owner) if is_addressed else Verdict.WELCOME
        if pace is not Verdict.WELCOME or _is_for_everybody(event):
            return pace
        if owner not in self.guests.admins and await self._blocking.is_blocked(owner):
            return Verdict.BLOCKED if is_addressed else Verdict.IGNORED
        if not self.guests.invites(event.place):
            return Verdict.CLOSED if is_addressed else Verdict.IGNORED
        return Verdict.WELCOME

    def _pace(self, owner: str) -> Verdict:
        """Count an event of somebody: one too many is told, what follows is not answered for a while."""
        now = self._now()
        if now < self._paused_until.get(owner, now):
            return Verdict.IGNORED
        self._paused_until.pop(owner, None)
        recent = self._recent.pop(owner, deque())
        while recent and recent[0] <= now - WITHIN_S:
            recent.popleft()
        if len(recent) == MOST_EVENTS:
            self._paused_until[owner] = now + PAUSE_S
            return Verdict.SLOW
        recent.append(now)
        self._recent[owner] = recent  # last in order, so that the first is who has been quiet longest
        for counted in (self._recent, self._paused_until):
            if len(counted) > _MOST_PEOPLE:
                del counted[next(iter(counted))]
        return Verdict.WELCOME


def _is_for_everybody(event: Event) -> bool:
    return isinstance(event, TextReceived) and event.text.strip().partition("@")[0].lower() in _FOR_EVERYBODY
