"""What becomes of something that is sent to Discord: it arrived, it certainly did not, or nobody knows."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import aiohttp
import discord

from bot.conversation.actions import NotShownError

_Answer = TypeVar("_Answer")

UNREACHED = (aiohttp.ClientError, OSError, TimeoutError)
"""The network's own failures."""
UNCERTAIN = (*UNREACHED, discord.DiscordServerError)
"""After these it may have arrived."""

_GONE = frozenset({10008, 10015, 10062, 40094, 50027})
"""Unknown message, webhook or interaction, too many follow-ups, invalid webhook token: deleted, or too late."""
_NO_REPLY = frozenset({50035, 160002})
"""The message to reply to is refused, or its history may not be read."""
_PAUSES_S = (1.0, 2.0, 5.0)
_SLOW_DOWN_S = 5.0


def is_refused(error: discord.HTTPException) -> bool:
    """Return whether nothing can be shown in this place (any more): it is gone, or closed to the bot."""
    return error.status in (401, 403, 404) or error.code in _GONE


def is_reply_refused(error: discord.HTTPException) -> bool:
    """Return whether the message might be taken if it replied to nothing."""
    return error.code in _NO_REPLY


async def patiently(send: Callable[[], Awaitable[_Answer]]) -> _Answer:
    """Send, again after a while if it certainly did not arrive.

    `send` begins anew each time. Raises `NotShownError` when that does not help, and whatever else goes wrong.
    """
    for pause_s in _PAUSES_S:
        try:
            return await _once(send)
        except NotShownError as error:
            await asyncio.sleep(max(pause_s, error.again_in_s))
    return await _once(send)


async def _once(send: Callable[[], Awaitable[_Answer]]) -> _Answer:
    try:
        return await send()
    except aiohttp.ClientConnectorError as error:
        raise NotShownError(f"Discord cannot be reached: {error}.") from error
    except discord.HTTPException as error:
        if error.status != 429:
            raise
        raise NotShownError("Discord asks for a pause.", _told_to_wait_s(error)) from error


def _told_to_wait_s(error: discord.HTTPException) -> float:
    try:
        return float(error.response.headers["Retry-After"])
    except (KeyError, ValueError):
        return _SLOW_DOWN_S
