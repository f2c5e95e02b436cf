"""`Conversation`: the one place where what people do becomes what Reverie does; every front end stands on it."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from types import TracebackType
from typing import Self
from weakref import WeakValueDictionary

from bot.conversation import commands, presses, words
from bot.conversation.actions import AcknowledgePhoto, FrontEnd
from bot.conversation.events import (
    AlbumReceived,
    ButtonPressed,
    Event,
    PhotoReceived,
    Place,
    SentPhoto,
    TextReceived,
)
from bot.conversation.following import Following
from bot.conversation.memory import Memory
from bot.conversation.sessions import Session
from bot.conversation.talk import Talk
from bot.wording import wording
from engine.errors import PhotoError, QueueFullError, ReverieError, UnknownJobError
from engine.jobs import JobQueue
from engine.language import understand
from engine.studio import RenderOptions
from engine.types.direction import Direction

PATIENCE_S = 45.0
"""How long a photo waits for words before it is brought gently to life."""
_LOG = logging.getLogger(__name__)

_FAULTS: dict[type[ReverieError], str] = {
    PhotoError: "fault.photo",
    QueueFullError: "fault.full",
    UnknownJobError: "fault.gone",
    ReverieError: "fault.ours",
}
"""What is said of an error; the first line that fits."""


class Conversation:
    """Talks with everybody; an async context manager that takes up on entering what an earlier process left.

    `front_ends` are found by the part of a chat before its colon. `check_photo` raises `PhotoError` for what is no
    photo; it runs in a thread. `sleep` waits for words, so that a test need not.
    """

    def __init__(
        self,
        queue: JobQueue,
        memory: Memory,
        front_ends: Mapping[str, FrontEnd],
        *,
        check_photo: Callable[[bytes], object],
        options: RenderOptions,
        keep_days: int,
        patience_s: float = PATIENCE_S,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._queue = queue
        self._memory = memory
        self._check_photo = check_photo
        self._options = options
        self._keep_days = keep_days
        self._patience_s = patience_s
        self._sleep = sleep
        self._following = Following(queue, front_ends)
        self._timers: set[asyncio.Task[None]] = set()
        self._locks: WeakValueDictionary[tuple[str, str], asyncio.Lock] = WeakValueDictionary()

    async def __aenter__(self) -> Self:
        await self._memory.open()
        await self._following.resume()
        for session in await self._memory.sessions.waiting():
            if self._following.front_end(session.place) is not None:
                self._begin_gently_later(session)
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
        async with self._lock(event.place):
            talk = await self._talk(event.place)
            try:
                await self._answer(talk, event)
            except ReverieError as error:
                name = next(name for kind, name in _FAULTS.items() if isinstance(error, kind))
                if name == "fault.ours":
                    _LOG.exception("An event could not be answered")
                await talk.tell(name, reason=error)
            except Exception:
                _LOG.exception("An event could not be answered")
                await talk.tell("fault.ours")

    async def _answer(self, talk: Talk, event: Event) -> None:
        match event:
            case PhotoReceived(is_addressed=True):
                await self._receive(talk, (SentPhoto(event.content, event.words),), event.words.strip())
            case AlbumReceived(is_addressed=True):
                await self._receive(talk, event.photos, event.words.strip())
            case TextReceived(text=text) if text.lstrip().startswith("/"):
                await commands.obey(talk, text.strip())
            case TextReceived():
                await words.hear(talk, event.text.strip(), event.about)
            case ButtonPressed():
                await presses.answer(talk, event.data)

    async def _receive(self, talk: Talk, sent: tuple[SentPhoto, ...], said: str) -> None:
        """Take one photo, or several that are one film."""
        for photo in sent:
            await asyncio.to_thread(self._check_photo, photo.content)
        place = talk.place
        keys = tuple(
            [await self._queue.keep_photo(photo.content, owner=place.owner, chat=place.chat) for photo in sent]
        )
        await talk.perform(AcknowledgePhoto(keys[0], said, keys if len(keys) > 1 else ()))
        mood = said or talk.session.words
        await talk.remember(
            photos=keys,
            message=place.message,
            is_group=place.is_group,
            language=place.language,
            waiting_until=time.time() + self._patience_s,
            words="",
        )
        if mood:
            await talk.begin(keys, understand(mood[: words.MAX_LETTERS]))
        else:
            await talk.ask_for_mood(keys[0])
        if talk.session.waiting_until is not None:
            self._begin_gently_later(talk.session)

    def _begin_gently_later(self, session: Session) -> None:
        timer = asyncio.create_task(self._begin_gently(session))
        self._timers.add(timer)
        timer.add_done_callback(self._timers.discard)

    async def _begin_gently(self, session: Session) -> None:
        """Bring a photo gently to life if nobody says anything until its time has come."""
        if not session.photos or session.waiting_until is None:
            return
        await self._sleep(max(0.0, session.waiting_until - time.time()))
        async with self._lock(session.place):
            talk = await self._talk(session.place)
            if (talk.session.photos, talk.session.waiting_until) == (session.photos, session.waiting_until):
                try:
                    await talk.begin(session.photos, Direction(language=session.language))
                except ReverieError:
                    _LOG.warning("A waiting photo could not be animated", exc_info=True)

    async def _talk(self, place: Place) -> Talk:
        front_end = self._following.front_end(place)
        if front_end is None:
            raise LookupError(f"No front end serves {place.chat}.")
        session = await self._memory.sessions.get(place)
        place = replace(place, language=session.chosen_language or place.language)
        return Talk(
            place=place,
            session=session,
            say=wording(place.language),
            queue=self._queue,
            memory=self._memory,
            front_end=front_end,
            options=self._options,
            keep_days=self._keep_days,
            follow=self._following.follow,
        )

    def _lock(self, place: Place) -> asyncio.Lock:
        """Return the lock of one person in one chat; it lives as long as somebody holds it or waits for it."""
        return self._locks.setdefault((place.chat, place.owner), asyncio.Lock())
