"""The vocabularies as data: whole, and without phrases that mean two things."""

from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

import engine.language
from engine.language.circumplex import OPPOSITE
from engine.language.lexicon import lexicon
from engine.language.manner import DEGREES, MANNERS, stepped
from engine.language.saying import sayings
from engine.language.tokens import tokenize
from engine.language.vocabularies import tables
from engine.types.circumplex import VALENCE_AROUSAL
from engine.types.direction import CameraMove, EmotionLabel, GestureName

LANGUAGES = sorted(path.stem for path in (Path(engine.language.__file__).parent / "vocabulary").glob("*.toml"))

SWEEPS = {CameraMove.PAN_LEFT, CameraMove.PAN_RIGHT, CameraMove.TILT_UP, CameraMove.TILT_DOWN}


def senses(language: str) -> dict[str, dict[str, list[str]]]:
    return {kind: table for kind, table in tables(language).items() if isinstance(table, dict)}


def keys(table: dict[str, Any]) -> set[str]:
    return {f"{kind}.{key.split()[0]}" for kind, entries in table.items() for key in entries}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_meaning_is_missing(language: str) -> None:
    known = senses(language)
    assert {key.split()[0] for key in known["gesture"]} == set(GestureName)
    assert {key.split()[0] for key in known["mood"]} == set(EmotionLabel)
    assert set(known["manner"]) == set(MANNERS)
    assert {key.split()[0] for key in known["degree"]} == set(DEGREES)
    assert set(known["camera"]) == {move.split("_")[0] if move in SWEEPS else str(move) for move in CameraMove}
    assert keys(known) == keys(senses("en"))
    say, english = sayings(language), sayings("en")
    assert set(say) == set(english)
    assert all(set(say[name]) == set(english[name]) for name in say if isinstance(english[name], dict))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_phrase_has_two_meanings(language: str) -> None:
    meanings: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for kind, table in senses(language).items():
        for key, phrases in table.items():
            for phrase in phrases:
                meanings[tuple(token.text for token in tokenize(phrase))].add(f"{kind}.{key}")
    assert not [phrase for phrase, found in meanings.items() if len(found) > 1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_said_holds_no_stems(language: str) -> None:
    said = str({key: words for key, words in sayings(language).items() if key != "spelling"})
    assert not set(said) & set("*~")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_phrase_is_empty(language: str) -> None:
    assert all(tokenize(phrase) for table in senses(language).values() for each in table.values() for phrase in each)


def test_every_mood_has_its_place_and_its_counterpart() -> None:
    assert set(VALENCE_AROUSAL) == set(OPPOSITE) == set(EmotionLabel)
    assert all(OPPOSITE[OPPOSITE[label]] == label for label in EmotionLabel)
    assert all(-1 <= part <= 1 for place in VALENCE_AROUSAL.values() for part in place)


def test_one_step_is_heard_as_slow_or_fast() -> None:
    assert stepped(1.0, -1) == 0.8
    assert stepped(1.0, 1) > 1.15
    assert stepped(stepped(1.0, -1), 1) == 1.0


@pytest.mark.parametrize(("slip", "word"), [("slwo", "slow"), ("smlie", "smile"), ("wistfull", "wistful")])
def test_a_slip_is_read_as_the_word_it_is_next_to(slip: str, word: str) -> None:
    meant, said = (lexicon("en").matches(tokenize(text)) for text in (word, slip))
    assert [match.sense.value for match in said] == [match.sense.value for match in meant]


@pytest.mark.parametrize("word", ["blank", "wine", "shade", "crown", "title", "think", "drown", "winter", "sink"])
def test_another_real_word_is_never_read_as_a_gesture(word: str) -> None:
    assert not [match for match in lexicon("en").matches(tokenize(word)) if match.sense.kind == "gesture"]
