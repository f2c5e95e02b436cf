"""Saying it back."""

import pytest
from hypothesis import given, settings

from engine.language import describe, understand
from engine.types.direction import Direction
from tests.language.strategies import directions


@given(directions)
@settings(deadline=None, max_examples=150)
def test_what_is_said_back_means_the_same(direction: Direction) -> None:
    assert understand(describe(direction)) == direction, describe(direction)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("slow, wistful nod", "A slow, wistful nod."),
        ("slow wistful nod, then a faint smile, 5 seconds", "A slow, wistful nod, then a small smile. 5 s."),
        ("an amused look", "An amused look."),
        ("starts sad, ends happy", "First sad, then happy."),
        ("nod twice, no music", "A nod twice. No music."),
        ("", "The picture comes alive."),
    ],
)
def test_it_is_said_in_a_short_sentence(text: str, said: str) -> None:
    assert describe(understand(text)) == said
