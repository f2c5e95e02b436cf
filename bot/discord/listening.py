"""What people do in Discord becomes the conversation's events."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial

import discord

from bot.conversation import (
    AlbumReceived,
    ButtonPressed,
    Conversation,
    Event,
    PhotoReceived,
    Place,
    SentPhoto,
    SoundReceived,
    TextReceived,
)
from bot.conversation.actions import Say
from bot.discord.custom_ids import CustomId, Spot, Wish
from bot.discord.files import MAX_BYTES, AttachedFile, FileError, FileReader
from bot.discord.forms import photos_in, story_form, words_form, words_in
from bot.discord.front_end import DiscordFrontEnd
from bot.discord.languages import Languages
from bot.discord.names import chat_of, is_public, language_of, owner_of
from bot.discord.outbox import Outbox
from bot.discord.sending import patiently
from bot.discord.turns import TakenError, Turn
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

        async def pass_on(place: Place) -> None:
            await self._conversation.handle(TextReceived(place, text))

        await self._answer(interaction, Spot.BELOW, pass_on, is_private=is_private)

    async def hear_files(
        self,
        interaction: discord.Interaction,
        files: Sequence[discord.Attachment],
        words: str = "",
        *,
        is_of_another: bool = False,
    ) -> None:
        """Pass on the photo and the sound of a command, or those of a message that somebody pointed at."""

        async def pass_on(place: Place) -> None:
            attached = [AttachedFile.of(file) for file in files]
            await self.take_files(place, attached, words, is_of_another=is_of_another)

        await self._answer(interaction, Spot.BELOW, pass_on)

    async def ask_for_story(self, interaction: discord.Interaction) -> None:
        """Open the form for several photos."""
        await _open(interaction, story_form(wording(language_of(interaction.locale)), self._signer))

    async def hear_press(self, interaction: discord.Interaction) -> None:
        """Pass on a press of a button, or open the form that it stands for."""
        pressed = CustomId.read(interaction.custom_id or "", self._signer)
        if pressed is None:
            await self._answer(interaction, Spot.BELOW, self._tell_gone, is_private=True)
        elif pressed.wish is Wish.WORDS:
            say = wording(language_of(interaction.locale))
            await _open(interaction, words_form(pressed, say, self._signer))
        else:
            event = partial(ButtonPressed, data=pressed.data)
            await self._answer(interaction, pressed.spot, lambda place: self._conversation.handle(event(place)))

    async def hear_form(self, interaction: discord.Interaction) -> None:
        """Pass on a form that was sent."""
        sent = CustomId.read(interaction.custom_id or "", self._signer)
        if sent is None:
            await self._answer(interaction, Spot.BELOW, self._tell_gone, is_private=True)
        else:
            await self._answer(interaction, sent.spot, partial(self._pass_on_form, interaction, sent))

    async def _pass_on_form(self, interaction: discord.Interaction, sent: CustomId, place: Place) -> None:
        words = words_in(interaction)
        if sent.wish is Wish.STORY:
            await self.take_files(place, photos_in(interaction), words)
        else:
            await self._conversation.handle(TextReceived(place, words, sent.data))

    async def _tell_gone(self, place: Place) -> None:
        """Answer a button or a form that was not made here."""
        await self._front_end.perform(place, Say(wording(place.language)("fault.gone")))

    async def take_files(
        self, place: Place, files: Sequence[AttachedFile], words: str, about: str = "", *, is_of_another: bool = False
    ) -> None:
        """Read photos and a sound and pass them on, a sound alone for the clip that is meant; say what cannot be."""
        sound = next((file for file in files if file.is_sound), None)
        try:
            contents = await asyncio.gather(*(self._reader.read(file) for file in files if file.may_be_photo))
            heard = await self._reader.read(sound) if sound is not None else b""
            if not contents and sound is None:
                raise FileError("discord.no_photo")
        except FileError as error:
            limit = MAX_BYTES // _BYTES_A_MEGABYTE
            told = wording(place.language)(str(error), megabytes=limit, limit=limit)
            await self._front_end.perform(place, Say(told))
            return
        if sound is not None:
            is_spoken = sound.is_voice or None
            await self._conversation.handle(
                SoundReceived(place, heard, is_spoken, words, about, comes_with_photos=bool(contents))
            )
        if contents:
            photos = [SentPhoto(content) for content in contents]
            await self._conversation.handle(_received(place, photos, words, is_of_another=is_of_another))

    async def _answer(
        self,
        interaction: discord.Interaction,
        spot: Spot,
        pass_on: Callable[[Place], Awaitable[None]],
        *,
        is_private: bool = False,
    ) -> None:
        """Acknowledge an interaction first of all, then pass on what it says."""
        self.languages.learn(interaction)
        turn = Turn(interaction, self._outbox, spot, is_private=is_private)
        try:
            await turn.open()
        except TakenError:
            return
        self._front_end.answer(turn)
        await pass_on(_place(interaction, turn.reference))
        await turn.settle()


async def _open(interaction: discord.Interaction, form: discord.ui.Modal) -> None:
    await patiently(lambda: interaction.response.send_modal(form))


def _place(interaction: discord.Interaction, reference: str) -> Place:
    permissions = interaction.permissions
    return Place(
        owner_of(interaction.user),
        chat_of(interaction.channel_id),
        language_of(interaction.locale),
        message=reference,
        is_group=interaction.guild_id is not None or interaction.context.private_channel,
        is_public=is_public(interaction.guild),
        may_administer=interaction.guild_id is None or permissions.administrator or permissions.manage_guild,
    )


def _received(place: Place, photos: Sequence[SentPhoto], words: str, *, is_of_another: bool) -> Event:
    if len(photos) == 1:
        return PhotoReceived(place, photos[0].content, words, is_of_another=is_of_another)
    return AlbumReceived(place, tuple(photos), words, is_of_another=is_of_another)
