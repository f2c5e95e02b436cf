"""What a sentence feels like when none of its words names a mood.

The sentence's vector is compared with those of prototypes, sentences written for each label (`feelings.toml`); the
label is that of the nearest prototypes; valence and arousal come from a ridge regression of the labels' own places
(`circumplex`) on the prototypes' vectors. No ratings by people went into it.
"""

import tomllib
from functools import cache
from pathlib import Path
from threading import Lock
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.language.encoder import Encoder, model_folder
from engine.types.circumplex import VALENCE_AROUSAL
from engine.types.direction import Direction, Emotion, EmotionLabel

_PROTOTYPES = Path(__file__).parent / "feelings.toml"
_NEAREST = 3
_LEAST_CONFIDENCE = 0.35
_RIDGE = 3.0
_loading = Lock()


class Feeling(NamedTuple):
    """A guess at the mood of a sentence."""

    emotion: Emotion
    confidence: float
    """The mean cosine to the nearest prototypes of its label, −1…1; below 0.35 it is little more than chance."""


class Prototypes:
    """The model, and the vectors of the sentences that stand for each label."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        sentences = tomllib.loads(_PROTOTYPES.read_text(encoding="utf-8"))
        self._labels = [EmotionLabel(label) for label in sentences]
        self._vectors = [np.stack([encoder.encode(text) for text in sentences[label]]) for label in self._labels]
        known = np.concatenate(self._vectors)
        places = np.array(
            [VALENCE_AROUSAL[label] for label, rows in zip(self._labels, self._vectors, strict=True) for _ in rows]
        )
        self._centre = places.mean(axis=0)
        penalty = _RIDGE * np.eye(len(known))
        self._slope = known.T @ np.linalg.solve(known @ known.T + penalty, places - self._centre)

    def feeling(self, text: str) -> Feeling:
        """Return the mood of a sentence."""
        vector = self._encoder.encode(text)
        nearness: NDArray[np.float64] = np.array(
            [np.sort(vectors @ vector)[-_NEAREST:].mean() for vectors in self._vectors], dtype=np.float64
        )
        best = int(nearness.argmax())
        valence, arousal = np.clip(vector @ self._slope + self._centre, -1.0, 1.0)
        mood = Emotion(label=self._labels[best], valence=round(float(valence), 3), arousal=round(float(arousal), 3))
        return Feeling(mood, float(nearness[best]))


def felt(direction: Direction, text: str) -> Direction:
    """Return the direction with the mood that its text has as a whole, unchanged where that is uncertain."""
    known = prototypes()
    if known is None:
        return direction
    feeling = known.feeling(text)
    if feeling.confidence < _LEAST_CONFIDENCE or feeling.emotion.label is EmotionLabel.NEUTRAL:
        return direction
    return direction.model_copy(update={"emotion": feeling.emotion})


def prototypes() -> Prototypes | None:
    """Return the prototypes, made once by whoever asks first, or None when the model is not installed."""
    with _loading:
        return _prototypes()


@cache
def _prototypes() -> Prototypes | None:
    folder = model_folder()
    return None if folder is None else Prototypes(Encoder(folder))
