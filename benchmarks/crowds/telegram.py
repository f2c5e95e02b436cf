"""People in private chats on the strict fake Telegram of the tests."""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from benchmarks.crowds.crowd import Crowd, Person
from benchmarks.service import RunningService
from bot.wording import wording
from tests.telegram.people import ANNA, Json, People
from tests.telegram.server import TOKEN, Call, FakeTelegram

_FIRST_ID = 1000
_RETRY = wording("en")("button.retry")


class TelegramCrowd(Crowd):
    """Everybody is alone with the bot; whoever is told that a clip may be lost, and has none, asks for it again."""

    hears_later = True

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self._telegram = FakeTelegram()
        self._doings = People(self._telegram)

    @property
    def environment(self) -> Mapping[str, str]:
        return {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_BASE_URL": self._telegram.root}

    @asynccontextmanager
    async def gathered(self) -> AsyncIterator[None]:
        """Open the platform; raises `AssertionError` where one of its rules was broken meanwhile."""
        self._doings.meet(*(_named(person) for person in self.people))
        async with self._telegram.running():
            watching = asyncio.create_task(self._watch())
            try:
                yield
            finally:
                watching.cancel()
        self._telegram.check()

    @asynccontextmanager
    async def looking_at(self, running: RunningService) -> AsyncIterator[None]:
        yield

    async def send(self, person: Person) -> None:
        photo = person.photo
        person.sent_s = time.monotonic()
        await self._doings.photo(_named(person), person.words, content=photo)

    async def _watch(self) -> None:
        async for call in self._telegram.watched():
            if (chat := call.asked.get("chat_id")) is not None:
                await self._see(self.people[chat - _FIRST_ID], call)

    async def _see(self, person: Person, call: Call) -> None:
        match call.method:
            case "setMessageReaction" | "sendMessage":
                self.saw_acknowledgement(person, call.at_s)
            case "sendVideo":
                self.saw_clip(person, str(call.result["message_id"]), call.at_s)
        if _asks_whether_it_came(call) and not person.clips:
            self.asked_again += 1
            await self._doings.press(_named(person), call.result, _RETRY)


def _named(person: Person) -> Json:
    return {**ANNA, "id": _FIRST_ID + person.number}


def _asks_whether_it_came(call: Call) -> bool:
    rows = call.asked.get("reply_markup", {}).get("inline_keyboard", [])
    return any(button["text"] == _RETRY for row in rows for button in row)
