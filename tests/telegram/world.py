"""People who use the bot on a fake Telegram, and the bot itself with all that stands behind it."""

import asyncio
import io
import re
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import av
import numpy as np
import pillow_heif
from PIL import Image

from bot.conversation import Conversation
from bot.conversation.memory import Memory
from bot.database import Database
from bot.settings import Settings
from bot.telegram.service import TelegramService
from engine.jobs import JobQueue, RenderRequest
from engine.perception.photo import open_photo
from engine.studio import Progress, RenderOptions
from engine.types.clip import Clip, Form
from engine.video.forms import FORMS
from tests.conversation.desk import StandInRender
from tests.telegram.server import TOKEN, Call, FakeTelegram

Json = dict[str, Any]
ANNA = {"id": 42, "is_bot": False, "first_name": "Anna", "language_code": "en"}
BEN = {"id": 43, "is_bot": False, "first_name": "Ben"}
EVA = {"id": 44, "is_bot": False, "first_name": "Eva", "language_code": "de-AT"}
GROUP = {"id": -1001, "type": "supergroup", "title": "Friends"}
FORUM = {"id": -1002, "type": "supergroup", "title": "Club", "is_forum": True, "topics": [7]}
SIDE_PX, FPS, FRAMES = 64, 10, 10
STICKER_PX = 512
CODECS = {
    "mp4": ("h264", "yuv420p", {"movflags": "+faststart"}),
    "webm": ("libvpx-vp9", "yuv420p", {}),
    "gif": ("gif", "rgb8", {}),
}
"""By container: codec, pixels and how it is written."""


@cache
def film(container: str = "mp4", side_px: int = SIDE_PX, *, noise: bool = False) -> bytes:
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


@cache
def picture(shade: int = 128, kind: str = "jpeg") -> bytes:
    """A small photo; the shade makes it another one."""
    file = io.BytesIO()
    pillow_heif.register_heif_opener()
    Image.new("RGB", (SIDE_PX, SIDE_PX), (shade, 80, 60)).save(file, kind)
    return file.getvalue()


@dataclass
class FilmRender(StandInRender):
    """The stand-in of the conversation's tests, with a real film in a form."""

    form: Form = Form.FILM

    def __call__(
        self, request: RenderRequest, on_progress: Callable[[Progress], None], cancelled: Callable[[], bool]
    ) -> Clip:
        clip = super().__call__(request, on_progress, cancelled)
        container = FORMS[self.form].container
        side_px = STICKER_PX if self.form is Form.STICKER else SIDE_PX
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
class World:
    """What happens on Telegram; each method lets somebody do something there."""

    telegram: FakeTelegram
    render: FilmRender
    service: TelegramService = field(init=False)
    conversation: Conversation = field(init=False)
    queue: JobQueue = field(init=False)
    where: str = ""

    def meet(self, *people: Json, groups: tuple[Json, ...] = ()) -> None:
        for person in people:
            chat = {"id": person["id"], "type": "private", "first_name": person["first_name"]}
            self.telegram.chats[person["id"]] = chat
        for group in groups:
            self.telegram.chats[group["id"]] = group

    def message(
        self, who: Json, chat: Json | None = None, *, topic: int | None = None, reply_to: Json | None = None
    ) -> Json:
        place = self.telegram.chats[chat["id"] if chat else who["id"]]
        message: Json = {
            "message_id": self.telegram.next_message_id(),
            "date": int(time.time()),
            "chat": {name: part for name, part in place.items() if name not in ("topics", "moved_to")},
            "from": who,
        }
        if topic is not None:
            message |= {"message_thread_id": topic, "is_topic_message": True}
        if reply_to is not None:
            message["reply_to_message"] = {name: part for name, part in reply_to.items() if name != "reply_to_message"}
        return message

    async def text(self, who: Json, words: str, chat: Json | None = None, **where: Any) -> Json:
        message = {**self.message(who, chat, **where), "text": words, **_entities("entities", words)}
        await self.telegram.bring("message", message)
        return message

    def with_photo(
        self, who: Json, words: str = "", chat: Json | None = None, content: bytes | None = None, **where: Any
    ) -> Json:
        message = self.message(who, chat, **where)
        large = self.file(content or picture())
        small = {"file_id": "small", "file_unique_id": "small", "width": 9, "height": 9, "file_size": 100}
        message["photo"] = [small, {**large, "width": 640, "height": 640}]
        if words:
            message |= {"caption": words, **_entities("caption_entities", words)}
        return message

    async def photo(self, who: Json, words: str = "", chat: Json | None = None, **what: Any) -> Json:
        message = self.with_photo(who, words, chat, **what)
        await self.telegram.bring("message", message)
        return message

    async def document(self, who: Json, content: bytes, name: str, mime: str, words: str = "") -> Json:
        message = {**self.message(who), "document": {**self.file(content), "file_name": name, "mime_type": mime}}
        if words:
            message["caption"] = words
        await self.telegram.bring("message", message)
        return message

    def file(self, content: bytes) -> Json:
        name = f"photos/{len(self.telegram.files)}"
        self.telegram.files[name] = content
        return {"file_id": name, "file_unique_id": f"unique-{name}", "file_size": len(content)}

    async def press(self, who: Json, message: Json, label: str) -> str:
        """Press the button with that label; returns the query's id."""
        buttons = [button for row in message["reply_markup"]["inline_keyboard"] for button in row]
        return await self.press_data(
            who, message, next(one["callback_data"] for one in buttons if one["text"] == label)
        )

    async def press_data(self, who: Json, message: Json, data: str) -> str:
        query = f"query{self.telegram.next_message_id()}"
        self.telegram.queries.add(query)
        content = {"id": query, "from": who, "chat_instance": "1", "message": message, "data": data}
        await self.telegram.bring("callback_query", content)
        return query

    async def clip(self, count: int = 1) -> Call:
        return await self.telegram.next("sendVideo", count)

    async def settled(self) -> None:
        """Wait until all that was brought is answered, and a little longer for what nobody expects."""
        await asyncio.sleep(0.5)


def _entities(name: str, words: str) -> Json:
    """Return what Telegram marks in a text: a command at its start, and names."""
    marked = []
    if command := re.match(r"/\w+(@\w+)?", words):
        marked.append({"type": "bot_command", "offset": 0, "length": command.end()})
    for called in re.finditer(r"(?<!\w)@\w+", words):
        offset = len(words[: called.start()].encode("utf-16-le")) // 2
        marked.append({"type": "mention", "offset": offset, "length": len(called.group())})
    return {name: marked} if marked else {}


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
