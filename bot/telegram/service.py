"""`TelegramService`: Telegram as one of the front ends."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import chain, repeat
from typing import Any

from telegram import Update
from telegram.ext import TypeHandler

from bot.conversation import Conversation, Place
from bot.conversation.actions import Action, Say
from bot.database import Database
from bot.fitted_films import FittedFilms
from bot.front_ends import FrontEndError
from bot.redaction import kept_out_of_logs
from bot.settings import Settings
from bot.signing import Signer
from bot.telegram import menus
from bot.telegram.addresses import NAME
from bot.telegram.arrivals import Arrival, Arrivals
from bot.telegram.connection import application, greet
from bot.telegram.front_end import TelegramFrontEnd
from bot.telegram.inbox import Inbox
from bot.telegram.listening import Listener
from bot.telegram.messages import Messages
from bot.telegram.order import PersonalOrder
from bot.telegram.polling import poll
from bot.telegram.replays import Replays
from bot.telegram.webhook import Webhook
from engine.jobs import JobQueue

_FIRST_GREETING_S = 10.0
"""How long the other front ends wait for Telegram to answer before they start without it."""
_PAUSES_S = (2.0, 5.0, 15.0, 60.0)
_LOG = logging.getLogger(__name__)


class TelegramService:
    """Finds the bot, and serves for as long as Telegram knows it."""

    name = NAME

    def __init__(self, settings: Settings, token: str, database: Database, queue: JobQueue) -> None:
        self._settings = settings
        self._token = token
        self._queue = queue
        self._signer = Signer.kept_in(settings.data_folder)
        self._order = PersonalOrder()
        with kept_out_of_logs(token):
            self._app = application(token, str(settings.telegram_api_base_url), self._order)
        self._inbox = Inbox(database)
        self._films = FittedFilms(settings.data_folder / "telegram", settings.credentials())
        messages = Messages(database, settings.keep_hours * 3600)
        self._front_end = TelegramFrontEnd(self._app.bot, messages, queue, self._signer, self._films)
        self._arrivals = Arrivals(self._app.update_queue.put)
        self._is_known = False

    async def perform(self, place: Place, action: Action) -> str:
        """Show an action on Telegram."""
        return await self._front_end.perform(place, action)

    async def tell_alone(self, owner: str, text: str) -> None:
        """Write to somebody; a bot may, once they have written to it."""
        await self._front_end.perform(Place(owner, owner), Say(text))

    @asynccontextmanager
    async def connected(self) -> AsyncIterator[None]:
        """Greet Telegram; where it does not answer, go on trying once people are listened to."""
        self._films.clear()
        with kept_out_of_logs(self._token):
            try:
                await self._greet_at_first()
                yield
            finally:
                await self._front_end.close()
                await self._app.shutdown()
                await self._app.bot.shutdown()  # also of an application that never came so far

    @asynccontextmanager
    async def listening(self, conversation: Conversation) -> AsyncIterator[str]:
        """Hear people in the background, and yield the bot's name."""
        async with AsyncExitStack() as stack:
            webhook = self._webhook()
            if webhook is not None:
                host, port = self._settings.telegram_webhook_host, self._settings.telegram_webhook_port
                await stack.enter_async_context(webhook.open(host, port))
            serving = asyncio.create_task(self._serve(conversation, webhook))
            stack.push_async_callback(self._stop, serving)
            yield f"https://t.me/{self._app.bot.username}" if self._is_known else "Telegram (when it can be reached)"

    async def _serve(self, conversation: Conversation, webhook: Webhook | None) -> None:
        """Answer people until the end."""
        try:
            await self._become_known()
            left = await self._inbox.left()
            replays = Replays(self._queue, (update["update_id"] for update in left))
            listener = Listener(
                self._app.bot,
                self._app.bot.bot,
                conversation=conversation,
                front_end=self._front_end,
                inbox=self._inbox,
                replays=replays,
                signer=self._signer,
            )
            self._app.add_handler(TypeHandler(Arrival, listener.hear))
            await self._app.start()
            for update in left:
                await self._begin(update)
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(menus.publish(self._app.bot))
                tasks.create_task(
                    poll(self._app.bot, self._take) if webhook is None else webhook.announce(self._app.bot)
                )
        except FrontEndError as error:
            _LOG.error("%s", error)
        except Exception:
            _LOG.exception("Telegram is not heard any more; restart Reverie")

    async def _greet_at_first(self) -> None:
        try:
            async with asyncio.timeout(_FIRST_GREETING_S):
                self._is_known = await greet(self._app)
        except TimeoutError:
            _LOG.warning("Telegram does not answer; I go on trying.")

    async def _become_known(self) -> None:
        for pause_s in chain(_PAUSES_S, repeat(_PAUSES_S[-1])):
            if self._is_known:
                return
            await asyncio.sleep(pause_s)
            self._is_known = await greet(self._app)

    async def _stop(self, serving: asyncio.Task[None]) -> None:
        """Hear nobody any more, and let go of what is not answered: it is kept for the next start."""
        serving.cancel()
        await asyncio.wait([serving])
        await self._arrivals.close()
        await self._order.finish()
        if self._app.running:
            await self._app.stop()

    def _webhook(self) -> Webhook | None:
        url, secret = self._settings.telegram_webhook_url, self._settings.telegram_webhook_secret
        if url is None:
            return None
        told = secret.get_secret_value() if secret else self._signer.secret_for("Telegram's webhook")
        return Webhook(str(url), told, self._take)

    async def _take(self, update: dict[str, Any]) -> None:
        """Keep what Telegram brings, and begin to answer it unless it is known."""
        if await self._inbox.take(update):
            await self._begin(update)

    async def _begin(self, update: dict[str, Any]) -> None:
        try:
            arrived = Update.de_json(update, self._app.bot)
        except Exception:  # whatever the library cannot read must not come back at each start
            _LOG.exception("Telegram brought what cannot be read")
            arrived = Update(update["update_id"])
        if arrived.message is None and arrived.callback_query is None:
            await self._inbox.answered(arrived.update_id)  # an edit, for example, changes nothing
        else:
            await self._arrivals.take(arrived)
