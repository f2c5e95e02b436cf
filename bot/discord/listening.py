"""What people do in Discord becomes the conversation's events."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import discord

from bot.conversation import (
    AlbumReceived,
    ButtonPressed,
    Conversation,
    Event,
    PhotoReceived,
    Place,
    SentPhoto,
    TextReceived,
)
from bot.conversation.actions import Say
from bot.discord.custom_ids import CustomId, Spot, Wish
from bot.discord.files import MAX_BYTES, AttachedFile, FileError, FileReader
from bot.discord.forms import photos_in, story_form, words_form, words_in
from bot.discord.front_end import DiscordFrontEnd
from bot.discord.languages import Languages
from bot.discord.names import chat_of, language_of, owner_of
from bot.discord.outbox import Outbox
from bot.discord.turns import Turn
from bot.signing import Signer
from bot.wording import wording

_BYTES_A_MEGABYTE = 1_000_000


class Listener:
    """Hears commands, buttons and forms, each answered in a turn of its own."""

    def __init__(
        self,
        conversation: Conversation,
        front_end: DiscordFrontEnd,
        outbox: Outbox,
        reader: FileReader,
        signer: Signer,
    ) -> None:
        self._conversation = conversation
        self._front_end = front_end
        self._outbox = outbox
        self._reader = reader
        self._signer = signer
        self.languages = Languages()

    async def hear_words(self, interaction: discord.Interaction, text: str, *, is_private: bool = False) -> None:
        """Pass on words, or a command as words such as "/queue"."""
        async with self._turn(interaction, Spot.BELOW, is_private=is_private) as place:
            await self._conversation.handle(TextReceived(place, text))

    async def hear_photo(self, interaction: discord.Interaction, photo: discord.Attachment, words: str) -> None:
        """Pass on a photo of a command."""
        async with self._turn(interaction, Spot.BELOW) as place:
            await self.take_photos(place, [AttachedFile.of(photo)], words)

    async def hear_message_command(self, interaction: discord.Interaction, message: discord.Message) -> None:
        """Pass on the photos of a message that somebody pointed at."""
        async with self._turn(interaction, Spot.BELOW) as place:
            await self.take_photos(place, [AttachedFile.of(file) for file in message.attachments], "")

    async def ask_for_story(self, interaction: discord.Interaction) -> None:
        """Open the form for several photos."""
        await interaction.response.send_modal(story_form(wording(language_of(interaction.locale)), self._signer))

    async def hear_press(self, interaction: discord.Interaction) -> None:
        """Pass on a press of a button, or open the form that it stands for."""
        pressed = CustomId.read(interaction.custom_id or "", self._signer)
        if pressed is None:
            await self._tell_gone(interaction)
        elif pressed.wish is Wish.WORDS:
            say = wording(language_of(interaction.locale))
            await interaction.response.send_modal(words_form(pressed, say, self._signer))
        else:
            async with self._turn(interaction, pressed.spot) as place:
                await self._conversation.handle(ButtonPressed(place, pressed.data))

    async def hear_form(self, interaction: discord.Interaction) -> None:
        """Pass on a form that was sent."""
        sent = CustomId.read(interaction.custom_id or "", self._signer)
        if sent is None:
            await self._tell_gone(interaction)
            return
        async with self._turn(interaction, sent.spot) as place:
            words = words_in(interaction)
            if sent.wish is Wish.STORY:
                await self.take_photos(place, photos_in(interaction), words)
            else:
                await self._conversation.handle(TextReceived(place, words, sent.data))

    async def take_photos(self, place: Place, files: Sequence[AttachedFile], words: str) -> None:
        """Read photos and pass them on; say so where that cannot be."""
        try:
            photos = [SentPhoto(await self._reader.read(file)) for file in files if file.may_be_photo]
            if not photos:
                raise FileError("discord.no_photo")
        except FileError as error:
            told = wording(place.language)(str(error), megabytes=MAX_BYTES // _BYTES_A_MEGABYTE)
            await self._front_end.perform(place, Say(told))
            return
        await self._conversation.handle(_received(place, photos, words))

    @asynccontextmanager
    async def _turn(
        self, interaction: discord.Interaction, spot: Spot, *, is_private: bool = False
    ) -> AsyncIterator[Place]:
        """Acknowledge an interaction, and yield where it is answered."""
        self.languages.learn(interaction)
        turn = Turn(interaction, self._outbox, spot, is_private=is_private)
        await turn.open()
        self._front_end.answer(turn)
        yield Place(
            owner_of(interaction.user),
            chat_of(interaction.channel_id),
            language_of(interaction.locale),
            message=turn.reference,
            is_group=interaction.guild_id is not None or interaction.context.private_channel,
            may_administer=interaction.guild_id is None or interaction.permissions.manage_guild,
        )
        await turn.settle()

    async def _tell_gone(self, interaction: discord.Interaction) -> None:
        """Answer a button or a form that was not made here."""
        async with self._turn(interaction, Spot.BELOW, is_private=True) as place:
            await self._front_end.perform(place, Say(wording(place.language)("fault.gone")))


def _received(place: Place, photos: Sequence[SentPhoto], words: str) -> Event:
    if len(photos) == 1:
        return PhotoReceived(place, photos[0].content, words)
    return AlbumReceived(place, tuple(photos), words)
