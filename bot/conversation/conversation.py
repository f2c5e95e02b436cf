"""`Conversation`: the one place where what people do becomes what Reverie does; every front end stands on it."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from types import TracebackType
from typing import Self
from weakref import WeakValueDictionary

from bot.conversation import commands, hearing, presses, receiving, words
from bot.conversation.actions import FrontEnd, Say
from bot.conversation.admins import Admins
from bot.conversation.admission import Admission, Verdict
from bot.conversation.events import (
    AlbumReceived,
    ButtonPressed,
    Event,
    PhotoReceived,
    Place,
    SentPhoto,
    SoundReceived,
    TextReceived,
)
from bot.conversation.following import Following
from bot.conversation.meaning import Meaning, Understanding
from bot.conversation.memory import Memory
from bot.conversation.talk import Talk
from bot.conversation.telling import fault
from bot.wording import read_all, wording
from engine.errors import EngineError, ReverieError, StoreError
from engine.jobs import JobQueue
from engine.types.options import RenderOptions

_TIDY_EVERY_S = 3600.0
_HOUR_S = 3600.0
_LOG = logging.getLogger(__name__)


class Conversation:
    """Talks with everybody; an async context manager that takes up on entering what an earlier process left.

    `front_ends` are found by the part of a chat before its colon. `check_photo` raises `PhotoError` for what is no
    photo, and `captured_at` reads its date; both run in a thread. `understanding` reads what people write, in place
    of the built-in one; `admission` decides who is answered, everybody where it is `None`. `sleep` waits for words and
    further photos, so that a test need not.
    """

    def __init__(
        self,
        queue: JobQueue,
        memory: Memory,
        front_ends: Mapping[str, FrontEnd],
        *,
        check_photo: Callable[[bytes], object],
        captured_at: Callable[[bytes], datetime | None] = lambda _photo: None,
        options: RenderOptions,
        keep_hours: float,
        understanding: Understanding | None = None,
        admission: Admission | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._queue = queue
        self._memory = memory
        self._meaning = Meaning(understanding)
        self._check_photo = check_photo
        self._captured_at = captured_at
        self._options = options
        self._keep_hours = keep_hours
        self._admission = admission
        self._sleep = sleep
        self.admins = Admins(front_ends, () if admission is None else sorted(admission.guests.admins))
        """Those who look after everything."""
        self._following = Following(queue, front_ends)
        self._timers: set[asyncio.Task[None]] = set()
        self._locks: WeakValueDictionary[tuple[str, str], asyncio.Lock] = WeakValueDictionary()

    async def __aenter__(self) -> Self:
        await asyncio.to_thread(read_all)
        await self._memory.open()
        await self._following.resume()
        for session in await self._memory.sessions.waiting():
            if self._following.front_end(session.place) is not None:
                receiving.wait(await self._talk(session.place))
        self._begin(self._tidy_up())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for timer in self._timers:
            timer.cancel()
        await asyncio.gather(*self._timers, return_exceptions=True)
        await self._following.close()

    async def handle(self, event: Event) -> None:
        """Answer one event; events of one person in one chat are answered one after the other."""
        if self._admission is not None:
            if event.place.owner in self._admission.guests.admins:
                event = replace(event, place=replace(event.place, may_administer=True))
            verdict = await self._admission.verdict(event)
            if verdict is not Verdict.WELCOME:
                await self._turn_away(event.place, verdict)
                return
        await self._in_talk(event.place, lambda talk: _answer(talk, event))

    async def is_collecting(self, place: Place) -> bool:
        """Return whether photos that were not addressed to Reverie count in this chat, for a story."""
        return await self._memory.stories.get(place.chat) is not None

    async def _in_talk(self, place: Place, work: Callable[[Talk], Awaitable[None]]) -> None:
        """Do something in a talk, and tell in one sentence what goes wrong."""
        async with self._lock(place):
            try:
                talk = await self._talk(place)
                await work(talk)
            except ReverieError as error:
                if isinstance(error, EngineError):
                    _LOG.error("An event could not be answered", exc_info=error)
                await self._tell(place, error)
            except Exception as error:
                _LOG.exception("An event could not be answered")
                await self._tell(place, ReverieError(str(error)))

    async def _tell(self, place: Place, error: ReverieError) -> None:
        """Say what went wrong, also where nothing can be read or written any more."""
        if front_end := self._following.front_end(place):
            await front_end.perform(place, Say(fault(error, wording(place.language))))

    async def _turn_away(self, place: Place, verdict: Verdict) -> None:
        """Say in one sentence why somebody is not answered; nothing while a flood lasts."""
        front_end = self._following.front_end(place)
        if front_end is not None and verdict is not Verdict.IGNORED:
            await front_end.perform(place, Say(wording(place.language)(verdict)))

    async def _talk(self, place: Place) -> Talk:
        front_end = self._following.front_end(place)
        if front_end is None:
            raise LookupError(f"No front end serves {place.chat}.")
        session = await self._memory.sessions.get(place)
        platform_language = place.language
        place = replace(place, language=session.chosen_language or platform_language)
        return Talk(
            place=place,
            platform_language=platform_language,
            session=session,
            about="",
            say=wording(place.language),
            queue=self._queue,
            memory=self._memory,
            meaning=self._meaning,
            front_end=front_end,
            admins=self.admins,
            options=self._options,
            keep_hours=self._keep_hours,
            check_photo=self._check_photo,
            captured_at=self._captured_at,
            follow=self._following.follow,
            later=self._later,
        )

    def _later(self, seconds: float, place: Place, work: Callable[[Talk], Awaitable[None]]) -> None:
        async def wait_and_work() -> None:
            await self._sleep(seconds)
            await self._in_talk(place, work)

        self._begin(wait_and_work())

    def _begin(self, work: Coroutine[None, None, None]) -> None:
        timer = asyncio.create_task(work)
        self._timers.add(timer)
        timer.add_done_callback(self._timers.discard)

    async def _tidy_up(self) -> None:
        """Forget now and then what has been kept long enough."""
        while True:
            try:
                await self._memory.expire(time.time() - self._keep_hours * _HOUR_S)
            except StoreError:
                _LOG.exception("What is old could not be deleted")
            await asyncio.sleep(_TIDY_EVERY_S)

    def _lock(self, place: Place) -> asyncio.Lock:
        """Return the lock of one person in one chat; it lives as long as somebody holds it or waits for it."""
        return self._locks.setdefault((place.chat, place.owner), asyncio.Lock())


async def _answer(talk: Talk, event: Event) -> None:
    match event:
        case PhotoReceived():
            await _receive(talk, event, (SentPhoto(event.content),))
        case AlbumReceived():
            await _receive(talk, event, event.photos)
        case SoundReceived():
            await hearing.receive(talk, event)
        case TextReceived(text=text) if text.lstrip().startswith("/"):
            talk.about = event.about
            await commands.obey(talk, text.strip())
        case TextReceived():
            await words.hear(talk, event.text.strip(), event.about)
        case ButtonPressed():
            await presses.answer(talk, event.data)


async def _receive(talk: Talk, event: PhotoReceived | AlbumReceived, photos: Sequence[SentPhoto]) -> None:
    await receiving.receive(
        talk, photos, event.words, is_addressed=event.is_addressed, is_of_another=event.is_of_another
    )
