"""The mood of sentences in which no word names one."""

import numpy as np
import pytest

from engine.language import understand
from engine.language.encoder import Encoder, model_folder
from engine.language.feeling import VECTORS, Feeling, felt, prototype_sentences, prototypes
from engine.language.grammar import read
from engine.language.reading import is_prose
from engine.types.direction import Beat, Direction, Emotion, EmotionLabel


@pytest.mark.parametrize("text", ["slow, wistful nod", "nod", "she smiles, sadly, at the grumblefitz over there", ""])
def test_commands_and_named_moods_need_no_model(text):
    assert not is_prose(read(text, None), text)


def test_a_sentence_of_unknown_words_does():
    text = "he just got the grumblefitz of a vermilion zorblat"
    assert is_prose(read(text, None), text)


def test_without_the_model_the_grammar_still_works(monkeypatch):
    monkeypatch.setattr("engine.language.feeling.prototypes", lambda: None)
    assert felt(Direction(), "whatever it may be") == Direction()
    assert understand("he just got the grumblefitz of a vermilion zorblat").emotion == Emotion()


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


class Certain:
    """A model that feels the same of everything."""

    def __init__(self, confidence: float) -> None:
        self.confidence = confidence

    def feeling(self, text: str) -> Feeling:
        return Feeling(Emotion(label=EmotionLabel.GRIEF, valence=-0.5, arousal=0.1), self.confidence)


@pytest.mark.parametrize(("confidence", "label"), [(0.9, EmotionLabel.GRIEF), (0.1, EmotionLabel.NEUTRAL)])
def test_a_feeling_that_is_uncertain_has_a_place_but_no_name(monkeypatch, confidence, label):
    monkeypatch.setattr("engine.language.feeling.prototypes", lambda: Certain(confidence))
    assert felt(Direction(), "whatever").emotion == Emotion(label=label, valence=-0.5, arousal=0.1)


def test_a_mood_that_a_word_names_keeps_its_name(monkeypatch):
    monkeypatch.setattr("engine.language.feeling.prototypes", lambda: Certain(0.9))
    named = Emotion(label=EmotionLabel.PRIDE, valence=0.6, arousal=0.4)
    whole, part = (felt(Direction(emotion=named), words).emotion for words in ("proud", "so proud of all of you"))
    assert whole == named
    assert part.label is EmotionLabel.PRIDE
    assert -0.5 < part.valence < 0.6
    changing = Direction(emotion=named, beats=(Beat(start=0.5, emotion=Emotion()),))
    assert felt(changing, "whatever") == changing


def test_the_kept_vectors_are_those_of_the_sentences():
    folder = model_folder()
    if folder is None:
        pytest.skip("the sentence model is not installed (extra `feelings`)")
    sentences, kept = prototype_sentences(), np.load(VECTORS, allow_pickle=False)
    assert len(kept) == len(sentences)
    encoder = Encoder(folder)
    for index in range(0, len(sentences), 7):
        assert float(encoder.encode(sentences[index]) @ kept[index].astype(np.float32)) > 0.999, sentences[index]
