"""An adjustment changes what it names and nothing else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.language import adjust, understand
from engine.language.languages import LANGUAGES
from engine.language.vocabularies import tables
from engine.types.direction import Direction, GestureName
from tests.language.strategies import directions

THERE_AND_BACK = [
    ("slower", "faster"), ("faster", "slower"), ("much slower", "much faster"), ("a bit slower", "a bit faster"),
    ("stronger", "subtler"), ("more intense", "less intense"), ("subtler", "bigger"),
]  # fmt: skip
NAMELESS = [
    "slower", "faster", "more intense", "subtler", "8 seconds", "zoom in instead", "again but happier", "longer",
    "square", "no music", "make it loop", "sad", "with soft piano", "other side", "everyone", "not so fast", "twice",
    "to the left instead", "much calmer", "slow", "static camera", "the woman on the left",
]  # fmt: skip


NAMING = [
    "add {}",
    "{} at the end",
    "a bit less of {}",
    "without {}",
    "at 2 seconds {}",
    "start with {}",
    "{}, very slowly",
]


@pytest.mark.parametrize(("there", "back"), THERE_AND_BACK)
@given(direction=directions, times=st.integers(1, 4))
@settings(deadline=None, max_examples=15)
def test_a_step_back_leads_to_where_it_was(there: str, back: str, times: int, direction: Direction) -> None:
    adjusted = direction
    for text in [there] * times + [back] * times:
        adjusted = adjust(adjusted, text)
    assert adjusted.pace == pytest.approx(direction.pace, abs=1e-3)
    assert adjusted.amount == pytest.approx(direction.amount, abs=1e-3)
    assert adjusted.model_copy(update={"pace": direction.pace, "amount": direction.amount}) == direction


@pytest.mark.parametrize("language", LANGUAGES)
@given(direction=directions)
@settings(deadline=None, max_examples=5)
def test_slower_then_faster_returns_in_every_language(language: str, direction: Direction) -> None:
    slower, faster = (tables(language)["compare"][key][0].rstrip("*") for key in ("slower", "faster"))
    told = direction.model_copy(update={"language": language})
    there = adjust(told, slower)
    assert there.pace < told.pace
    assert adjust(there, faster).pace == pytest.approx(told.pace, abs=1e-3)


@given(direction=directions, name=st.sampled_from(sorted(GestureName)), change=st.sampled_from(NAMING))
@settings(deadline=None, max_examples=100)
def test_a_gesture_that_is_not_named_survives_the_change_of_another(
    direction: Direction, name: GestureName, change: str
) -> None:
    adjusted = adjust(direction, change.format(tables("en")["gesture"][name][0]))
    others = [gesture.name for gesture in direction.gestures if gesture.name != name]
    assert [gesture.name for gesture in adjusted.gestures if gesture.name != name] == others


def test_slower_then_faster_from_natural_is_exactly_natural() -> None:
    nod = understand("nod")
    assert adjust(adjust(nod, "slower"), "faster") == nod


@pytest.mark.parametrize("text", NAMELESS)
@given(direction=directions)
@settings(deadline=None, max_examples=10)
def test_a_gesture_that_is_not_named_stays(text: str, direction: Direction) -> None:
    before = [gesture.name for gesture in direction.gestures]
    assert [gesture.name for gesture in adjust(direction, text).gestures] == before


@pytest.mark.parametrize(
    "text", ["", "again", "please", "ok thanks", "the video", "one more time", "perfect ❤️", "thats creepy", "lol"]
)
@given(direction=directions)
@settings(deadline=None, max_examples=10)
def test_saying_nothing_changes_nothing(text: str, direction: Direction) -> None:
    assert adjust(direction, text) == direction


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("slower", {"pace"}),
        ("subtler", {"amount"}),
        ("8.5 seconds", {"duration"}),
        ("make it sad", {"emotion", "beats"}),
        ("the camera orbits", {"camera"}),
        ("add a kiss", {"gestures"}),
        ("no frowning", {"avoid", "gestures"}),
        ("with rain", {"ambient"}),
    ],
)
@given(direction=directions)
@settings(deadline=None, max_examples=10)
def test_only_what_is_named_changes(text: str, fields: set[str], direction: Direction) -> None:
    adjusted = adjust(direction, text)
    same = {name: getattr(direction, name) for name in fields}
    assert adjusted.model_copy(update=same) == direction


@given(direction=directions)
@settings(deadline=None, max_examples=20)
def test_the_opposite_of_the_opposite_is_the_same_acting(direction: Direction) -> None:
    there = adjust(direction, "the opposite")
    again = adjust(there, "the opposite")
    assert again.gestures == direction.gestures
    assert again.emotion.label == direction.emotion.label
    assert again.pace == pytest.approx(direction.pace, abs=0.01)
