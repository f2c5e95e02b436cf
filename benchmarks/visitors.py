"""Visitors of the web chat, as many as wanted: cookies, uploads, and the live connection."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

Entry = dict[str, Any]


class Visitor:
    """A browser without a page."""

    def __init__(self, session: aiohttp.ClientSession, address: str) -> None:
        self.entries: dict[str, Entry] = {}
        """What the page shows, by key."""
        self._session = session
        self._address = address
        self._origin = {"Origin": address}

    @asynccontextmanager
    async def window(self) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
        """Open the page; what was shown before is in `entries`."""
        async with self._session.get(f"{self._address}/") as page:
            page.raise_for_status()
        async with self._session.ws_connect(f"{self._address}/live", headers=self._origin) as line:
            message: Entry = {}
            while message.get("type") != "history":  # what happens meanwhile may come first, and is part of it
                message = await line.receive_json()
            self.entries = {entry["key"]: entry for entry in message["entries"]}
            yield line

    async def send_photo(self, content: bytes, words: str) -> float:
        """Send a photo, and return after how many seconds it was taken."""
        form = aiohttp.FormData({"words": words})
        form.add_field("photo", content, filename="photo.jpg", content_type="image/jpeg")
        began = time.perf_counter()
        async with self._session.post(f"{self._address}/photos", data=form, headers=self._origin) as answer:
            answer.raise_for_status()
        return time.perf_counter() - began

    async def see(self, line: aiohttp.ClientWebSocketResponse, kind: str) -> Entry:
        """Wait for an entry of a kind that is not shown yet; return it."""
        while True:
            message = await line.receive_json()
            entry: Entry = message["entry"]
            self.entries[entry["key"]] = entry
            if entry["kind"] == kind:
                return entry


@asynccontextmanager
async def visiting(address: str, jar: aiohttp.CookieJar | None = None) -> AsyncIterator[Visitor]:
    """Be a visitor: a new one, or the one to whom a jar of cookies belongs."""
    jar = aiohttp.CookieJar(unsafe=True) if jar is None else jar  # unsafe: cookies of an address without a name
    async with aiohttp.ClientSession(cookie_jar=jar) as session:
        yield Visitor(session, address)
