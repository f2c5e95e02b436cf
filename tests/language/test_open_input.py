"""Whatever people type, the answer is a valid direction."""

import string
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.language import adjust, describe, reply, understand
from engine.language.replying import Reply
from engine.types.direction import Direction
from tests.language.strategies import foreign_instructions, instructions, mixed_instructions

SCRIPTS = st.text(max_size=4096) | st.text(
    alphabet=string.printable + "äöüßçñ我慢点头不要音乐нетعربيहिन्दी😢👍🏽\u200d\u0301\u093c\u064b٣", max_size=4096
)


def assert_valid(direction: Direction) -> None:
    assert Direction.model_validate_json(direction.model_dump_json()) == direction


@given(SCRIPTS)
@settings(deadline=None, max_examples=60)
def test_any_text_gives_a_valid_direction(text: str) -> None:
    assert_valid(understand(text))


@pytest.mark.parametrize("text", ["\u093c", "nod \u093c \u0301", "9" * 4096, "at " + "9" * 400 + " seconds she nods"])
def test_marks_without_letters_and_numbers_beyond_measure_are_no_trouble(text: str) -> None:
    assert_valid(understand(text))


@given(st.lists(instructions, min_size=1, max_size=40).map(" ".join))
@settings(deadline=None, max_examples=60)
def test_any_words_of_the_vocabulary_give_a_valid_direction(text: str) -> None:
    direction = understand(text)
    assert_valid(direction)
    assert describe(direction)


@given(foreign_instructions | mixed_instructions, foreign_instructions)
@settings(deadline=None, max_examples=150)
def test_any_words_of_any_language_give_a_valid_direction(text: str, change: str) -> None:
    direction = adjust(understand(text), change)
    assert_valid(direction)
    assert describe(direction)
    assert reply(text) in {None, *get_args(Reply)}


@given(instructions, st.lists(instructions, min_size=1, max_size=5))
@settings(deadline=None, max_examples=60)
def test_any_adjustment_gives_a_valid_direction(first: str, turns: list[str]) -> None:
    direction = understand(first)
    for text in turns:
        direction = adjust(direction, text)
    assert_valid(direction)
    assert describe(direction)


@given(SCRIPTS | instructions)
@settings(deadline=None, max_examples=20)
def test_the_same_words_mean_the_same(text: str) -> None:
    assert understand(text) == understand(text)


def test_words_far_beyond_the_limit_are_not_read() -> None:
    assert understand("nod " + "x " * 4096 + "smile") == understand("nod " + "x " * 4096)
    assert len(understand("nod, then smile, then " * 1000).gestures) == 24
    assert understand("nod " * 1000).gestures[0].count == 12
