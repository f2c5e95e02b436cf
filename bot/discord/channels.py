"""Messages in channels: for people who write to the bot, and where an interaction cannot be answered any more."""

import logging
from dataclasses import replace
from functools import partial
from typing import Any

import discord

from bot.conversation.events import Place
from bot.discord.names import channel_of, person_of
from bot.discord.outbox import Outbox, Standing
from bot.discord.sending import UNREACHED, is_refused, is_reply_refused
from bot.discord.showing import Draft
from bot.wording import Wording

_LOG = logging.getLogger(__name__)


class Channels:
    """The channels that the bot reaches with its own token."""

    def __init__(self, client: discord.Client, outbox: Outbox) -> None:
        self._client = client
        self._outbox = outbox

    async def send(self, place: Place, draft: Draft, say: Wording, *, nonce: str | None = None) -> Standing:
        """Send a message in reply to what is answered; to the person alone where the channel is closed to the bot.

        Within some minutes Discord takes only one message of a nonce, which has 25 letters at most. Raises discord.py's
        errors.
        """
        channel = self._client.get_partial_messageable(channel_of(place))
        how: dict[str, Any] = {"nonce": nonce}
        if place.message:
            how["reference"] = discord.MessageReference(
                message_id=int(place.message), channel_id=channel.id, fail_if_not_exists=False
            )
        if place.is_group and draft.film is not None:  # whoever waited for it is called
            person = person_of(place)
            draft = replace(draft, text=f"<@{person}> {draft.text}")
            how["allowed_mentions"] = discord.AllowedMentions(users=[discord.Object(person)])
        try:
            return await self._send(channel, draft, say, how)
        except discord.HTTPException as error:
            if is_reply_refused(error) and place.message:
                del how["reference"]
                return await self._send(channel, draft, say, how)
            if not is_refused(error):
                raise
            _LOG.warning("Discord does not let me write in channel %s (%s): I write to the person", channel.id, error)
        return await self.send_directly(place, draft, say)

    async def send_directly(self, place: Place, draft: Draft, say: Wording) -> Standing:
        """Send a message to the person alone; raises discord.py's errors."""
        direct = await self._client.create_dm(discord.Object(person_of(place)))
        return await self._send(self._client.get_partial_messageable(direct.id), draft, say, {})

    async def delete(self, channel_id: int, message_id: int) -> None:
        """Delete a message of ours where the bot can."""
        try:
            await self._client.get_partial_messageable(channel_id).get_partial_message(message_id).delete()
        except (discord.HTTPException, *UNREACHED) as error:
            _LOG.warning("A film could not be deleted in channel %s: %s", channel_id, error)

    async def _send(
        self, channel: discord.PartialMessageable, draft: Draft, say: Wording, how: dict[str, Any]
    ) -> Standing:
        limit_bytes = self._limit_bytes(channel.id)
        message = await self._outbox.new(channel.send, draft, limit_bytes, say, **how)
        look = partial(channel.fetch_message, message.id)
        return Standing(channel.id, str(message.id), limit_bytes, message.edit, look)

    def _limit_bytes(self, channel_id: int) -> int:
        channel = self._client.get_channel(channel_id)
        guild = getattr(channel, "guild", None)
        return guild.filesize_limit if guild is not None else discord.utils.DEFAULT_FILE_SIZE_LIMIT_BYTES
