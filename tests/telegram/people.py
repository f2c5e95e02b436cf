"""People who use the bot on a fake Telegram."""

import io
import re
import time
from dataclasses import dataclass
from functools import cache
from typing import Any

import pillow_heif
from PIL import Image

from tests.telegram.server import FakeTelegram

Json = dict[str, Any]
ANNA = {"id": 42, "is_bot": False, "first_name": "Anna", "language_code": "en"}
BEN = {"id": 43, "is_bot": False, "first_name": "Ben"}
EVA = {"id": 44, "is_bot": False, "first_name": "Eva", "language_code": "de-AT"}
GROUP = {"id": -1001, "type": "supergroup", "title": "Friends"}
FORUM = {"id": -1002, "type": "supergroup", "title": "Club", "is_forum": True, "topics": [7]}
PICTURE_PX = 64


@cache
def picture(shade: int = 128, kind: str = "jpeg") -> bytes:
    """A small photo; the shade makes it another one."""
    file = io.BytesIO()
    pillow_heif.register_heif_opener()
    Image.new("RGB", (PICTURE_PX, PICTURE_PX), (shade, 80, 60)).save(file, kind)
    return file.getvalue()


@dataclass
class People:
    """What happens on Telegram; each method lets somebody do something there."""

    telegram: FakeTelegram

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
        message = {**self.message(who, chat, **where), "text": words, **entities_in("entities", words)}
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
            message |= {"caption": words, **entities_in("caption_entities", words)}
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


def entities_in(name: str, words: str) -> Json:
    """Return what Telegram marks in a text: a command at its start, and names."""
    marked = []
    if command := re.match(r"/\w+(@\w+)?", words):
        marked.append({"type": "bot_command", "offset": 0, "length": command.end()})
    for called in re.finditer(r"(?<!\w)@\w+", words):
        offset = len(words[: called.start()].encode("utf-16-le")) // 2
        marked.append({"type": "mention", "offset": offset, "length": len(called.group())})
    return {name: marked} if marked else {}
