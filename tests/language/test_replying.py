"""What is said to us: thanks, yes and no, once more, undo, start over."""

import tomllib
from pathlib import Path

import pytest

import engine.language
from engine.language import adjust, reply, understand
from engine.language.languages import LANGUAGES
from engine.language.vocabularies import tables

FOLDER = Path(engine.language.__file__).parent / "replies"


def said(language: str) -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("text", ["undo", "undo that please", "Go back!", "rückgängig", "元に戻して", "отмени", "撤销"])
def test_undo(text: str) -> None:
    assert reply(text) == "undo"


@pytest.mark.parametrize(
    "text", ["start over", "ok, let's start from scratch", "desde cero", "처음부터 다시", "начни заново"]
)
def test_start_over(text: str) -> None:
    assert reply(text) == "start_over"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("again", "again"),
        ("AGAIN!!", "again"),
        ("do it again please", "again"),
        ("that's creepy, try again", "again"),
        ("ok thanks, once more", "again"),
        ("thnks", "pleased"),
        ("thank you so much ❤️", "pleased"),
        ("perfect 🌞", "pleased"),
        ("no, thanks", "refused"),
        ("yes please", "agreed"),
        ("no, go back", "undo"),
        ("what can you do?", "help"),
        ("??", "help"),
        ("please delete my photos", "privacy"),
        ("нет, спасибо", "refused"),
        ("okay danke", "pleased"),
    ],
)
def test_replies(text: str, meant: str) -> None:
    assert reply(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "", "…", "nod", "undo the smile", "start over with a wink", "again but slower", "slower", "the opposite",
        "no smile", "stop smiling", "another nod", "hello, she nods", "don't stop", "xyzzy", "make him say hello",
        "smile again " * 20,
    ],
)  # fmt: skip
def test_what_says_more_or_less_is_for_the_clip(text: str) -> None:
    assert reply(text) is None


@pytest.mark.parametrize("text", ["nope", "cool", "👍", "❤️", "🔥🔥"])
def test_an_opinion_of_a_film_is_a_wish_for_a_photo(text: str) -> None:
    assert reply(text) in {"pleased", "refused"}
    assert reply(text, of_film=False) is None
    assert understand(text) != understand("")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_words_for_all(language: str) -> None:
    own, english = said(language), said("en")
    assert {kind: set(table) for kind, table in own.items()} == {kind: set(table) for kind, table in english.items()}
    meant = [(phrase, name) for table in own.values() for name, phrases in table.items() for phrase in phrases]
    assert [(phrase, reply(phrase, language)) for phrase, _ in meant] == meant
    edits = tables(language)["edit"]
    assert reply(edits["undo"][0], language) == "undo"
    assert reply(edits["reset"][0], language) == "start_over"


def test_undoing_a_gesture_takes_it_out() -> None:
    adjusted = adjust(understand("nod, then smile"), "undo the smile")
    assert [gesture.name for gesture in adjusted.gestures] == ["nod"]


def test_starting_over_with_something_keeps_nothing_else() -> None:
    assert adjust(understand("slow sad nod, 8 seconds"), "start over with a wink") == understand("wink")
