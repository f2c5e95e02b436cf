"""Messages that people write to the bot: in a direct chat, or where they mention it.

There Discord tells what they wrote and attached without the privileged message-content intent.
"""

import re

import discord

from bot.conversation import Conversation, Place, TextReceived
from bot.discord.files import AttachedFile
from bot.discord.listening import Listener
from bot.discord.names import chat_of, is_public, owner_of

_WRITTEN_BY_PEOPLE = frozenset({discord.MessageType.default, discord.MessageType.reply})


class Letters:
    """Hears messages."""

    def __init__(self, conversation: Conversation, listener: Listener) -> None:
        self._conversation = conversation
        self._listener = listener

    async def hear(self, message: discord.Message, me: discord.ClientUser) -> None:
        """Pass on a message that is meant for the bot."""
        if message.author.bot or message.type not in _WRITTEN_BY_PEOPLE:
            return
        if not isinstance(message.channel, discord.DMChannel) and me not in message.mentions:
            return
        place = self._place(message)
        words = re.sub(rf"<@!?{me.id}>", "", message.content).strip()
        files = _files_meant(message, me)
        if files:
            sent = [AttachedFile.of(file) for file in files]
            is_of_another = not message.attachments and not message.message_snapshots and _is_of_another(message)
            await self._listener.take_files(place, sent, words, _clip_meant(message), is_of_another=is_of_another)
        else:
            await self._conversation.handle(TextReceived(place, words or "/help", _clip_meant(message)))

    def _place(self, message: discord.Message) -> Place:
        author = message.author
        permissions = author.guild_permissions if isinstance(author, discord.Member) else None
        return Place(
            owner_of(author),
            chat_of(message.channel.id),
            self._listener.languages.of(message),
            message=str(message.id),
            is_group=not isinstance(message.channel, discord.DMChannel),
            is_public=is_public(message.guild),
            may_administer=permissions is None or permissions.administrator or permissions.manage_guild,
        )


def _files_meant(message: discord.Message, me: discord.ClientUser) -> list[discord.Attachment]:
    """Return what came with a message, was forwarded with it, or came with somebody's message that it replies to."""
    forwarded = [file for snapshot in message.message_snapshots for file in snapshot.attachments]
    answered = _answered(message)
    return message.attachments or forwarded or (answered.attachments if answered and answered.author != me else [])


def _is_of_another(message: discord.Message) -> bool:
    """Return whether a message replies to one of somebody else."""
    answered = _answered(message)
    return answered is not None and answered.author != message.author


def _clip_meant(message: discord.Message) -> str:
    """Return the receipt of the clip that a message replies to; of our messages, only clips have files."""
    if message.type is not discord.MessageType.reply or message.reference is None:
        return ""
    answered = _answered(message)
    return str(message.reference.message_id) if answered is None or answered.attachments else ""


def _answered(message: discord.Message) -> discord.Message | None:
    """Return the message that this one replies to, if Discord has sent it along."""
    resolved = message.reference.resolved if message.reference else None
    return resolved if isinstance(resolved, discord.Message) else None
