"""The bot on a fake Telegram with all that stands behind it, and the people who use it."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import av
import numpy as np

from bot.conversation import Conversation
from bot.conversation.memory import Memory
from bot.database import Database
from bot.settings import Settings
from bot.telegram.service import TelegramService
from engine.jobs import JobQueue, RenderRequest
from engine.perception.photo import open_photo
from engine.types.clip import Clip, Form
from engine.types.forms import FORMS
from engine.types.options import RenderOptions
from engine.types.progress import Progress
from tests.conversation.desk import StandInRender
from tests.telegram.people import PICTURE_PX, People, picture
from tests.telegram.server import TOKEN, Call

FPS, FRAMES = 10, 10
STICKER_PX = 512
CODECS = {
    "mp4": ("h264", "yuv420p", {"movflags": "+faststart"}),
    "webm": ("libvpx-vp9", "yuv420p", {}),
    "gif": ("gif", "rgb8", {}),
}
"""By container: codec, pixels and how it is written."""


@cache
def film(container: str = "mp4", side_px: int = PICTURE_PX, *, noise: bool = False) -> bytes:
    """A real film of one second; noise makes it large."""
    chance = np.random.default_rng(1)
    codec, format_, options = CODECS[container]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"film.{container}"
        with av.open(str(path), "w", options=options) as target:
            stream = target.add_stream(codec, rate=FPS)
            stream.width = stream.height = side_px
            stream.pix_fmt = format_
            for number in range(FRAMES):
                shape = (side_px, side_px, 3)
                pixels = chance.integers(0, 255, shape, np.uint8) if noise else np.full(shape, number * 20, np.uint8)
                target.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, format="rgb24").reformat(format=format_)))
            target.mux(stream.encode(None))
        return path.read_bytes()


@dataclass
class FilmRender(StandInRender):
    """The stand-in of the conversation's tests, with a real film in a form."""

    form: Form = Form.FILM

    def __call__(
        self, request: RenderRequest, on_progress: Callable[[Progress], None], cancelled: Callable[[], bool]
    ) -> Clip:
        clip = super().__call__(request, on_progress, cancelled)
        container = FORMS[self.form].container
        side_px = STICKER_PX if self.form is Form.STICKER else PICTURE_PX
        content = film(container, side_px)
        clip.path.write_bytes(content)
        return replace(
            clip,
            container=container,
            width=side_px,
            height=side_px,
            fps=FPS,
            frame_count=FRAMES,
            size_bytes=len(content),
            poster_jpeg=picture(),
            form=self.form,
        )


@dataclass
class World(People):
    """What happens on Telegram, and the bot that it happens to."""

    render: FilmRender
    service: TelegramService = field(init=False)
    conversation: Conversation = field(init=False)
    queue: JobQueue = field(init=False)
    where: str = ""

    async def clip(self, count: int = 1) -> Call:
        return await self.telegram.next("sendVideo", count)

    async def settled(self) -> None:
        """Wait until all that was brought is answered, and a little longer for what nobody expects."""
        await asyncio.sleep(0.5)


@asynccontextmanager
async def bot_in(folder: Path, world: World, **chosen: Any) -> AsyncIterator[World]:
    """Run the bot on what a folder keeps, against a fake Telegram that runs already."""
    settings = Settings(data_dir=folder, telegram_bot_token=TOKEN, telegram_api_base_url=world.telegram.root, **chosen)
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(Database(folder / "conversations.db"))
        world.queue = queue = await stack.enter_async_context(JobQueue(folder / "jobs", [world.render]))
        world.service = TelegramService(settings, TOKEN, database, queue)
        await stack.enter_async_context(world.service.connected())
        world.conversation = Conversation(
            queue,
            Memory(database),
            {"telegram": world.service},
            check_photo=open_photo,
            options=RenderOptions(size_px=160),
            keep_hours=168,
        )
        await stack.enter_async_context(world.conversation)
        world.where = await stack.enter_async_context(world.service.listening(world.conversation))
        yield world
