"""Long polling: Telegram is asked what is new, again and again, and told what has been taken."""

import asyncio
import logging

from telegram import Bot
from telegram.error import Conflict, InvalidToken, TelegramError, TimedOut

from bot.telegram.connection import POLL_S
from bot.telegram.inbox import Take
from bot.telegram.sending import if_possible
from engine.errors import StoreError

NEWS = ["message", "callback_query"]
"""What Telegram is asked for."""
_PAUSES_S = (1.0, 2.0, 5.0, 15.0, 30.0)
_BREATH_S = 0.05
"""After an answer without news: some servers do not hold the question open."""
_LOG = logging.getLogger(__name__)


async def poll(bot: Bot, take: Take) -> None:
    """Take what is new until cancelled; what cannot be kept is asked for again."""
    offset: int | None = None
    failures = 0
    trouble = ""
    while True:
        try:
            updates = await bot.get_updates(offset=offset, timeout=POLL_S, allowed_updates=NEWS)
            for update in updates:
                await take(update.to_dict())
                offset = update.update_id + 1
            if not updates:
                await asyncio.sleep(_BREATH_S)
        except TimedOut:
            await asyncio.sleep(_PAUSES_S[0])
        except (TelegramError, StoreError) as error:
            told = _told(error)
            if told != trouble:
                _LOG.error("%s", told)
            trouble = told
            if isinstance(error, Conflict) and "webhook" in str(error).lower():
                await if_possible(bot.delete_webhook())  # an earlier setting left it
            await asyncio.sleep(_PAUSES_S[min(failures, len(_PAUSES_S) - 1)])
            failures += 1
        else:
            if trouble:
                _LOG.warning("Telegram is heard again.")
            failures, trouble = 0, ""


def _told(error: TelegramError | StoreError) -> str:
    """Return what is wrong, for whoever runs Reverie."""
    match error:
        case Conflict() if "webhook" in str(error).lower():
            return (
                "Telegram still brings everything to the address of an earlier TELEGRAM_WEBHOOK_URL; I take that back."
            )
        case Conflict():
            return "Somebody else hears this Telegram bot (409 Conflict): end the other program with its token."
        case InvalidToken():
            return "Telegram does not accept TELEGRAM_BOT_TOKEN any more."
        case StoreError():
            return str(error)
        case _:
            return f"Telegram cannot be heard: {error}. I go on trying."
