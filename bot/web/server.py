"""The web chat's application: its routes, and the WebSocket on which a visitor's window lives."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import ClientConnectionResetError, WSMsgType, web

from bot.conversation import (
    AlbumReceived,
    ButtonPressed,
    Conversation,
    Event,
    PhotoReceived,
    Place,
    SoundReceived,
    TextReceived,
    keyboards,
)
from bot.web import access, page_files
from bot.web.front_end import WebFrontEnd
from bot.web.media import Media
from bot.web.transcript import Transcript
from bot.web.uploads import MAX_UPLOAD_BYTES, SentSound, Upload, read_upload
from bot.wording import LANGUAGES
from engine.jobs import JobQueue

_UPLOADS_AT_ONCE = 4
_MESSAGE_BYTES = 16_384
_HEARTBEAT_S = 25.0


class WebChat:
    """The handlers of the web chat."""

    def __init__(
        self,
        conversation: Conversation,
        front_end: WebFrontEnd,
        transcript: Transcript,
        queue: JobQueue,
        token: str | None = None,
    ) -> None:
        self._conversation = conversation
        self._front_end = front_end
        self._transcript = transcript
        self._media = Media(queue)
        self._token = token
        self._uploads = asyncio.Semaphore(_UPLOADS_AT_ONCE)

    def application(self) -> web.Application:
        """Return the application with all its routes."""
        app = web.Application(middlewares=[access.gate(self._token)], client_max_size=MAX_UPLOAD_BYTES)
        app.add_routes(
            [
                web.get("/", self._show_page),
                web.get("/page/{name}", page_files.file),
                web.get("/live", self._live),
                web.post("/photos", self._receive_photos),
                web.post("/language", self._choose_language),
                web.get(r"/photos/{photo:[0-9a-f]{64}}.jpg", self._media.photo),
                web.get(r"/films/{job:[0-9a-f]{16}}.mp4", self._media.film),
                web.get("/enter", self._ask_for_token),
                web.post("/enter", self._enter),
            ]
        )
        app.on_shutdown.append(self._close_windows)
        return app

    async def _show_page(self, request: web.Request) -> web.Response:
        return page_files.page("index", request)

    async def _ask_for_token(self, request: web.Request) -> web.Response:
        return page_files.page("enter", request, fault="")

    async def _enter(self, request: web.Request) -> web.Response:
        told = str((await request.post()).get("token", ""))
        if self._token is None or not access.token_fits(self._token, told):
            response = page_files.page("enter", request, fault=page_files.text(request, "page.token_wrong"))
            response.set_status(403)
            return response
        entered = web.Response(status=303, headers={"Location": "/"})
        access.admit(entered, self._token, secure=request.secure)
        return entered

    async def _receive_photos(self, request: web.Request) -> web.Response:
        async with self._uploads:
            upload = await read_upload(request)
            place = _place(request)
            if upload.sound is not None:
                await self._receive_sound(place, upload, upload.sound)
            if len(upload.photos) > 1:
                await self._conversation.handle(AlbumReceived(place, upload.photos, upload.words))
            elif upload.photos:
                photo = upload.photos[0]
                await self._conversation.handle(PhotoReceived(place, photo.content, upload.words or photo.words))
        return web.Response(status=204)

    async def _receive_sound(self, place: Place, upload: Upload, sound: SentSound) -> None:
        shown = [f"♪ {sound.name}", "" if upload.photos else upload.words]  # words with photos are shown with these
        await self._front_end.show_words(place, "\n".join(shown).strip())
        await self._conversation.handle(
            SoundReceived(
                place,
                sound.content,
                words=upload.words,
                about=upload.about,
                comes_with_photos=bool(upload.photos),
            )
        )

    async def _choose_language(self, request: web.Request) -> web.Response:
        """Take the visitor's choice of a language, or none to follow the browser."""
        code = str((await request.post()).get("language", ""))
        if code and code not in LANGUAGES:
            raise web.HTTPBadRequest
        await self._conversation.handle(ButtonPressed(_place(request), keyboards.speak(code).data))
        chosen = web.Response(status=204)
        access.remember(chosen, page_files.LANGUAGE_COOKIE, code, secure=request.secure)
        return chosen

    async def _live(self, request: web.Request) -> web.WebSocketResponse:
        access.require_own_page(request)
        place = _place(request)
        window = web.WebSocketResponse(heartbeat=_HEARTBEAT_S, max_msg_size=_MESSAGE_BYTES)
        await window.prepare(request)
        async with self._shown(place.chat, window):
            try:
                await window.send_json({"type": "history", "entries": await self._transcript.entries(place.chat)})
            except ClientConnectionResetError:
                return window  # it left before it had read everything
            async for message in window:
                if message.type is WSMsgType.TEXT:
                    await self._hear(place, message.data)
        return window

    @asynccontextmanager
    async def _shown(self, chat: str, window: web.WebSocketResponse) -> AsyncIterator[None]:
        self._front_end.opened(chat, window)
        try:
            yield
        finally:
            self._front_end.closed(chat, window)

    async def _hear(self, place: Place, data: str) -> None:
        event = _event(place, data)
        if isinstance(event, TextReceived):
            await self._front_end.show_words(place, event.text)
        if event is not None:
            await self._conversation.handle(event)

    async def _close_windows(self, _app: web.Application) -> None:
        await self._front_end.close()


def _place(request: web.Request) -> Place:
    owner = access.owner_of(request)
    return Place(owner, owner, page_files.language_of(request))


def _event(place: Place, data: str) -> Event | None:
    """Return what a window's message says, nothing for what the page never sends."""
    try:
        message: Any = json.loads(data)
    except (ValueError, RecursionError):
        return None
    match message:
        case {"type": "say", "text": str(text), "about": str(about)} if text.strip():
            return TextReceived(place, text.strip(), about)
        case {"type": "press", "data": str(pressed)}:
            return ButtonPressed(place, pressed)
        case _:
            return None
