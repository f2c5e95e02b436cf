"""`Crowd`: people who each send a photo of their own, and what they see come back."""

import asyncio
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from functools import cache
from typing import ClassVar

from benchmarks.photos import jpeg, people
from benchmarks.service import RunningService
from engine.types.scene import Pixels

WORDS = "slow nod, 2 seconds"


@dataclass(slots=True)
class Person:
    """Somebody with one photo; times are those of `time.monotonic`."""

    number: int
    words: str = WORDS
    sent_s: float | None = None
    acknowledged_s: float | None = None
    clips: dict[str, float] = field(default_factory=dict)
    """When each clip was seen, by what tells it from a second copy."""

    @property
    def acknowledged_within_s(self) -> float:
        assert self.sent_s is not None and self.acknowledged_s is not None
        return self.acknowledged_s - self.sent_s

    @property
    def waited_s(self) -> float:
        """How long it took from the acknowledgement to the clip."""
        assert self.acknowledged_s is not None
        return min(self.clips.values()) - self.acknowledged_s

    @property
    def photo(self) -> bytes:
        """A picture that nobody else has, so that no clip is answered from the store."""
        own = _picture().copy()
        own[:16, :16] = (self.number % 256, self.number // 256, 128)
        return jpeg(own)


class Crowd(ABC):
    """All the people in front of one chat."""

    hears_later: ClassVar[bool]
    """Whether what is sent while no service runs is heard by the next one."""

    def __init__(self, count: int) -> None:
        self.people = [Person(number) for number in range(count)]
        self.asked_again = 0
        """How many people sent for a clip once more because the service was not sure that it had arrived."""
        self._news = asyncio.Event()

    @property
    @abstractmethod
    def environment(self) -> Mapping[str, str]:
        """What tells a service where these people are."""

    @abstractmethod
    def gathered(self) -> AbstractAsyncContextManager[None]:
        """Open what lasts longer than one service, such as the platform."""

    @abstractmethod
    def looking_at(self, running: RunningService) -> AbstractAsyncContextManager[None]:
        """Look at a service until it ends or is killed, also before it is awake."""

    @abstractmethod
    async def send(self, person: Person) -> None:
        """Send somebody's photo; return once it cannot be lost any more."""

    @property
    def served(self) -> int:
        """How many people have a clip."""
        return sum(bool(person.clips) for person in self.people)

    async def until(self, is_so: Callable[[], bool]) -> None:
        """Wait until something is so of what people see."""
        while not is_so():
            self._news.clear()
            await self._news.wait()

    def saw_acknowledgement(self, person: Person, at_s: float | None = None) -> None:
        """Note that somebody saw that the photo had come."""
        if person.acknowledged_s is None:
            person.acknowledged_s = at_s or time.monotonic()
        self._news.set()

    def saw_clip(self, person: Person, name: str, at_s: float | None = None) -> None:
        """Note that somebody saw a clip."""
        person.clips.setdefault(name, at_s or time.monotonic())
        self._news.set()


@cache
def _picture() -> Pixels:
    return people(1)
