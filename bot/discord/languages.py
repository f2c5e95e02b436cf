"""`Languages`: which language people read, which Discord tells with a command but not with a message."""

import discord

from bot.discord.names import language_of

_REMEMBERED_PEOPLE = 10_000


class Languages:
    """The languages of the people who were here last."""

    def __init__(self) -> None:
        self._of_person: dict[int, str] = {}

    def learn(self, interaction: discord.Interaction) -> None:
        """Remember the language of somebody's Discord."""
        self._of_person.pop(interaction.user.id, None)
        self._of_person[interaction.user.id] = language_of(interaction.locale)
        if len(self._of_person) > _REMEMBERED_PEOPLE:
            del self._of_person[next(iter(self._of_person))]

    def of(self, message: discord.Message) -> str:
        """Return the language to answer a message in: the person's, or else the server's."""
        known = self._of_person.get(message.author.id)
        return known or language_of(message.guild.preferred_locale if message.guild else None)
