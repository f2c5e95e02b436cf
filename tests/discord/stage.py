"""The real front end, conversation and queue before a strict Discord; the studio has a stand-in."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot.conversation import Conversation, Memory
from bot.database import Database
from bot.discord.service import DiscordService
from bot.settings import Settings
from engine.errors import CancelledRenderError
from engine.jobs import Delivery, JobQueue, RenderRequest
from engine.perception.photo import open_photo
from engine.types.clip import Clip
from engine.types.options import RenderOptions
from engine.types.progress import Progress
from engine.types.progress import Stage as StudioStage
from tests.discord.fake_discord import TOKEN, WAIT_S, FakeDiscord
from tests.discord.people import Person

FRAMES = 60


@dataclass
class StandInRender:
    """Makes the same film of everything, at once or when it is let go."""

    film: bytes
    requests: list[RenderRequest] = field(default_factory=list)
    go_on: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.go_on.set()

    def __call__(
        self, request: RenderRequest, on_progress: Callable[[Progress], None], cancelled: Callable[[], bool]
    ) -> Clip:
        self.requests.append(request)
        done = 0
        while not self.go_on.wait(0.02):
            done += 1
            on_progress(Progress(StudioStage.RENDER, min(done, 99), 100))
            if cancelled():
                raise CancelledRenderError("The render was stopped.")
        request.output.write_bytes(self.film)
        return Clip(request.output, "mp4", 320, 320, 30, FRAMES, len(self.film), b"poster", request.direction, ())


@dataclass
class Stage:
    """A running bot, and the Discord that it is on."""

    folder: Path
    discord: FakeDiscord
    render: StandInRender
    queue: JobQueue | None = None
    _bot: AsyncExitStack = field(default_factory=AsyncExitStack)

    @property
    def anna(self) -> Person:
        return Person(self.discord)

    async def start(self) -> None:
        """Start the bot, and wait until it listens."""
        settings = Settings(
            data_dir=self.folder / "data", discord_bot_token=TOKEN, discord_api_base_url=self.discord.root
        )
        database = await self._bot.enter_async_context(Database(settings.data_folder / "conversations.db"))
        queue = await self._bot.enter_async_context(JobQueue(settings.data_folder / "jobs", [self.render]))
        self.queue = queue
        service = DiscordService(settings, TOKEN, database, queue)
        await self._bot.enter_async_context(service.connected())
        conversation = Conversation(
            queue,
            Memory(database),
            {service.name: service},
            check_photo=open_photo,
            options=RenderOptions(size_px=160),
            keep_hours=168,
        )
        await self._bot.enter_async_context(conversation)
        await self._bot.enter_async_context(service.listening(conversation))
        await self.discord.gateway.ready.wait()

    async def stop(self) -> None:
        """End the bot in order."""
        await self._bot.aclose()
        self._bot = AsyncExitStack()
        await self.discord.gateway.drop()

    async def all_delivered(self) -> None:
        """Wait until the bot has written down that every clip arrived."""
        assert self.queue is not None
        async with asyncio.timeout(WAIT_S):
            jobs = await self.queue.list_for()
            while any(job.delivery is not Delivery.DELIVERED for job in jobs):
                await asyncio.sleep(0.02)
                jobs = await self.queue.list_for()

    async def restart(self) -> None:
        await self.stop()
        await self.start()


@asynccontextmanager
async def on_stage(folder: Path, film: bytes, *, starts: bool = True) -> AsyncIterator[Stage]:
    async with FakeDiscord().running() as discord:
        stage = Stage(folder, discord, StandInRender(film))
        try:
            if starts:
                await stage.start()
            yield stage
        finally:
            stage.render.go_on.set()
            await stage.stop()
