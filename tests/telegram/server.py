"""A Bot API server on loopback: strict with the bot, and as unreliable as a test wants it to be."""

import asyncio
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from aiohttp import BodyPartReader, web

from tests.telegram.rules import METHODS, BrokenRuleError, Upload, Value, checked

TOKEN = "4242:AAtheRightToken_of-the-bot"  # noqa: S105 - of no real bot
ME = {"id": 4242, "is_bot": True, "first_name": "Reverie", "username": "ReverieBot"}
WAIT_S = 20.0
PRIVATE_PACE_S = 1.0
GROUP_PACE_S = 3.0


class Reset(Enum):
    """A connection that breaks."""

    BEFORE = "before the request is looked at"
    AFTER = "after it was carried out"


@dataclass(frozen=True)
class RefusalError(Exception):
    """An answer that says no."""

    code: int
    description: str
    parameters: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Page:
    """An answer that is none of the Bot API, such as a proxy's."""

    code: int = 502


Fault = Reset | RefusalError | Page


@dataclass
class Call:
    """A request that was carried out."""

    method: str
    asked: dict[str, Any]
    result: Any
    at_s: float


@dataclass
class FakeTelegram:
    """Chats, messages, files and updates."""

    calls: list[Call] = field(default_factory=list)
    begun: list[str] = field(default_factory=list)
    """The methods that were asked for, also where nothing came of it."""
    broken_rules: list[str] = field(default_factory=list)
    faults: dict[str, list[Fault]] = field(default_factory=lambda: defaultdict(list))
    """By method, what happens to its next requests; they are used up one by one."""
    chats: dict[int, dict[str, Any]] = field(default_factory=dict)
    messages: dict[tuple[int, int], dict[str, Any]] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    lost_files: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    """How often the download of a file is answered with 404."""
    delay_s: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    """By method, how long the server thinks."""
    administrators: set[tuple[int, int]] = field(default_factory=set)
    blocked: set[int] = field(default_factory=set)
    queries: set[str] = field(default_factory=set)
    webhook: dict[str, Any] = field(default_factory=dict)
    root: str = ""
    _updates: list[dict[str, Any]] = field(default_factory=list)
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    _polls: int = 0
    _last_message: int = 100
    _last_update: int = 7000

    # What a test does and asks.

    async def bring(self, kind: str, content: dict[str, Any], *, update_id: int | None = None) -> dict[str, Any]:
        """Let something happen; with the `update_id` of before it is brought once more."""
        if update_id is None:
            self._last_update += 1
        update = {"update_id": update_id or self._last_update, kind: content}
        if kind == "message":
            self.messages[content["chat"]["id"], content["message_id"]] = content
        async with self._changed:
            self._updates.append(update)
            self._updates.sort(key=lambda one: int(one["update_id"]))
            self._changed.notify_all()
        return update

    def next_message_id(self) -> int:
        self._last_message += 1
        return self._last_message

    def done(self, method: str) -> list[Call]:
        """Return the requests of one kind that were carried out."""
        return [call for call in self.calls if call.method == method]

    async def until(self, is_so: Callable[[], object]) -> None:
        """Wait until something is so."""
        async with asyncio.timeout(WAIT_S), self._changed:
            await self._changed.wait_for(is_so)

    async def next(self, method: str, count: int = 1) -> Call:
        """Return the newest request of a kind once there are `count` of them."""
        await self.until(lambda: len(self.done(method)) >= count)
        return self.done(method)[-1]

    async def watched(self) -> AsyncIterator[Call]:
        """Yield every request that is carried out, as long as anybody asks."""
        seen = 0
        while True:
            async with self._changed:
                await self._changed.wait_for(lambda: len(self.calls) > seen)  # noqa: B023 - it is waited for at once
            while seen < len(self.calls):
                yield self.calls[seen]
                seen += 1

    async def said(self, words: str) -> Call:
        """Return the message that has these words in it, once it is there."""

        def found() -> list[Call]:
            sent = self.done("sendMessage") + self.done("editMessageText")
            return [call for call in sent if words in call.asked["text"]]

        await self.until(found)
        return found()[-1]

    def check(self) -> None:
        """Hold the bot to the rules, its pace among them."""
        assert self.broken_rules == [], self.broken_rules
        last: dict[tuple[int, int], float] = {}
        for call in self.calls:
            if call.method not in ("sendMessage", "editMessageText"):
                continue
            chat = call.asked["chat_id"]
            message = (chat, call.result["message_id"])
            pace_s = PRIVATE_PACE_S if chat > 0 else GROUP_PACE_S
            if call.method == "editMessageText":
                assert call.at_s - last[message] >= pace_s, "a message is edited too fast"
            last[message] = call.at_s

    # The server.

    @asynccontextmanager
    async def running(self) -> AsyncIterator["FakeTelegram"]:
        app = web.Application(client_max_size=60_000_000)
        app.router.add_route("*", "/bot{token}/{method}", self._answer)
        app.router.add_get("/file/bot{token}/{path:.+}", self._send_file)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", int(self.root.rpartition(":")[2]) if self.root else 0)
        await site.start()
        self.root = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            yield self
        finally:
            await runner.cleanup()

    async def _send_file(self, request: web.Request) -> web.Response:
        path = request.match_info["path"]
        if request.match_info["token"] != TOKEN or path not in self.files:
            return _no(RefusalError(404, "Not Found"))
        if self.lost_files[path] > 0:
            self.lost_files[path] -= 1
            return _no(RefusalError(404, "Not Found"))
        return web.Response(body=self.files[path])

    async def _answer(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        fault = self.faults[method].pop(0) if self.faults[method] else None
        try:
            result = await self._result(request, method, fault)
        except BrokenRuleError as rule:
            self.broken_rules.append(f"{method}: {rule}")
            return _no(RefusalError(400, f"Bad Request: {rule}"))
        except RefusalError as refusal:
            return _no(refusal)
        except ConnectionResetError:  # the bot was killed while it asked
            return web.Response()
        if isinstance(fault, Reset) and request.transport is not None:
            request.transport.abort()
        if isinstance(fault, Page):
            return web.Response(status=fault.code, text="<html>Bad Gateway</html>", content_type="text/html")
        return web.json_response({"ok": True, "result": result})

    async def _result(self, request: web.Request, method: str, fault: Fault | None) -> Any:
        """Carry a request out, unless something happens to it before."""
        if request.match_info["token"] != TOKEN:
            raise RefusalError(401, "Unauthorized")
        if method not in METHODS:
            raise BrokenRuleError("there is no such method")
        given = await _given(request)
        async with self._changed:
            self.begun.append(method)
            self._changed.notify_all()
        await asyncio.sleep(self.delay_s[method])
        if isinstance(fault, RefusalError):
            raise fault
        if fault is Reset.BEFORE or isinstance(fault, Page):
            return None
        asked = await asyncio.to_thread(checked, method, given)  # it may decode a film
        result = await self._carry_out(method, asked)
        async with self._changed:
            self.calls.append(Call(method, asked, result, time.monotonic()))
            self._changed.notify_all()
        return result

    async def _carry_out(self, method: str, asked: dict[str, Any]) -> Any:
        if "chat_id" in asked:
            self._require_chat(asked["chat_id"])
        special = _SPECIAL.get(method)
        if special is not None:
            answer = special(self, asked)
            return await answer if asyncio.iscoroutine(answer) else answer
        if method.startswith("send") and method != "sendChatAction":
            return self._message_of_bot(method, asked)
        return True

    def _require_chat(self, chat: int) -> None:
        if chat in self.blocked:
            raise RefusalError(403, "Forbidden: bot was blocked by the user")
        if chat not in self.chats:
            raise RefusalError(400, "Bad Request: chat not found")
        if now := self.chats[chat].get("moved_to"):
            description = "Bad Request: group chat was upgraded to a supergroup chat"
            raise RefusalError(400, description, {"migrate_to_chat_id": now})

    def _message_of_bot(self, method: str, asked: dict[str, Any]) -> dict[str, Any]:
        chat = self.chats[asked["chat_id"]]
        topic = asked.get("message_thread_id")
        if topic is not None and topic not in chat.get("topics", ()):
            raise RefusalError(400, "Bad Request: message thread not found")
        former = None
        if wish := asked.get("reply_parameters"):
            former = self.messages.get((chat["id"], wish["message_id"]))
            if former is None and not wish.get("allow_sending_without_reply"):
                raise RefusalError(400, "Bad Request: message to be replied not found")
        message = {
            "message_id": self.next_message_id(),
            "date": int(time.time()),
            "chat": {name: value for name, value in chat.items() if name not in ("topics", "moved_to")},
            "from": ME,
        }
        if topic is not None:
            message |= {"message_thread_id": topic, "is_topic_message": True}
        if former is not None:
            message["reply_to_message"] = {name: part for name, part in former.items() if name != "reply_to_message"}
        message |= _shown(method, asked)
        self.messages[chat["id"], message["message_id"]] = message
        return message

    def _get_me(self, _asked: dict[str, Any]) -> Any:
        return {**ME, "can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False}

    async def _get_updates(self, asked: dict[str, Any]) -> Any:
        if self.webhook:
            raise RefusalError(409, "Conflict: can't use getUpdates method while webhook is active")
        self._polls += 1
        mine = self._polls
        if "offset" in asked:
            self._updates = [update for update in self._updates if update["update_id"] >= asked["offset"]]
        async with self._changed:
            self._changed.notify_all()
            try:
                async with asyncio.timeout(asked.get("timeout", 0)):
                    await self._changed.wait_for(lambda: self._updates or self._polls > mine)
            except TimeoutError:
                return []
        if self._polls > mine:
            raise RefusalError(409, "Conflict: terminated by other getUpdates request")
        return self._updates[: asked.get("limit", 100)]

    def _set_webhook(self, asked: dict[str, Any]) -> bool:
        self.webhook = asked if asked["url"] else {}
        return True

    def _delete_webhook(self, _asked: dict[str, Any]) -> bool:
        self.webhook = {}
        return True

    def _get_file(self, asked: dict[str, Any]) -> Any:
        path = asked["file_id"]
        if path not in self.files:
            raise RefusalError(400, "Bad Request: invalid file_id")
        if len(self.files[path]) > 20_000_000:
            raise RefusalError(400, "Bad Request: file is too big")
        unique = f"unique-{path}"
        return {"file_id": path, "file_unique_id": unique, "file_size": len(self.files[path]), "file_path": path}

    def _get_chat_member(self, asked: dict[str, Any]) -> Any:
        person = {"id": asked["user_id"], "is_bot": False, "first_name": "Somebody"}
        if (asked["chat_id"], asked["user_id"]) in self.administrators:
            return {"status": "creator", "user": person, "is_anonymous": False}
        return {"status": "member", "user": person}

    def _set_message_reaction(self, asked: dict[str, Any]) -> bool:
        if (asked["chat_id"], asked["message_id"]) not in self.messages:
            raise RefusalError(400, "Bad Request: message to react not found")
        return True

    def _answer_callback_query(self, asked: dict[str, Any]) -> bool:
        if asked["callback_query_id"] not in self.queries:
            raise RefusalError(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        self.queries.discard(asked["callback_query_id"])
        return True

    def _edit_message_text(self, asked: dict[str, Any]) -> Any:
        message = self.messages.get((asked["chat_id"], asked["message_id"]))
        if message is None:
            raise RefusalError(400, "Bad Request: message to edit not found")
        if message["from"] != ME or "text" not in message:
            raise RefusalError(400, "Bad Request: message can't be edited")
        shown = _shown("sendMessage", asked)
        if (shown["text"], shown.get("reply_markup")) == (message["text"], message.get("reply_markup")):
            raise BrokenRuleError("message is not modified")
        message.pop("reply_markup", None)
        message.pop("entities", None)
        message.update(shown)
        return message

    def _delete_message(self, asked: dict[str, Any]) -> bool:
        if self.messages.pop((asked["chat_id"], asked["message_id"]), None) is None:
            raise RefusalError(400, "Bad Request: message to delete not found")
        return True


_SPECIAL: dict[str, Callable[[FakeTelegram, dict[str, Any]], Any]] = {
    "getMe": FakeTelegram._get_me,
    "getUpdates": FakeTelegram._get_updates,
    "setWebhook": FakeTelegram._set_webhook,
    "deleteWebhook": FakeTelegram._delete_webhook,
    "getFile": FakeTelegram._get_file,
    "getChatMember": FakeTelegram._get_chat_member,
    "setMessageReaction": FakeTelegram._set_message_reaction,
    "answerCallbackQuery": FakeTelegram._answer_callback_query,
    "editMessageText": FakeTelegram._edit_message_text,
    "deleteMessage": FakeTelegram._delete_message,
}
"""What more than a yes, or another message, is the answer to."""


def _shown(method: str, asked: dict[str, Any]) -> dict[str, Any]:
    """Return what a message of the bot has in it."""
    kept = {
        name: asked[name]
        for name in ("text", "entities", "caption", "caption_entities", "reply_markup")
        if name in asked
    }
    file = {"file_id": "sent", "file_unique_id": "sent"}
    size = {"width": asked.get("width", 1), "height": asked.get("height", 1), "duration": asked.get("duration", 1)}
    match method:
        case "sendVideo":
            kept["video"] = {**file, **size}
        case "sendAnimation":
            kept["animation"] = {**file, **size}
            kept["document"] = file
        case "sendVideoNote":
            kept["video_note"] = {**file, "length": asked.get("length", 1), "duration": asked.get("duration", 1)}
        case "sendSticker":
            kinds = {"type": "regular", "is_animated": False, "is_video": True}
            kept["sticker"] = {**file, "width": 512, "height": 512, **kinds}
        case "sendPhoto":
            kept["photo"] = [{**file, "width": 1, "height": 1}]
        case "sendDocument":
            kept["document"] = file
    return kept


def _no(refusal: RefusalError) -> web.Response:
    body: dict[str, Any] = {"ok": False, "error_code": refusal.code, "description": refusal.description}
    if refusal.parameters:
        body["parameters"] = refusal.parameters
    return web.json_response(body, status=refusal.code)


async def _given(request: web.Request) -> dict[str, Value]:
    """Return the parameters of a request."""
    if request.content_type != "multipart/form-data":
        return {name: str(value) for name, value in (await request.post()).items()}
    given: dict[str, Value] = {}
    attached: dict[str, Upload] = {}
    reader = await request.multipart()
    while (part := await reader.next()) is not None:
        assert isinstance(part, BodyPartReader) and part.name is not None
        content = await part.read()
        if part.filename is None:
            given[part.name] = content.decode()
        else:
            attached[part.name] = Upload(part.filename, bytes(content))
    for name, value in given.items():
        if isinstance(value, str) and value.startswith("attach://"):
            given[name] = attached.pop(value.removeprefix("attach://"))
    return {**given, **attached}
