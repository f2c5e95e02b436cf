"""What a sentence feels like when none of its words names a mood.

The sentence's vector is compared with those of prototypes, sentences written for each label (`feelings.toml`); the
label is that of the nearest prototypes, valence and arousal are the mean of all labels, weighted by nearness.
"""

import tomllib
from functools import cache
from pathlib import Path
from threading import Lock
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.language.circumplex import VALENCE_AROUSAL
from engine.language.encoder import Encoder, model_folder
from engine.types.direction import Emotion, EmotionLabel

_PROTOTYPES = Path(__file__).parent / "feelings.toml"
_NEAREST = 3
_SHARPNESS = 12.0
_loading = Lock()


class Feeling(NamedTuple):
    """A guess at the mood of a sentence."""

    emotion: Emotion
    confidence: float
    """The mean cosine to the nearest prototypes of its label, −1…1; below 0.25 it is little more than chance."""


class Prototypes:
    """The model, and the vectors of the sentences that stand for each label."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        sentences = tomllib.loads(_PROTOTYPES.read_text(encoding="utf-8"))
        self._labels = [EmotionLabel(label) for label in sentences]
        self._vectors = [np.stack([encoder.encode(text) for text in sentences[label]]) for label in self._labels]
        self._places = np.array([VALENCE_AROUSAL[label] for label in self._labels])

    def feeling(self, text: str) -> Feeling:
        """Return the mood of a sentence."""
        vector = self._encoder.encode(text)
        nearness: NDArray[np.float64] = np.array(
            [np.sort(vectors @ vector)[-_NEAREST:].mean() for vectors in self._vectors], dtype=np.float64
        )
        best = int(nearness.argmax())
        weights = np.exp(_SHARPNESS * (nearness - nearness.max()))
        valence, arousal = (weights / weights.sum()) @ self._places
        mood = Emotion(label=self._labels[best], valence=round(float(valence), 3), arousal=round(float(arousal), 3))
        return Feeling(mood, float(nearness[best]))


def prototypes() -> Prototypes | None:
    """Return the prototypes, made once by whoever asks first, or None when the model is not installed."""
    with _loading:
        return _prototypes()


@cache
def _prototypes() -> Prototypes | None:
    folder = model_folder()
    return None if folder is None else Prototypes(Encoder(folder))
