"""Discord's limits hold for every language that Reverie speaks."""

from collections.abc import Callable

import pytest

from bot.conversation.telling import privacy
from bot.wording import LANGUAGES, wording
from tests.discord import payloads
from tests.discord.people import Person
from tests.discord.stage import Stage

Play = Callable[..., None]

LIMITS = {
    "discord.animate": 32,
    "discord.words": 80,
    "discord.words_title": 45,
    "discord.words_label": 45,
    "discord.words_hint": 100,
    "discord.story_title": 45,
    "discord.story_photos": 45,
    "discord.mood_label": 45,
    "discord.mood_hint": 100,
    "discord.option_photo": 100,
    "discord.option_mood": 100,
    "discord.option_length": 100,
}
TABLES = {"command": 100, "mood": 80, "length": 80, "shape": 80, "button": 80, "menu": 80, "change": 80, "face": 80}


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_longer_than_discord_takes(language: str) -> None:
    say = wording(language)
    longest = LIMITS | {f"{table}.{name}": limit for table, limit in TABLES.items() for name in say.table(table)}
    assert [name for name, limit in longest.items() if not 0 < len(say(name)) <= limit] == []


def test_everybody_is_answered_in_the_language_of_their_discord(scene: Play) -> None:
    async def play(stage: Stage) -> None:
        discord, say = stage.discord, wording("de")
        hans = Person(discord, number=50, name="hans", locale="de", in_guild=False)
        asked = await hans.command("privacy")
        message = discord.messages[await discord.until(lambda: asked.original)]
        await discord.until(lambda: message["content"] == privacy(168, say))
        await hans.write("/privacy")  # a message tells no language
        await discord.until(
            lambda: len([one for one in discord.in_channel(hans.channel) if privacy(168, say) in one["content"]]) == 2
        )
        suggested = await hans.suggest("")
        await discord.until(lambda: suggested.answer)
        assert suggested.answer is not None
        labels = [choice["name"] for choice in suggested.answer["data"]["choices"]]
        assert labels == list(say.table("mood").values())

        by_name = {command["name"]: command for command in discord.commands}
        assert by_name["forget"]["description_localizations"]["de"] == say("command.forget")
        assert by_name["Animate this photo"]["name_localizations"]["de"] == say("discord.animate")
        assert by_name["animate"]["options"][0]["description_localizations"]["de"] == say("discord.option_photo")

    scene(play)


def test_a_guild_is_answered_in_its_own_language_by_whoever_is_unknown(scene: Play) -> None:
    async def play(stage: Stage) -> None:
        discord, anna = stage.discord, stage.anna
        await anna.write(f"<@{payloads.BOT_USER}> /privacy", mention=True)
        told = privacy(168, wording("de"))
        await discord.until(lambda: [one for one in discord.in_channel(anna.channel) if told in one["content"]])

    scene(play)
