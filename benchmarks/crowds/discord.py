"""People in direct messages with the bot on the strict fake Discord of the tests."""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from benchmarks.crowds.crowd import Crowd
from benchmarks.crowds.crowd import Person as Guest
from benchmarks.service import RunningService
from bot.wording import wording
from tests.discord.fake_discord import TOKEN, FakeDiscord
from tests.discord.people import Person

_FIRST_NUMBER = 1000
_CANCEL, _RETRY = wording("en")("button.cancel"), wording("en")("button.retry")


class DiscordCrowd(Crowd):
    """Everybody uses /animate alone; whoever is told that a clip may be lost, and has none, asks for it again."""

    hears_later = False

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self._discord = FakeDiscord()
        self._by_channel: dict[str, Guest] = {}
        self._queued: set[int] = set()

    @property
    def environment(self) -> Mapping[str, str]:
        return {"DISCORD_BOT_TOKEN": TOKEN, "DISCORD_API_BASE_URL": self._discord.root}

    @asynccontextmanager
    async def gathered(self) -> AsyncIterator[None]:
        """Open the platform; raises `AssertionError` where one of its rules was broken meanwhile."""
        self._by_channel = {str(self._account(guest).channel): guest for guest in self.people}
        async with self._discord.running():
            watching = asyncio.create_task(self._watch())
            try:
                yield
            finally:
                watching.cancel()
        assert self._discord.violations == [], self._discord.violations

    @asynccontextmanager
    async def looking_at(self, running: RunningService) -> AsyncIterator[None]:
        yield

    async def send(self, person: Guest) -> None:
        photo = self._discord.put_file("photo.jpg", person.photo)
        await self._discord.gateway.ready.wait()
        person.sent_s = time.monotonic()
        await self._account(person).command("animate", photo=photo, mood=person.words)
        await self.until(lambda: person.number in self._queued)

    async def _watch(self) -> None:
        async for message in self._discord.watched():
            if guest := self._by_channel.get(message["channel_id"]):
                await self._see(guest, message)

    async def _see(self, guest: Guest, message: dict[str, Any]) -> None:
        labels = {button["label"] for row in message["components"] for button in row["components"]}
        if _CANCEL in labels or message["attachments"]:
            self._queued.add(guest.number)
        self.saw_acknowledgement(guest)
        if message["attachments"]:
            self.saw_clip(guest, message["id"])
        if _RETRY in labels and not guest.clips:
            self.asked_again += 1
            await self._account(guest).press(message, _RETRY)

    def _account(self, guest: Guest) -> Person:
        return Person(self._discord, _FIRST_NUMBER + guest.number, f"guest{guest.number}", in_guild=False)
