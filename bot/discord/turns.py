"""`Turn`: one interaction and the messages that answer it, for as long as Discord lets us."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial

import discord

from bot.conversation.actions import Ask, NotShownError, Say, SendClip, ShowEnding, ShowProgress
from bot.discord.custom_ids import Spot
from bot.discord.outbox import Outbox, Standing
from bot.discord.sending import UNREACHED, is_refused, patiently
from bot.discord.showing import Draft, Shown
from bot.wording import Wording

_ANSWERABLE_S = 14 * 60.0
"""Discord takes answers for 15 minutes; an upload takes some of them."""
_ALREADY_ACKNOWLEDGED = 40060
_UNANSWERED_S = 3.0
"""How long an answer may still come after the conversation has heard everything."""
_SENTENCE, _QUESTION = "say", "ask"
_LOG = logging.getLogger(__name__)

Defer = Callable[[], Awaitable[discord.InteractionCallbackResponse[discord.Client] | None]]


class TooLateError(Exception):
    """The interaction cannot be answered any more; nothing was shown."""


class TakenError(Exception):
    """Somebody else answers the interaction."""


class Turn:
    """One interaction, answered in its original response and, where that is taken, in follow-ups.

    `spot` says whether the original response is the message with the button that was pressed or a new one;
    `is_private` whether only the person sees a new one.
    """

    def __init__(self, interaction: discord.Interaction, outbox: Outbox, spot: Spot, *, is_private: bool) -> None:
        self._interaction = interaction
        self._outbox = outbox
        self._spot = spot
        self.is_private = is_private
        self._until = time.monotonic() + _ANSWERABLE_S
        self._occupant = ""
        """What stands in the original response: "say", "ask" or a job's id."""
        self._said: list[str] = []
        self.reference = str(interaction.id)
        """The id of the original response, or the interaction's where that is not known."""

    @property
    def is_over(self) -> bool:
        """Whether it is too late to answer."""
        return time.monotonic() > self._until

    async def open(self) -> None:
        """Tell Discord, which waits three seconds at most, that an answer will come.

        Raises `TakenError` where another process of the same bot answers.
        """
        try:
            answer = await self._acknowledge()
        except (discord.HTTPException, NotShownError, *UNREACHED) as error:
            _LOG.warning("An interaction could not be answered: %s", error)
            self._until = 0.0
            return
        if self._spot is Spot.BELOW and answer is not None and answer.message_id is not None:
            self.reference = str(answer.message_id)

    async def _acknowledge(self) -> discord.InteractionCallbackResponse[discord.Client] | None:
        if self._spot is Spot.HERE:
            if self._interaction.message is not None:
                self.reference = str(self._interaction.message.id)
            defer: Defer = self._interaction.response.defer
        else:
            defer = partial(self._interaction.response.defer, ephemeral=self.is_private, thinking=True)
        try:
            return await patiently(defer)
        except discord.HTTPException as error:
            if error.code == _ALREADY_ACKNOWLEDGED:
                raise TakenError from error
            raise
        except UNREACHED:
            return await self._acknowledge_again(defer)

    async def _acknowledge_again(self, defer: Defer) -> discord.InteractionCallbackResponse[discord.Client] | None:
        """Acknowledge after the first attempt was cut off; if it had arrived, Discord says so."""
        try:
            return await patiently(defer)
        except discord.HTTPException as error:
            if error.code == _ALREADY_ACKNOWLEDGED:
                return None
            raise

    async def show(self, action: Shown, looks: Draft, say: Wording) -> Standing:
        """Show an action, which looks like that; raises `TooLateError`, and what `Outbox` raises."""
        if self.is_over:
            raise TooLateError
        try:
            return await self._show(action, looks, say)
        except discord.HTTPException as error:
            if not is_refused(error):
                raise
            self._until = 0.0
            raise TooLateError from error

    async def _show(self, action: Shown, looks: Draft, say: Wording) -> Standing:
        channel_id, limit_bytes = self._interaction.channel_id or 0, self._interaction.filesize_limit
        if self._may_take_original(action):
            if isinstance(action, Say):
                self._said.append(action.text)
                looks = replace(looks, text="\n".join(self._said))
            self._occupant = _occupant(action)
            standing = Standing(
                channel_id,
                self.reference,
                limit_bytes,
                self._interaction.edit_original_response,
                self._interaction.original_response,
            )
            await self._outbox.change(standing, looks, say)
            return standing
        followup = self._interaction.followup
        is_private = self.is_private or isinstance(action, Say)
        message = await self._outbox.new(followup.send, looks, limit_bytes, say, ephemeral=is_private, wait=True)
        look = partial(followup.fetch_message, message.id)
        return Standing(channel_id, str(message.id), limit_bytes, message.edit, look)

    async def settle(self) -> None:
        """Take the "thinking…" away where nothing was to be answered."""
        if self._spot is Spot.HERE or self._occupant:
            return
        await asyncio.sleep(_UNANSWERED_S)
        if not self._occupant and not self.is_over:
            try:
                await self._interaction.delete_original_response()
            except (discord.HTTPException, *UNREACHED):
                _LOG.info("A response that was not needed could not be taken away", exc_info=True)

    def _may_take_original(self, action: Shown) -> bool:
        """Return whether an action may stand in the original response.

        Sentences stand together, a question makes way for the film, a job's message for the next of the same job.
        On the message with the button a sentence changes nothing, so that others can still press there.
        """
        if self._spot is Spot.HERE and (isinstance(action, Say) or self._would_vanish(action)):
            return False
        standing, coming = self._occupant, _occupant(action)
        if standing == _QUESTION:
            return coming not in (_QUESTION, _SENTENCE)
        return standing in ("", coming)

    def _would_vanish(self, action: Shown) -> bool:
        """Return whether a film would stand where only one person sees it, and not for long."""
        message = self._interaction.message
        return message is not None and message.flags.ephemeral and isinstance(action, ShowProgress | SendClip)


def _occupant(action: Shown) -> str:
    match action:
        case Say():
            return _SENTENCE
        case Ask():
            return _QUESTION
        case ShowProgress() | ShowEnding() | SendClip():
            return action.job_id
