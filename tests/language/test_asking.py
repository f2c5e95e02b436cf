"""Words for the conversation: undo, and start over."""

import pytest

from engine.language import adjust, asked_for, understand
from engine.language.languages import LANGUAGES
from engine.language.vocabularies import tables


@pytest.mark.parametrize("text", ["undo", "undo that please", "Go back!", "rückgängig", "元に戻して", "отмени", "撤销"])
def test_undo(text: str) -> None:
    assert asked_for(text) == "undo"


@pytest.mark.parametrize(
    "text", ["start over", "ok, let's start from scratch", "desde cero", "처음부터 다시", "начни заново"]
)
def test_start_over(text: str) -> None:
    assert asked_for(text) == "start_over"


@pytest.mark.parametrize(
    "text", ["", "nod", "undo the smile", "start over with a wink", "again", "slower", "the opposite"]
)
def test_what_says_more_or_less_is_for_the_clip(text: str) -> None:
    assert asked_for(text) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_words_for_both(language: str) -> None:
    edits = tables(language)["edit"]
    assert asked_for(edits["undo"][0], language) == "undo"
    assert asked_for(edits["reset"][0], language) == "start_over"


def test_undoing_a_gesture_takes_it_out() -> None:
    adjusted = adjust(understand("nod, then smile"), "undo the smile")
    assert [gesture.name for gesture in adjusted.gestures] == ["nod"]


def test_starting_over_with_something_keeps_nothing_else() -> None:
    assert adjust(understand("slow sad nod, 8 seconds"), "start over with a wink") == understand("wink")
