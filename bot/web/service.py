"""`WebService`: the web chat as one of the front ends, on its address."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from bot.conversation import Conversation, Place
from bot.conversation.actions import Action, Say
from bot.database import Database
from bot.settings import Settings, SettingsError
from bot.web.access import is_local
from bot.web.front_end import NAME, WebFrontEnd
from bot.web.server import WebChat
from bot.web.transcript import Transcript
from engine.jobs import JobQueue

_GOODBYE_S = 2.0


class WebService:
    """Serves the page; raises `SettingsError` for an address that cannot be used."""

    name = NAME

    def __init__(self, settings: Settings, database: Database, queue: JobQueue) -> None:
        self._token = settings.web_token.get_secret_value() if settings.web_token else None
        if self._token is None and not is_local(settings.web_host):
            raise SettingsError(
                f"REVERIE_WEB_HOST={settings.web_host} opens the web chat to others: set REVERIE_WEB_TOKEN as well."
            )
        self._settings = settings
        self._queue = queue
        self._transcript = Transcript(database, settings.keep_hours * 3600)
        self._front_end = WebFrontEnd(self._transcript)

    async def perform(self, place: Place, action: Action) -> str:
        """Show an action in the page."""
        return await self._front_end.perform(place, action)

    async def tell_alone(self, owner: str, text: str) -> None:
        """Show it in somebody's page, where everybody is alone."""
        await self._front_end.perform(Place(owner, owner), Say(text))

    @asynccontextmanager
    async def connected(self) -> AsyncIterator[None]:
        """Need nothing: the transcript takes what no window shows."""
        yield

    @asynccontextmanager
    async def listening(self, conversation: Conversation) -> AsyncIterator[str]:
        """Listen on the address, and yield it."""
        chat = WebChat(conversation, self._front_end, self._transcript, self._queue, self._token)
        runner = web.AppRunner(chat.application(), access_log=None, shutdown_timeout=_GOODBYE_S)
        await runner.setup()
        try:
            yield await self._listen(runner)
        finally:
            await runner.cleanup()

    async def _listen(self, runner: web.AppRunner) -> str:
        host, port = self._settings.web_host, self._settings.web_port
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            raise SettingsError(
                f"The web chat cannot use {host}:{port} ({error.strerror}); choose another REVERIE_WEB_PORT."
            ) from error
        host, port = runner.addresses[0][:2]
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
