"""The gateway of the strict fake Discord: hello, identify, heartbeats, resume."""

import asyncio
import json
import secrets
import zlib
from typing import Any

from aiohttp import WSMsgType, web

from tests.discord import payloads

HEARTBEAT_MS = 250
PRIVILEGED = 1 << 1 | 1 << 8 | 1 << 15
_FLUSHED = zlib.Z_SYNC_FLUSH


class Line:
    """One connection, compressed as a whole where the client asks for that."""

    def __init__(self, socket: web.WebSocketResponse, *, compressed: bool) -> None:
        self.socket = socket
        self._compressor = zlib.compressobj() if compressed else None

    async def send(self, payload: dict[str, Any]) -> None:
        told = json.dumps(payload)
        if self._compressor is None:
            await self.socket.send_str(told)
        else:
            data = self._compressor.compress(told.encode()) + self._compressor.flush(_FLUSHED)
            await self.socket.send_bytes(data)


class FakeGateway:
    """Events, told in order to the client that is connected, and again to one that resumes."""

    def __init__(self, token: str, violations: list[str]) -> None:
        self.token = token
        self.address = ""
        self.identifies = 0
        self.resumes = 0
        self.heartbeats = 0
        self.ready = asyncio.Event()
        self.refuses_token = False
        self._violations = violations
        self._session = ""
        self._events: list[dict[str, Any]] = []
        self._line: Line | None = None

    async def tell(self, name: str, data: dict[str, Any]) -> None:
        """Send an event, or keep it for whoever resumes."""
        event = {"op": 0, "s": len(self._events) + 1, "t": name, "d": data}
        self._events.append(event)
        if self._line is not None:
            await self._line.send(event)

    async def drop(self) -> None:
        """End the connection as a network does."""
        line, self._line = self._line, None
        self.ready.clear()
        if line is not None:
            await line.socket.close(code=4000)

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        if request.query.get("v") != "10" or request.query.get("encoding") != "json":
            self._violations.append(f"gateway opened with {request.query_string}")
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        line = Line(socket, compressed=request.query.get("compress") == "zlib-stream")
        await line.send({"op": 10, "s": None, "t": None, "d": {"heartbeat_interval": HEARTBEAT_MS}})
        async for received in socket:
            if received.type is WSMsgType.TEXT:
                await self._hear(line, json.loads(received.data))
        return socket

    async def _hear(self, line: Line, payload: dict[str, Any]) -> None:
        match payload["op"]:
            case 1:
                self.heartbeats += 1
                await line.send({"op": 11})
            case 2:
                await self._identify(line, payload["d"])
            case 6:
                await self._resume(line, payload["d"])
            case 3 | 4 | 8:
                pass
            case other:
                self._violations.append(f"gateway op {other}")

    async def _identify(self, line: Line, data: dict[str, Any]) -> None:
        self.identifies += 1
        if data["token"] != self.token or self.refuses_token:
            await line.socket.close(code=4004, message=b"Authentication failed.")
            return
        if data["intents"] & PRIVILEGED:
            await line.socket.close(code=4014, message=b"Disallowed intent(s).")
            return
        self._session = secrets.token_hex(8)
        self._line = line
        ready = {
            "v": 10,
            "user": payloads.BOT,
            "guilds": [{"id": str(payloads.GUILD), "unavailable": True}],
            "session_id": self._session,
            "resume_gateway_url": self.address,
            "application": {"id": str(payloads.APPLICATION), "flags": 0},
        }
        await self.tell("READY", ready)
        await self.tell("GUILD_CREATE", payloads.guild())
        self.ready.set()

    async def _resume(self, line: Line, data: dict[str, Any]) -> None:
        self.resumes += 1
        if data["token"] != self.token or data["session_id"] != self._session:
            await line.send({"op": 9, "d": False})
            return
        self._line = line
        for event in self._events[data["seq"] :]:
            await line.send(event)
        await self.tell("RESUMED", {})
        self.ready.set()
