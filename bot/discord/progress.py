"""`ProgressMessage`: how far a job is, in one message that changes no faster than Discord likes."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

import discord

from bot.conversation.actions import NotShownError, ShowProgress
from bot.conversation.events import Place
from bot.discord.outbox import Standing
from bot.discord.sending import UNREACHED, is_refused
from bot.discord.showing import Draft

CHANGES_EVERY_S = 2.5
_LOG = logging.getLogger(__name__)


class ProgressMessage:
    """Shows the newest progress that it was told, at once if it can and never twice the same.

    `place` is where it stands; `show` makes the message, `change` changes it.
    """

    def __init__(
        self,
        place: Place,
        show: Callable[[ShowProgress], Awaitable[Standing]],
        change: Callable[[Standing, Draft], Awaitable[None]],
    ) -> None:
        self.place = place
        self._show = show
        self._change = change
        self._standing: Standing | None = None
        self._newest: tuple[ShowProgress, Draft] | None = None
        self._news = asyncio.Event()
        self._over = asyncio.Event()
        self._task = asyncio.create_task(self._keep_up())

    def tell(self, progress: ShowProgress, looks: Draft) -> None:
        """Show this next, which looks like that; what is not shown by then is skipped."""
        if self._newest is None or looks != self._newest[1]:
            self._newest = (progress, looks)
            self._news.set()

    async def close(self) -> Standing | None:
        """End, and return the message if there is one; nothing here changes it after this."""
        self._over.set()
        self._news.set()
        await self._task
        return self._standing

    async def _keep_up(self) -> None:
        while await self._news.wait() and not self._over.is_set():
            self._news.clear()
            try:
                await self._show_newest()
            except discord.HTTPException as error:
                if is_refused(error):
                    self._standing = None
                    return
                _LOG.warning("Progress could not be shown: %s", error)
            except (NotShownError, *UNREACHED) as error:
                _LOG.info("Progress could not be shown: %r", error)
            except Exception:
                _LOG.exception("Progress could not be shown")
                return
            await self._pause()

    async def _show_newest(self) -> None:
        if self._newest is None:
            return
        progress, looks = self._newest
        if self._standing is None:
            self._standing = await self._show(progress)
        else:
            await self._change(self._standing, looks)

    async def _pause(self) -> None:
        try:
            await asyncio.wait_for(self._over.wait(), CHANGES_EVERY_S)
        except TimeoutError:
            return
