"""Discord's people and channels as the conversation's owners and chats, and back."""

import discord

from bot.conversation.events import Place

NAME = "discord"
"""What Discord's chats begin with."""
_OPEN = frozenset({"COMMUNITY", "DISCOVERABLE"})


def owner_of(person: discord.abc.Snowflake) -> str:
    """Return under which name a person's things are kept."""
    return f"{NAME}:{person.id}"


def chat_of(channel_id: int | None) -> str:
    """Return a channel as a chat; Discord may keep silent about where somebody is, then nobody is anywhere."""
    return f"{NAME}:{channel_id or 0}"


def person_of(place: Place) -> int:
    """Return the id of the person at a place."""
    return int(place.owner.removeprefix(f"{NAME}:"))


def channel_of(place: Place) -> int:
    """Return the id of the channel of a place."""
    return int(place.chat.removeprefix(f"{NAME}:"))


def is_public(guild: discord.Guild | None) -> bool:
    """Return whether a server is open to strangers: Discord calls such servers communities."""
    return guild is not None and not _OPEN.isdisjoint(guild.features)


def language_of(locale: discord.Locale | None) -> str:
    """Return the ISO 639 code of a locale."""
    return "en" if locale is None else locale.value[:2]
