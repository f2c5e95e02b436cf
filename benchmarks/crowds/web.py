"""Visitors of the web chat: cookies, uploads, and the live connection."""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from benchmarks.crowds.crowd import Crowd, Person
from benchmarks.service import EndedError, RunningService

_SHOWS_THAT_IT_IS_QUEUED = ("progress", "clip")


class WebCrowd(Crowd):
    """Browsers without pages, each with cookies of its own."""

    hears_later = False

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self._jars: dict[int, aiohttp.CookieJar] = {}
        self._queued: set[int] = set()
        self._running: RunningService | None = None
        self._windows: set[asyncio.Task[None]] = set()

    @property
    def environment(self) -> Mapping[str, str]:
        return {}

    @asynccontextmanager
    async def gathered(self) -> AsyncIterator[None]:
        for person in self.people:
            self._jars[person.number] = aiohttp.CookieJar(unsafe=True)  # unsafe: of an address without a name
        yield

    @asynccontextmanager
    async def looking_at(self, running: RunningService) -> AsyncIterator[None]:
        self._running = running
        self._news.set()
        for person in self.people:
            if person.sent_s is not None:
                self._open_window(person, running)
        try:
            yield
        finally:
            for window in self._windows:
                window.cancel()
            await asyncio.gather(*self._windows, return_exceptions=True)

    async def send(self, person: Person) -> None:
        photo = person.photo
        await self.until(lambda: self._running is not None)
        assert self._running is not None
        address = await self._running.address()
        await self._open_window(person, self._running).wait()
        form = aiohttp.FormData({"words": person.words})
        form.add_field("photo", photo, filename="photo.jpg", content_type="image/jpeg")
        person.sent_s = time.monotonic()
        async with (
            self._session(person) as session,
            session.post(f"{address}/photos", data=form, headers={"Origin": address}) as answer,
        ):
            answer.raise_for_status()
        await self.until(lambda: person.number in self._queued)

    def _open_window(self, person: Person, running: RunningService) -> asyncio.Event:
        """Open the page for somebody; what is returned is set once it shows what it knows."""
        is_open = asyncio.Event()
        window = asyncio.create_task(self._look(person, running, is_open))
        self._windows.add(window)
        window.add_done_callback(self._windows.discard)
        return is_open

    async def _look(self, person: Person, running: RunningService, is_open: asyncio.Event) -> None:
        try:
            address = await running.address()
            async with self._session(person) as session:
                async with session.get(f"{address}/") as page:
                    page.raise_for_status()
                async with session.ws_connect(f"{address}/live", headers={"Origin": address}) as line:
                    async for message in line:
                        told = message.json()
                        for entry in told["entries"] if told["type"] == "history" else [told["entry"]]:
                            self._see(person, entry)
                        is_open.set()
        except (EndedError, aiohttp.ClientError):
            return  # it was killed; the page comes back with the next one

    def _see(self, person: Person, entry: dict[str, Any]) -> None:
        if entry["kind"] == "photos":
            self.saw_acknowledgement(person)
        if entry["kind"] in _SHOWS_THAT_IT_IS_QUEUED:
            self._queued.add(person.number)
            self._news.set()
        if entry["kind"] == "clip":
            self.saw_clip(person, entry["key"])

    def _session(self, person: Person) -> aiohttp.ClientSession:
        return aiohttp.ClientSession(cookie_jar=self._jars[person.number])
