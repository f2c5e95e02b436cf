"""The webhook: Telegram brings what is new to an address of ours."""

import asyncio
import hmac
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import chain, repeat
from urllib.parse import urlsplit

from aiohttp import web
from telegram import Bot
from telegram.error import TelegramError

from bot.front_ends import FrontEndError
from bot.telegram.inbox import Take
from bot.telegram.polling import NEWS
from engine.errors import StoreError

DEFAULT_PORT = 8443
_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
_MAX_BODY_BYTES = 1_000_000
_GOODBYE_S = 2.0
_PAUSES_S = (1.0, 5.0, 30.0, 300.0)
_LOG = logging.getLogger(__name__)


class Webhook:
    """Takes what comes to the path of `url` with the secret in its header."""

    def __init__(self, url: str, secret: str, take: Take) -> None:
        self._url = url
        self._secret = secret
        self._take = take

    @asynccontextmanager
    async def open(self, host: str, port: int | None) -> AsyncIterator[None]:
        """Listen; raises `FrontEndError` where the address cannot be used."""
        parts = urlsplit(self._url)
        app = web.Application(client_max_size=_MAX_BODY_BYTES)
        app.router.add_post(parts.path or "/", self._receive)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=_GOODBYE_S)
        await runner.setup()
        try:
            try:
                await web.TCPSite(runner, host, parts.port or DEFAULT_PORT if port is None else port).start()
            except OSError as error:
                raise FrontEndError(
                    f"Telegram's webhook cannot use {host} ({error.strerror}); choose another TELEGRAM_WEBHOOK_PORT."
                ) from error
            yield
        finally:
            await runner.cleanup()

    async def announce(self, bot: Bot) -> None:
        """Tell Telegram the address, again until it listens."""
        for pause_s in chain(_PAUSES_S, repeat(_PAUSES_S[-1])):
            try:
                await bot.set_webhook(self._url, allowed_updates=NEWS, secret_token=self._secret)
            except TelegramError as error:
                _LOG.error("Telegram does not take TELEGRAM_WEBHOOK_URL: %s. I go on trying.", error)
                await asyncio.sleep(pause_s)
            else:
                return

    async def _receive(self, request: web.Request) -> web.Response:
        if not hmac.compare_digest(request.headers.get(_SECRET_HEADER, "").encode(), self._secret.encode()):
            raise web.HTTPForbidden
        try:
            update = await request.json()
        except (ValueError, RecursionError) as error:
            raise web.HTTPBadRequest from error
        if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
            raise web.HTTPBadRequest
        try:
            await self._take(update)
        except StoreError as error:  # Telegram brings it again
            _LOG.error("%s", error)
            raise web.HTTPServiceUnavailable from error
        return web.Response()
