"""The slash commands and the message command, in everybody's language."""

from typing import Any

import discord
from discord import app_commands

from bot.conversation.choices import LENGTHS_S
from bot.conversation.meaning import MAX_LETTERS
from bot.discord.listening import Listener
from bot.discord.names import language_of
from bot.wording import LANGUAGES, wording

_MAX_CHOICES = 25
_MAX_CHOICE_LETTERS = 100

IN_WORDS = {
    "moods": False,
    "memory": False,
    "queue": True,
    "cancel": True,
    "language": True,
    "settings": True,
    "privacy": True,
    "forget": True,
    "help": True,
}
"""The commands that are passed on as words, and whether only the person sees the answer."""


class WordingTranslator(app_commands.Translator):
    """Finds the sentence that a string names, in the language of a locale."""

    async def translate(self, string: app_commands.locale_str, locale: discord.Locale, context: Any) -> str | None:
        """Return the sentence, `None` for the commands' names and where Reverie does not speak the language."""
        name, language = string.extras.get("name"), language_of(locale)
        return wording(language)(name) if name and language in LANGUAGES else None


def add_commands(tree: app_commands.CommandTree[Any], listener: Listener) -> None:
    """Add all commands to a tree."""
    tree.add_command(_animate(listener))
    tree.add_command(_story(listener))
    for name, is_private in IN_WORDS.items():
        tree.add_command(_in_words(name, listener, is_private=is_private))
    tree.add_command(_animate_this(listener))


def _animate(listener: Listener) -> app_commands.Command[Any, ..., None]:
    lengths = [app_commands.Choice(name=_told(f"length.{name}"), value=name) for name in LENGTHS_S]

    @app_commands.describe(
        photo=_told("discord.option_photo"),
        mood=_told("discord.option_mood"),
        length=_told("discord.option_length"),
        sound=_told("discord.option_sound"),
    )
    @app_commands.choices(length=lengths)
    @app_commands.autocomplete(mood=_suggest_moods)
    async def animate(
        interaction: discord.Interaction,
        photo: discord.Attachment | None = None,
        mood: app_commands.Range[str, 1, MAX_LETTERS] | None = None,
        length: str | None = None,
        sound: discord.Attachment | None = None,
    ) -> None:
        say = wording(language_of(interaction.locale))
        said = [mood, None if length is None else say(f"length.{length}")]
        words = ", ".join(word for word in said if word)
        files = [file for file in (photo, sound) if file is not None]
        if files:
            await listener.hear_files(interaction, files, words)
        else:
            await listener.hear_words(interaction, f"/animate {words}")

    return app_commands.Command(name="animate", description=_told("command.animate"), callback=animate)


async def _suggest_moods(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Return the moods whose label holds what is typed, after that itself."""
    labels = wording(language_of(interaction.locale)).table("mood").values()
    fitting = [app_commands.Choice(name=label, value=label) for label in labels if typed.casefold() in label.casefold()]
    is_new = typed not in labels and 0 < len(typed) <= _MAX_CHOICE_LETTERS
    own = [app_commands.Choice(name=typed, value=typed)] if is_new else []
    return [*own, *fitting][:_MAX_CHOICES]


def _story(listener: Listener) -> app_commands.Command[Any, ..., None]:
    async def story(interaction: discord.Interaction) -> None:
        await listener.ask_for_story(interaction)

    return app_commands.Command(name="story", description=_told("command.story"), callback=story)


def _in_words(name: str, listener: Listener, *, is_private: bool) -> app_commands.Command[Any, ..., None]:
    async def pass_on(interaction: discord.Interaction) -> None:
        await listener.hear_words(interaction, f"/{name}", is_private=is_private)

    return app_commands.Command(name=name, description=_told(f"command.{name}"), callback=pass_on)


def _animate_this(listener: Listener) -> app_commands.ContextMenu:
    async def animate_this(interaction: discord.Interaction, message: discord.Message) -> None:
        is_of_another = message.author != interaction.user
        await listener.hear_files(interaction, message.attachments, is_of_another=is_of_another)

    return app_commands.ContextMenu(name=_told("discord.animate"), callback=animate_this)


def _told(name: str) -> app_commands.locale_str:
    """Return a sentence in English that `WordingTranslator` finds in other languages."""
    return app_commands.locale_str(wording("en")(name), name=name)
