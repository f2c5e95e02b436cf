"""The library's application, set up for this bot, and the first word with Telegram."""

import logging
import os
import re
from collections.abc import Callable, Coroutine
from typing import Any

from telegram.error import InvalidToken, TelegramError
from telegram.ext import AIORateLimiter, Application, BaseUpdateProcessor
from telegram.request import HTTPXRequest

from bot.front_ends import FrontEndError

POLL_S = 30
"""How long Telegram holds a question for news open."""
_READ_S = 15.0
_CONNECT_S = 10.0
_MEDIA_WRITE_S = 300.0
_POOL_S = 60.0
_CONNECTIONS = 64
_ROOM_FOR_ANSWER_S = 10.0
_NO_MESSAGES = frozenset({"setMessageReaction", "sendChatAction", "deleteMessage", "getChatMember"})
"""Methods that put no message into a chat."""
_NO_GROUP = 0
"""A chat of nobody: what is sent there counts only among all requests."""
_UNKNOWN = "Telegram does not know the bot of TELEGRAM_BOT_TOKEN; copy the token anew from @BotFather."


class MessageLimiter(AIORateLimiter):
    """Holds back what Telegram counts as a message to a group, and not the reactions and deletions in between."""

    async def process_request(  # noqa: D102, PLR0917 - the library's
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Any:
        counted = {**data, "chat_id": _NO_GROUP} if endpoint in _NO_MESSAGES else data
        return await super().process_request(callback, args, kwargs, endpoint, counted, rate_limit_args)


def application(token: str, root: str, processor: BaseUpdateProcessor) -> Application:  # type: ignore[type-arg]
    """Return the application of a bot behind the Bot API server at `root`."""
    # The library's own switch to its future type of a duration; without it every duration is warned about.
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    # What Telegram refuses for a while is sent again by us, chat by chat, and is no error worth a traceback.
    logging.getLogger("telegram.ext.AIORateLimiter").setLevel(logging.CRITICAL)
    root = root.rstrip("/")
    return (
        Application.builder()
        .token(token)
        .base_url(f"{root}/bot")
        .base_file_url(f"{root}/file/bot")
        .request(_request(_READ_S, _CONNECTIONS))
        .get_updates_request(_request(_ROOM_FOR_ANSWER_S, 2))
        .rate_limiter(MessageLimiter())
        .concurrent_updates(processor)
        .updater(None)
        .job_queue(None)
        .build()
    )


async def greet(app: Application) -> bool:  # type: ignore[type-arg]
    """Ask Telegram who the bot is; return whether it answered. Raises `FrontEndError` where it refuses the token."""
    if not re.fullmatch(r"[A-Za-z0-9:_-]+", app.bot.token):
        raise FrontEndError(_UNKNOWN)
    try:
        await app.initialize()
    except InvalidToken as error:
        raise FrontEndError(_UNKNOWN) from error
    except TelegramError as error:
        logging.getLogger(__name__).warning("Telegram cannot be reached: %s", error)
        return False
    return True


def _request(read_s: float, connections: int) -> HTTPXRequest:
    return HTTPXRequest(
        connection_pool_size=connections,
        read_timeout=read_s,
        write_timeout=read_s,
        connect_timeout=_CONNECT_S,
        pool_timeout=_POOL_S,
        media_write_timeout=_MEDIA_WRITE_S,
    )
