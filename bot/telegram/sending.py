"""What became of a request to Telegram: it arrived, it certainly did not, or nobody knows.

An answer that says "ok": false is a refusal, whatever its code. No answer, or one that is none of the Bot API, leaves
open whether the message was sent.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeVar

import httpx
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.conversation.actions import NotShownError
from bot.telegram.addresses import Address

_Answer = TypeVar("_Answer")
_LOG = logging.getLogger(__name__)

_PAUSES_S = (0.5, 2.0, 5.0)
"""Before the second attempt, the third …"""
_LONGEST_WAIT_S = 60.0
"""For longer than this nobody waits in a conversation."""
_NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.InvalidURL)
_NOBODY_THERE = ("chat not found", "user is deactivated", "peer_id_invalid", "group chat was deactivated")
_NO_SUCH_MESSAGE = ("message to be replied not found", "message to reply not found", "replied message not found")
_NO_SUCH_TOPIC = ("message thread not found", "topic_deleted", "topic_closed")


class NobodyThereError(Exception):
    """The chat is closed to the bot: blocked, deleted, left. Nobody misses anything."""


class Moved:
    """The groups that became supergroups since the start, and under which number they go now."""

    def __init__(self) -> None:
        self._now: dict[int, int] = {}

    def add(self, former: int, now: int) -> None:
        """Remember that a group moved."""
        self._now[former] = now

    def current(self, address: Address) -> Address:
        """Return an address as it is now; the messages of before are not known there."""
        now = self._now.get(address.chat_id)
        return address if now is None else Address(now)


async def once(address: Address, moved: Moved, send: Callable[[Address], Awaitable[_Answer]]) -> _Answer:
    """Send one message, without its reply or its topic where Telegram does not find these.

    Raises `NotShownError` when it certainly did not arrive but may later, `NobodyThereError` when it never will,
    `BadRequest` for what Telegram will not take, and another `TelegramError` when it may have arrived.
    """
    while True:
        address = moved.current(address)
        try:
            return await send(address)
        except ChatMigrated as error:
            moved.add(address.chat_id, error.new_chat_id)
        except BadRequest as error:
            address = _mended(address, str(error).lower(), error)
        except Forbidden as error:
            raise NobodyThereError(str(error)) from error
        except RetryAfter as error:
            raise NotShownError("Telegram asks for a pause.", _seconds(error)) from error
        except TelegramError as error:
            if never_arrived(error):
                raise NotShownError(f"Telegram cannot be reached or refuses: {error}.") from error
            raise


async def patiently(address: Address, moved: Moved, send: Callable[[Address], Awaitable[_Answer]]) -> _Answer:
    """Send one message, again after a while if it certainly did not arrive; raises what `once` does."""
    for pause_s in _PAUSES_S:
        try:
            return await once(address, moved, send)
        except NotShownError as error:
            if error.again_in_s > _LONGEST_WAIT_S:
                raise
            await asyncio.sleep(max(pause_s, error.again_in_s))
    return await once(address, moved, send)


async def if_possible(request: Awaitable[object]) -> None:
    """Do what is only a nicety: a reaction, an edit, a deletion. People delete messages and forbid reactions."""
    try:
        await request
    except TelegramError as error:
        _LOG.debug("Telegram did not do it: %s", error)


def never_arrived(error: TelegramError) -> bool:
    """Return whether a request certainly had no effect, so that it may be repeated."""
    cause = error.__cause__
    # Of all network errors only a refusal in the form of the Bot API has no cause.
    is_refusal = isinstance(error, InvalidToken) or (type(error) is NetworkError and cause is None)
    return is_refusal or isinstance(cause, _NEVER_LEFT)


def _mended(address: Address, reason: str, error: BadRequest) -> Address:
    """Return the address without what Telegram does not find."""
    if any(words in reason for words in _NOBODY_THERE):
        raise NobodyThereError(str(error)) from error
    if address.message_id is not None and any(words in reason for words in _NO_SUCH_MESSAGE):
        return Address(address.chat_id, address.topic_id)
    if address.topic_id is not None and any(words in reason for words in _NO_SUCH_TOPIC):
        return Address(address.chat_id, None, address.message_id)
    raise error


def _seconds(error: RetryAfter) -> float:
    pause = error.retry_after
    return pause.total_seconds() if isinstance(pause, timedelta) else float(pause)
