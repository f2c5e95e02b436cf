"""The network in numpy against the same weights run by transformers 5.23 and torch 2.13."""

import numpy as np
import pytest

from engine.language.encoder import Encoder, model_folder

SENTENCES = (
    "A slow, wistful nod.",
    "She slowly nods and dreams of the past.",
    "The train leaves at ten past nine.",
    "He just heard the best news of his life!",
    "naïve café, 日本",
)
COSINES = [
    [1.0, 0.2813, 0.0387, 0.1407, 0.0925],
    [0.2813, 1.0, 0.1598, 0.1100, 0.0598],
    [0.0387, 0.1598, 1.0, -0.0585, 0.0648],
    [0.1407, 0.1100, -0.0585, 1.0, 0.0704],
    [0.0925, 0.0598, 0.0648, 0.0704, 1.0],
]
FIRST_NUMBERS = [-0.0165, -0.0092, 0.0291, -0.0156]
"""Of the first sentence's vector."""


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    folder = model_folder()
    if folder is None:
        pytest.skip("the sentence model is not installed (extra `feelings`)")
    return Encoder(folder)


def test_sentences_are_as_near_to_one_another_as_in_the_reference(encoder: Encoder) -> None:
    vectors = np.stack([encoder.encode(text) for text in SENTENCES])
    assert vectors.shape == (5, 384)
    np.testing.assert_allclose(vectors @ vectors.T, COSINES, atol=1e-3)
    np.testing.assert_allclose(vectors[0, :4], FIRST_NUMBERS, atol=5e-4)


def test_any_text_has_a_vector_of_length_one(encoder: Encoder) -> None:
    for text in ("", "x", "word " * 500, "\u0000\ud800", "😢"):
        assert np.linalg.norm(encoder.encode(text)) == pytest.approx(1.0, abs=1e-5)
