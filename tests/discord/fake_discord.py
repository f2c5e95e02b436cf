"""A strict Discord on loopback: REST, files and the gateway, with its limits and its faults.

Whatever a client does that Discord would refuse is refused as Discord does it, and noted in `violations`.
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import BodyPartReader, web
from aiohttp.typedefs import Handler

from tests.discord import payloads, rules
from tests.discord.fake_gateway import FakeGateway

TOKEN = "MTAwMQ.strict.fake-token"  # noqa: S105
FIRST_ANSWER_S = 3.0
FILE_LIMIT = 10 * 1024 * 1024
FOLLOW_UPS_OF_USER_INSTALLED = 5
WAIT_S = 15.0
_TYPES_FOR = {2: (4, 5, 9), 3: (4, 5, 6, 7, 9), 4: (8,), 5: (4, 5, 6, 7)}
"""By kind of interaction: how it may be answered first."""


class RefusalError(Exception):
    """An error of the API."""

    def __init__(self, status: int, code: int, told: str) -> None:
        super().__init__(told)
        self.status, self.code = status, code


@dataclass
class Asked:
    """An interaction that a person began, and what became of it."""

    id: str
    token: str
    kind: int
    channel: int
    user_installed: bool
    limit: int
    asked_at: float
    message: str | None
    """The message with the button."""
    answer: dict[str, Any] | None = None
    original: str | None = None
    follow_ups: int = 0
    is_expired: bool = False


@dataclass
class Fault:
    """Something that goes wrong with the next `times` requests of a kind."""

    method: str
    path: str
    kind: str
    """429, 429-bare (without what discord.py waits for), 500, taken (another process has answered),
    reset (nothing was done), reset-after (it was)."""
    times: int = 1


@dataclass
class Upload:
    """A file that the bot sent."""

    name: str
    content: bytes


@dataclass
class FakeDiscord:
    """Its state, for tests to look at and to change."""

    root: str = ""
    violations: list[str] = field(default_factory=list)
    commands: list[dict[str, Any]] = field(default_factory=list)
    published: int = 0
    messages: dict[str, dict[str, Any]] = field(default_factory=dict)
    """By id, in all channels."""
    history: list[tuple[str, str, str]] = field(default_factory=list)
    """What was done to messages: "new", "edit" or "delete", the message, its content."""
    asked: dict[str, Asked] = field(default_factory=dict)
    """By token."""
    files: dict[str, bytes] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)
    closed_channels: set[int] = field(default_factory=set)
    """Channels in which the bot may not write."""
    direct: dict[int, int] = field(default_factory=dict)
    """The channel of direct messages, by person."""
    faults: list[Fault] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.gateway = FakeGateway(TOKEN, self.violations)

    # what tests do and look at

    async def until(self, true: Callable[[], Any]) -> Any:
        """Wait until something is true of what the bot has done, and return it."""
        async with asyncio.timeout(WAIT_S):
            while not (found := true()):
                self._changed.clear()
                await self._changed.wait()
        return found

    async def watched(self) -> AsyncIterator[dict[str, Any]]:
        """Yield each message that the bot makes or changes, as long as anybody asks."""
        seen = 0
        while True:
            while seen < len(self.history):
                _, name, _ = self.history[seen]
                seen += 1
                if name in self.messages:
                    yield self.messages[name]
            self._changed.clear()
            await self._changed.wait()

    def in_channel(self, channel: int) -> list[dict[str, Any]]:
        return [message for message in self.messages.values() if message["channel_id"] == str(channel)]

    def film_of(self, message: dict[str, Any]) -> bytes:
        """The only file of a message."""
        (attachment,) = message["attachments"]
        return self.uploads[attachment["id"]].content

    def put_file(self, name: str, content: bytes, kind: str = "image/jpeg") -> dict[str, Any]:
        """A file that a person attaches."""
        number = payloads.new_id()
        path = f"/cdn/attachments/{payloads.GUILD_CHANNEL}/{number}/{name}"
        self.files[path] = content
        url = f"{self.root}{path}?ex=1&is=2&hm=3"
        return {
            "id": number,
            "filename": name,
            "size": len(content),
            "url": url,
            "proxy_url": url,
            "content_type": kind,
            "width": 64,
            "height": 64,
            "ephemeral": True,
        }

    # the server

    @asynccontextmanager
    async def running(self) -> AsyncIterator["FakeDiscord"]:
        app = web.Application(middlewares=[self._guard], client_max_size=64 * 1024 * 1024)
        api = "/api/v10"
        webhook = f"{api}/webhooks/{payloads.APPLICATION}/{{token}}"
        app.add_routes(
            [
                web.get(f"{api}/users/@me", self._me),
                web.get(f"{api}/oauth2/applications/@me", self._application),
                web.get(f"{api}/gateway/bot", self._gateway_address),
                web.get(f"{api}/applications/{payloads.APPLICATION}/commands", self._commands),
                web.put(f"{api}/applications/{payloads.APPLICATION}/commands", self._publish),
                web.post(f"{api}/interactions/{{id}}/{{token}}/callback", self._callback),
                web.post(webhook, self._follow_up),
                web.route("*", f"{webhook}/messages/{{message}}", self._webhook_message),
                web.post(f"{api}/users/@me/channels", self._open_direct),
                web.post(f"{api}/channels/{{channel}}/messages", self._new_message),
                web.route("*", f"{api}/channels/{{channel}}/messages/{{message}}", self._channel_message),
                web.get("/cdn/{path:.+}", self._file),
                web.get("/gateway", self.gateway.serve),
            ]
        )
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        host, port = runner.addresses[0][:2]
        self.root = f"http://{host}:{port}"
        self.gateway.address = f"ws://{host}:{port}/gateway"
        try:
            yield self
        finally:
            await self.gateway.drop()
            await runner.cleanup()

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        self.requests.append(f"{request.method} {request.path}")
        fault = next(
            (one for one in self.faults if one.times and one.method == request.method and one.path in request.path),
            None,
        )
        try:
            if fault is not None:
                fault.times -= 1
                return await self._fail(fault, request, handler)
            return await self._serve(request, handler)
        finally:
            self._changed.set()

    async def _serve(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        needs_token = not any(part in request.path for part in ("/interactions/", "/webhooks/", "/cdn/", "/gateway"))
        needs_token = needs_token or request.path.endswith("/gateway/bot")
        try:
            if needs_token and request.headers.get("Authorization") != f"Bot {TOKEN}":
                raise RefusalError(401, 0, "401: Unauthorized")
            if "/cdn/" in request.path and "Authorization" in request.headers:
                self.violations.append("the token was shown to the file server")
            return await handler(request)
        except rules.InvalidFormError as error:
            self.violations.append(f"{request.method} {request.path}: {error}")
            return _error(400, 50035, f"Invalid Form Body: {error}")
        except RefusalError as error:
            return _error(error.status, error.code, str(error))

    async def _fail(self, fault: Fault, request: web.Request, handler: Handler) -> web.StreamResponse:
        if fault.kind != "reset-after":
            await request.read()
        if fault.kind.startswith("429"):
            headers = {"Retry-After": "0.05", "X-RateLimit-Scope": "user"}
            if fault.kind == "429":
                headers["Via"] = "1.1 google"
            told = {"message": "You are being rate limited.", "retry_after": 0.05, "global": False}
            return _json(told, status=429, headers=headers)
        if fault.kind == "taken":
            return _error(400, 40060, "Interaction has already been acknowledged.")
        if fault.kind == "500":
            return web.Response(status=500, text="internal error")
        if fault.kind == "reset-after":
            await self._serve(request, handler)
        if request.transport is not None:
            request.transport.abort()
        return web.Response()  # nobody reads it

    # who the bot is, and its commands

    async def _me(self, _request: web.Request) -> web.Response:
        return _json(payloads.BOT)

    async def _application(self, _request: web.Request) -> web.Response:
        return _json(payloads.application())

    async def _gateway_address(self, _request: web.Request) -> web.Response:
        limit = {"total": 1000, "remaining": 999, "reset_after": 1000, "max_concurrency": 1}
        return _json({"url": self.gateway.address, "shards": 1, "session_start_limit": limit})

    async def _commands(self, _request: web.Request) -> web.Response:
        return _json(self.commands)

    async def _publish(self, request: web.Request) -> web.Response:
        commands = await request.json()
        rules.check(rules.COMMANDS, commands)
        if len({(one["name"], one.get("type", 1)) for one in commands}) < len(commands):
            raise rules.InvalidFormError("two commands of one name")
        more = {"application_id": str(payloads.APPLICATION), "default_member_permissions": None, "version": "1"}
        self.commands = [{"type": 1, "description": "", **one, "id": payloads.new_id(), **more} for one in commands]
        self.published += 1
        return _json(self.commands)

    # interactions

    async def _callback(self, request: web.Request) -> web.Response:
        asked = self.asked.get(request.match_info["token"])
        if asked is None or asked.id != request.match_info["id"]:
            raise RefusalError(404, 10062, "Unknown interaction")
        if time.monotonic() - asked.asked_at > FIRST_ANSWER_S:
            self.violations.append("an interaction was answered after more than three seconds")
            raise RefusalError(404, 10062, "Unknown interaction")
        if asked.answer is not None:
            raise RefusalError(400, 40060, "Interaction has already been acknowledged.")
        answer, files = await _read(request)
        rules.check(rules.callback, answer)
        if answer["type"] not in _TYPES_FOR[asked.kind]:
            raise rules.InvalidFormError(f"type {answer['type']} answers no interaction of type {asked.kind}")
        data = answer.get("data") or {}
        told: dict[str, Any] = {"interaction": {"id": asked.id, "type": asked.kind}}
        if answer["type"] in (4, 5):
            if answer["type"] == 4:
                self._check_files(data, files, asked.limit, is_new=True)
            message = self._add(asked.channel, data, files, interaction=asked)
            asked.original = message["id"]
            told["interaction"] |= {
                "response_message_id": message["id"],
                "response_message_loading": answer["type"] == 5,
            }
        elif answer["type"] in (6, 7):
            asked.original = asked.message
        asked.answer = answer
        if request.query.get("with_response") != "1":
            return web.Response(status=204)
        return _json(told)

    def _asked(self, request: web.Request) -> Asked:
        asked = self.asked.get(request.match_info["token"])
        if asked is None:
            raise RefusalError(404, 10015, "Unknown Webhook")
        if asked.is_expired:
            raise RefusalError(401, 50027, "Invalid Webhook Token")
        if asked.answer is None:
            self.violations.append("a message before the first answer")
            raise RefusalError(404, 10015, "Unknown Webhook")
        return asked

    async def _follow_up(self, request: web.Request) -> web.Response:
        asked = self._asked(request)
        asked.follow_ups += 1
        if asked.user_installed and asked.follow_ups > FOLLOW_UPS_OF_USER_INSTALLED:
            raise RefusalError(400, 40094, "Follow up messages limit reached")
        data, files = await _read(request)
        rules.check(rules.FOLLOW_UP, data)
        self._check_files(data, files, asked.limit, is_new=True)
        return _json(self._add(asked.channel, data, files, interaction=asked))

    async def _webhook_message(self, request: web.Request) -> web.Response:
        asked = self._asked(request)
        name = request.match_info["message"]
        return await self._message(request, asked.original if name == "@original" else name, asked.limit)

    # channels

    async def _open_direct(self, request: web.Request) -> web.Response:
        person = int((await request.json())["recipient_id"])
        channel = self.direct.setdefault(person, 900_000 + person)
        return _json(payloads.channel(channel, payloads.user(person, f"person{person}")))

    async def _new_message(self, request: web.Request) -> web.Response:
        channel = int(request.match_info["channel"])
        if channel in self.closed_channels:
            raise RefusalError(403, 50001, "Missing Access")
        data, files = await _read(request)
        rules.check(rules.NEW_MESSAGE, data)
        if nonce := data.get("nonce"):
            for known in self.in_channel(channel):
                if known.get("nonce") == nonce and data.get("enforce_nonce"):
                    return _json(known)
        self._check_files(data, files, FILE_LIMIT, is_new=True)
        return _json(self._add(channel, data, files))

    async def _channel_message(self, request: web.Request) -> web.Response:
        if int(request.match_info["channel"]) in self.closed_channels:
            raise RefusalError(403, 50001, "Missing Access")
        return await self._message(request, request.match_info["message"], FILE_LIMIT)

    async def _message(self, request: web.Request, name: str | None, limit: int) -> web.Response:
        """Look at a message, change it or delete it."""
        message = self.messages.get(name or "")
        if message is None:
            raise RefusalError(404, 10008, "Unknown Message")
        if request.method == "GET":
            return _json(message)
        if message["author"] != payloads.BOT:
            raise RefusalError(403, 50005, "Cannot edit a message authored by another user")
        if request.method == "DELETE":
            del self.messages[message["id"]]
            self.history.append(("delete", message["id"], ""))
            return web.Response(status=204)
        data, files = await _read(request)
        rules.check(rules.EDIT, data)
        self._check_files(data, files, limit, is_new=False)
        message |= {name: data[name] for name in ("content", "components") if name in data}
        if "attachments" in data:
            message["attachments"] = self._keep(data, files)
        message["flags"] &= ~128  # no longer loading
        message["edited_timestamp"] = payloads.now()
        self.history.append(("edit", message["id"], message["content"]))
        return _json(message)

    def _check_files(self, data: dict[str, Any], files: dict[int, Upload], limit: int, *, is_new: bool) -> None:
        if any(len(upload.content) > limit for upload in files.values()):
            raise RefusalError(413, 40005, "Request entity too large")
        if {int(one["id"]) for one in data.get("attachments") or []} != set(files):
            raise rules.InvalidFormError("the attachments are not the files that were sent")
        if any(not upload.content or not upload.name for upload in files.values()):
            raise rules.InvalidFormError("an empty file")
        if is_new and not data.get("content") and not files:
            raise RefusalError(400, 50006, "Cannot send an empty message")

    def _keep(self, data: dict[str, Any], files: dict[int, Upload]) -> list[dict[str, Any]]:
        kept = []
        for one in data.get("attachments") or []:
            upload = files[int(one["id"])]
            number = payloads.new_id()
            self.uploads[number] = upload
            url = f"{self.root}/cdn/attachments/1/{number}/{upload.name}"
            kept.append(
                {
                    "id": number,
                    "filename": upload.name,
                    "description": one.get("description"),
                    "size": len(upload.content),
                    "url": url,
                    "proxy_url": url,
                }
            )
        return kept

    def _add(
        self, channel: int, data: dict[str, Any], files: dict[int, Upload], interaction: Asked | None = None
    ) -> dict[str, Any]:
        message = payloads.message(
            channel,
            payloads.BOT,
            content=data.get("content") or "",
            components=data.get("components") or [],
            attachments=self._keep(data, files),
            flags=data.get("flags") or 0,
            nonce=data.get("nonce"),
            message_reference=data.get("message_reference"),
            application_id=str(payloads.APPLICATION),
        )
        if interaction is not None:
            message["webhook_id"] = str(payloads.APPLICATION)
        if not message["message_reference"]:
            del message["message_reference"]
        self.messages[message["id"]] = message
        self.history.append(("new", message["id"], message["content"]))
        return message

    async def _file(self, request: web.Request) -> web.Response:
        content = self.files.get(request.path)
        return web.Response(status=404) if content is None else web.Response(body=content)


def _json(payload: Any, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """Return JSON as Discord sends it: without a charset."""
    body = json.dumps(payload).encode()
    return web.Response(body=body, status=status, headers=headers, content_type="application/json")


def _error(status: int, code: int, told: str) -> web.Response:
    return _json({"message": told, "code": code}, status=status)


async def _read(request: web.Request) -> tuple[dict[str, Any], dict[int, Upload]]:
    """Return the JSON of a request, and its files by number."""
    if request.content_type == "application/json":
        return await request.json(), {}
    if request.content_type != "multipart/form-data":
        raise rules.InvalidFormError(f"content type {request.content_type}")
    data: dict[str, Any] | None = None
    files: dict[int, Upload] = {}
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or part.name is None:
            raise rules.InvalidFormError("a part without a name")
        content = bytes(await part.read())
        if part.name == "payload_json":
            data = json.loads(content)
        elif part.name.startswith("files[") and part.name.endswith("]") and part.filename:
            files[int(part.name[6:-1])] = Upload(part.filename, content)
        else:
            raise rules.InvalidFormError(f"a part {part.name!r}")
    if data is None:
        raise rules.InvalidFormError("no payload_json")
    return data, files
