"""Discord's limits hold for every language that Reverie speaks."""

import pytest

from bot.wording import LANGUAGES, wording

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
