"""The mood of sentences in which no word names one."""

import pytest

from engine.language import understand
from engine.language.feeling import felt, prototypes
from engine.language.grammar import read
from engine.language.reading import names_no_mood
from engine.types.direction import Direction, EmotionLabel


@pytest.mark.parametrize("text", ["slow, wistful nod", "nod", "she smiles, sadly, at the grumblefitz over there", ""])
def test_commands_and_named_moods_need_no_model(text):
    assert not names_no_mood(read(text, None), text)


def test_a_sentence_of_unknown_words_does():
    text = "he just got the grumblefitz of a vermilion zorblat"
    assert names_no_mood(read(text, None), text)


def test_without_the_model_the_grammar_still_works(monkeypatch):
    monkeypatch.setattr("engine.language.feeling.prototypes", lambda: None)
    assert felt(Direction(), "whatever it may be") == Direction()
    assert understand("he just got the grumblefitz of a vermilion zorblat").emotion.label is EmotionLabel.NEUTRAL


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("he just heard the best news of his whole life", 1),
        ("her beloved dog died this morning and she is crying", -1),
    ],
)
def test_the_model_tells_good_from_bad(text, sign):
    known = prototypes()
    if known is None:
        pytest.skip("the sentence model is not installed (extra `feelings`)")
    assert sign * known.feeling(text).emotion.valence > 0.1
