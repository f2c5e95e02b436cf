"""Saying it back."""

from itertools import product

import pytest
from hypothesis import given, settings

from engine.language import describe, understand
from engine.language.arranging import TAKES_SIDE
from engine.language.languages import LANGUAGES
from engine.language.manner import amount_factor, pace_factor
from engine.types.direction import Direction, Gesture, GestureName
from tests.language.strategies import directions, directions_of_several

SIDES = dict.fromkeys(TAKES_SIDE, ("left", "right")) | dict.fromkeys(
    (GestureName.TURN, GestureName.LOOK), ("left", "right", "up", "down")
)
"""Where each gesture can go."""
LEVELS = (-2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0)


@given(directions)
@settings(deadline=None, max_examples=150)
def test_what_is_said_back_means_the_same(direction: Direction) -> None:
    assert understand(describe(direction)) == direction, describe(direction)


@pytest.mark.parametrize("language", LANGUAGES[1:])
@given(directions)
@settings(deadline=None, max_examples=20)
def test_so_it_does_in_every_other_language(language: str, direction: Direction) -> None:
    direction = told_in(direction, language)
    assert understand(describe(direction), language) == direction, describe(direction)


@pytest.mark.parametrize("language", LANGUAGES)
@given(directions_of_several)
@settings(deadline=None, max_examples=15)
def test_who_does_what_is_said_in_every_language(language: str, direction: Direction) -> None:
    direction = told_in(direction, language)
    assert understand(describe(direction), language) == direction, describe(direction)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [GestureName.BREATHE, GestureName.LAUGH, GestureName.FROWN, GestureName.SMILE])
def test_idioms_take_no_degree_away(language: str, name: GestureName) -> None:
    """ "Breathes deeply" and the like stand only where nothing else is said of how large and how fast it is."""
    for pace, amount in product(LEVELS, LEVELS):
        acts = Gesture(name=GestureName.NOD), Gesture(name=name, pace=pace_factor(pace), amount=amount_factor(amount))
        direction = Direction(language=language, gestures=acts)
        assert understand(describe(direction), language) == direction, describe(direction)


def told_in(direction: Direction, language: str) -> Direction:
    """Return a direction in a language, without what only English can say: music in its words, "frown to the left"."""
    gestures = tuple(
        gesture if gesture.side in SIDES.get(gesture.name, ()) else gesture.model_copy(update={"side": None})
        for gesture in direction.gestures
    )
    music = direction.music.model_copy(update={"mood": None})
    return direction.model_copy(update={"language": language, "gestures": gestures, "music": music})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("slow, wistful nod", "A slow, wistful nod."),
        ("slow wistful nod, then a faint smile, 5 seconds", "A slow, wistful nod, then a small smile. 5 seconds."),
        ("an amused look", "An amused look."),
        ("starts sad, ends happy", "First sad, then happy."),
        ("nod twice, no music", "A nod, twice. No music."),
        ("", "The picture comes alive."),
        (
            "the left one winks and the right one smiles",
            "A wink by the person on the left, then a smile by the person on the right.",
        ),
        ("they look at each other, then smile", "A look at each other, then a smile."),
        (
            "the left one is happy and the right one is sad",
            "A happy mood by the person on the left: a frown by the person on the right.",
        ),
    ],
)
def test_it_is_said_in_a_short_sentence(text: str, said: str) -> None:
    assert describe(understand(text)) == said
