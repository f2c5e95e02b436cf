"""The sentences of all languages."""

import string
from pathlib import Path

import pytest

from bot.conversation.choices import CHANGES, CHOICES, MOODS, SETTINGS
from bot.conversation.commands import COMMANDS
from bot.conversation.wishes import is_same
from bot.wording import LANGUAGES, wording
from engine.errors import ErrorCode
from engine.jobs import Failure
from engine.language import reply, understand
from engine.types.direction import Direction
from engine.types.progress import Stage
from engine.types.scene import AdviceCode

ROOT = Path(__file__).parents[2]


def places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_everything_with_the_same_values(language: str) -> None:
    english, said = (wording(name).table() for name in ("en", language))
    assert {name: places(text) for name, text in said.items()} == {name: places(text) for name, text in english.items()}
    assert all(text.strip() for text in said.values())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("button", "meant"), [("again", "again"), ("undo", "undo"), ("cancel", "stop")])
def test_what_a_button_says_may_be_typed(language: str, button: str, meant: str) -> None:
    assert reply(wording(language)(f"button.{button}"), language) == meant


def test_an_unknown_language_is_answered_in_english() -> None:
    assert wording("tlh").language == "en"


def test_what_the_engine_may_say_has_words() -> None:
    say = wording("en")
    names = [
        *(f"advice.{code.value}" for code in AdviceCode),
        *(f"progress.{stage.value}" for stage in Stage),
        *(f"fault.{failure.value}" for failure in Failure if failure is not Failure.REQUEST),
        *(f"mood.{name}" for name in MOODS),
        *(f"change.{name}" for name in CHANGES),
        *(f"{menu}.{choice}" for menu, choices in CHOICES.items() for choice in choices),
        *(f"{setting}.{choice}" for setting, options in SETTINGS.items() for choice in options.values),
        *(f"{table}.{menu}" for menu in CHOICES for table in ("menu", "choose")),
        *(f"command.{name}" for name in COMMANDS),
        *(f"fault.{code}" for code in ErrorCode),
    ]
    assert [name for name in names if name not in say] == []


def test_nothing_is_said_nowhere() -> None:
    files = [path for ending in ("py", "html", "js") for path in (ROOT / "bot").rglob(f"*.{ending}")]
    source = "".join(path.read_text(encoding="utf-8") for path in files)
    named = {"advice", "progress", "fault", "mood", "change", "menu", "choose", "button", "command", "join", "remark"}
    computed = {*named, *CHOICES, *SETTINGS}
    unused = [
        name
        for name in wording("en").table()
        if name.partition(".")[0] not in computed
        and f'"{name}"' not in source
        and not any(sign + name.partition(".")[2] in source for sign in ("$", "words."))
    ]
    assert unused == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_moods_that_are_offered_are_understood_as_words(language: str) -> None:
    for label in wording(language).table("mood").values():
        assert not understand(label.lower(), language).unclear, label
        assert not is_same(understand(label.lower(), language), Direction(language=language)), label
