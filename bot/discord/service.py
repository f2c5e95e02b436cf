"""`DiscordService`: Discord as one of the front ends."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import chain, repeat

import aiohttp
import discord

from bot.conversation import Conversation, Place
from bot.conversation.actions import Action
from bot.database import Database
from bot.discord.addresses import Addresses
from bot.discord.client import ReverieClient
from bot.discord.files import FileReader
from bot.discord.front_end import DiscordFrontEnd
from bot.discord.letters import Letters
from bot.discord.listening import Listener
from bot.discord.names import NAME
from bot.discord.outbox import Outbox
from bot.discord.publishing import publish
from bot.discord.sending import UNREACHED
from bot.discord.traces import Traces
from bot.fitted_films import FittedFilms
from bot.front_ends import FrontEndError
from bot.redaction import kept_out_of_logs
from bot.settings import Settings
from bot.signing import Signer
from engine.jobs import JobQueue

_FIRST_LOGIN_S = 10.0
"""How long the other front ends wait for Discord to answer before they start without it."""
_AGAIN_S = (2.0, 5.0, 15.0, 60.0)
_LOG = logging.getLogger(__name__)


class DiscordService:
    """Logs in, and serves for as long as Discord lets it."""

    name = NAME

    def __init__(self, settings: Settings, token: str, database: Database, queue: JobQueue) -> None:
        self._token = token
        self._database = database
        root = settings.discord_api_base_url
        self._addresses = Addresses(None if root is None else str(root))
        self._signer = Signer.kept_in(settings.data_folder)
        self._films = FittedFilms(settings.data_folder / "discord", settings.credentials())
        self._outbox = Outbox(self._signer, self._films)
        self._front_end = DiscordFrontEnd(self._outbox, Traces(database, settings.keep_hours * 3600), queue.photo)

    async def perform(self, place: Place, action: Action) -> str:
        """Show an action in Discord; raises `NotShownError` while that is out of reach."""
        return await self._front_end.perform(place, action)

    async def tell_alone(self, owner: str, text: str) -> None:
        """Write to somebody in a direct chat; raises as `perform` does."""
        await self._front_end.tell_alone(owner, text)

    @asynccontextmanager
    async def connected(self) -> AsyncIterator[None]:
        """Log in; where Discord does not answer, go on trying in the background."""
        self._addresses.use()
        self._films.clear()
        with kept_out_of_logs(self._token):
            self._login = asyncio.create_task(self._log_in())
            try:
                done, _ = await asyncio.wait([self._login], timeout=_FIRST_LOGIN_S)
                for login in done:
                    login.result()
                yield
            finally:
                self._login.cancel()
                await asyncio.wait([self._login])
                await self._front_end.close()
                if not self._login.cancelled() and self._login.exception() is None:
                    await self._login.result().close()

    @asynccontextmanager
    async def listening(self, conversation: Conversation) -> AsyncIterator[str]:
        """Connect to the gateway in the background, and yield the bot's name."""
        serving = asyncio.create_task(self._serve(conversation))
        try:
            user = self._login.result().user if self._login.done() else None
            yield f"Discord (as {user})" if user else "Discord (when it can be reached)"
        finally:
            serving.cancel()
            await asyncio.wait([serving])

    async def _log_in(self) -> ReverieClient:
        """Return a client that is logged in; raises `FrontEndError` where Discord refuses."""
        waits_s = chain(_AGAIN_S, repeat(_AGAIN_S[-1]))
        while True:
            client = ReverieClient()
            try:
                await client.login(self._token)
                self._front_end.reach(client)
                return client
            except BaseException as error:
                await client.close()
                if refusal := _refusal(error):
                    raise refusal from error
                if not _may_pass(error):
                    raise
                _LOG.warning("Discord does not answer (%r); I try again in a while", error)
            await asyncio.sleep(next(waits_s))

    async def _serve(self, conversation: Conversation) -> None:
        """Hear what people do until the end."""
        try:
            client = await asyncio.shield(self._login)
            async with aiohttp.ClientSession() as session:
                reader = FileReader(session, self._addresses)
                listener = Listener(conversation, self._front_end, self._outbox, reader, self._signer)
                await client.listen(listener, Letters(conversation, listener))
                await self._publish(client)
                await self._find_gateway(client)
                await client.connect()
        except FrontEndError as error:
            _LOG.error("%s", error)
        except discord.ConnectionClosed as error:
            _LOG.error("Discord has closed the connection for good: %s", error)
        except Exception:
            _LOG.exception("Discord is not heard any more; restart Reverie")

    async def _publish(self, client: ReverieClient) -> None:
        try:
            await publish(client.tree, self._database)
        except (discord.DiscordException, *UNREACHED):
            _LOG.exception("The commands could not be published; those of earlier remain")

    async def _find_gateway(self, client: ReverieClient) -> None:
        for wait_s in chain(_AGAIN_S, repeat(_AGAIN_S[-1])):
            try:
                await self._addresses.use_gateway(client)
                return
            except (discord.GatewayNotFound, *UNREACHED) as error:
                _LOG.warning("Discord does not tell its gateway (%r); I try again in %.0f s", error, wait_s)
            await asyncio.sleep(wait_s)


def _may_pass(error: BaseException) -> bool:
    """Return whether logging in may work later."""
    if isinstance(error, discord.HTTPException):
        return error.status == 429 or error.status >= 500
    return isinstance(error, UNREACHED)


def _refusal(error: BaseException) -> FrontEndError | None:
    """Return what to tell of an error that is no fault of the network; `None` for another."""
    match error:
        case discord.LoginFailure() | ValueError():
            return FrontEndError("Discord does not know the token in DISCORD_BOT_TOKEN; copy it anew from the portal.")
        case discord.HTTPException() if not _may_pass(error):
            told = f"Discord refuses the bot ({error.status}); look at DISCORD_BOT_TOKEN and DISCORD_API_BASE_URL."
            return FrontEndError(told)
        case TypeError() | LookupError():
            return FrontEndError("What answers is not Discord; look at DISCORD_API_BASE_URL.")
        case _:
            return None
