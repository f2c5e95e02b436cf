"""What is refused, and what must not be."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.language.declining import is_declined

CORPUS = Path(__file__).with_name("corpus.jsonl")


@pytest.mark.parametrize(
    "text",
    [
        "make her naked",
        "NUDE please",
        "she undresses slowly",
        "ｎａｋｅｄ",
        "take off  her\nclothes",
        "zeig sie nackt",
        "que se desnude",
        "elle se déshabille",
        "senza vestiti",
        "naakt",
        "çıplak olsun",
        "пусть разденется",
        "роздягнути її",
        "脱掉衣服",
        "服を脱いで",
        "옷을 벗어",
        "عارية",
        "कपड़े उतारो",
    ],
)
def test_indecent_wishes_are_declined(text: str) -> None:
    assert is_declined(text)


@pytest.mark.parametrize(
    "text",
    [
        "a kiss and a wink",
        "she looks sexy and proud",
        "strip of sunlight on her face",
        "maintenant elle sourit",
        "nu glimlacht ze",
        "ella asiente desde lejos",
        "he exhales with his eyes closed",
        "Nagy mosoly",
        "titanic mood",
        "",
    ],
)
def test_decent_wishes_are_not(text: str) -> None:
    assert not is_declined(text)


def test_nothing_of_the_corpus_is_declined() -> None:
    lines = CORPUS.read_text(encoding="utf-8").splitlines()
    turns = [turn for line in lines if line.strip() for turn in json.loads(line)["turns"]]
    assert len(turns) > 300
    assert [turn for turn in turns if is_declined(turn)] == []


@given(text=st.text(max_size=4096))
@settings(deadline=None)
def test_no_text_breaks_it(text: str) -> None:
    assert isinstance(is_declined(text), bool)
