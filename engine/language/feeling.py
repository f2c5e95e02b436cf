"""What a sentence feels like when none of its words names a mood.

The sentence's vector is compared with those of sentences that were written for this project: some stand for each label
(`feelings.toml`), some have a place of their own between unpleasant and pleasant, asleep and agitated (`scale.toml`).
The label is that of the nearest; valence and arousal come from kernel ridge regressions (Saunders et al. 1998) on both.
No ratings by people went into it.
"""

from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.language.encoder import Encoder, Vectors, model_folder
from engine.language.table_file import read_tables
from engine.types.circumplex import VALENCE_AROUSAL
from engine.types.direction import Direction, Emotion, EmotionLabel

_FOLDER = Path(__file__).parent
_NEAREST = 3
_LEAST_CONFIDENCE = 0.35
_RIDGE = 0.5
_SHARPNESS = 2.0
"""Of the kernel exp(sharpness · (cosine − 1))."""
_LABELS_SHARE = 0.3
"""Weight of the labels' sentences beside those of the scale."""
_SPREAD = 2.0
"""Undoes that a ridge draws everything towards the middle (design)."""
_NAMED_WORTH = 2.0
"""As how many words of the sentence around it a named mood's own place weighs (design)."""
_AROUSAL_OF_A_SHOUT = 0.1
_MOST_SHOUTS = 2
_loading = Lock()

VECTORS = _FOLDER / "feelings.npy"
"""The vectors of `prototype_sentences`, float16: to make them anew at every start would take seconds."""

Places = NDArray[np.float64]
"""Rows of valence and arousal."""


class Feeling(NamedTuple):
    """A guess at the mood of a sentence."""

    emotion: Emotion
    confidence: float
    """The mean cosine to the nearest prototypes of its label, −1…1; below 0.35 it is little more than chance."""


class _Regression:
    """Kernel ridge regression from sentences to their places."""

    def __init__(self, vectors: Vectors, places: Places) -> None:
        self._vectors = vectors
        self._centre = places.mean(axis=0)
        penalty = _RIDGE * np.eye(len(vectors))
        self._weights = np.linalg.solve(self._nearness(vectors) + penalty, places - self._centre)

    def place(self, vector: Vectors) -> Places:
        """Return the valence and arousal of a sentence."""
        return np.asarray(self._nearness(vector) @ self._weights + self._centre)

    def _nearness(self, vectors: Vectors) -> NDArray[np.float64]:
        return np.exp(_SHARPNESS * ((vectors @ self._vectors.T).astype(np.float64) - 1))


class Prototypes:
    """The model, and the vectors of the sentences that feelings are compared with."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        sentences = _read("feelings")
        scale = _read("scale")["sentences"]
        known = np.load(VECTORS, allow_pickle=False).astype(np.float32)
        counts = [len(sentences[label]) for label in sentences]
        *self._vectors, on_scale = np.split(known, np.cumsum(counts))
        self._labels = [EmotionLabel(label) for label in sentences]
        places = [
            VALENCE_AROUSAL[label] for label, count in zip(self._labels, counts, strict=True) for _ in range(count)
        ]
        self._by_labels = _Regression(known[: sum(counts)], np.array(places))
        self._by_scale = _Regression(on_scale, np.array([(valence, arousal) for valence, arousal, _ in scale]))

    def feeling(self, text: str) -> Feeling:
        """Return the mood of a sentence."""
        vector = self._encoder.encode(text)
        nearness = [float(np.sort(vectors @ vector)[-_NEAREST:].mean()) for vectors in self._vectors]
        best = int(np.argmax(nearness))
        place = _LABELS_SHARE * self._by_labels.place(vector) + (1 - _LABELS_SHARE) * self._by_scale.place(vector)
        shouts = min(text.count("!"), _MOST_SHOUTS)
        valence, arousal = np.clip(_SPREAD * place + np.array([0.0, _AROUSAL_OF_A_SHOUT * shouts]), -1.0, 1.0)
        mood = Emotion(label=self._labels[best], valence=round(float(valence), 3), arousal=round(float(arousal), 3))
        return Feeling(mood, nearness[best])


def felt(direction: Direction, text: str) -> Direction:
    """Return the direction with the feeling that its text has as a whole; unchanged without the model.

    A mood that a word named keeps its label and a share of its place; a label that is uncertain stays neutral, and so
    does a film whose mood changes.
    """
    known = prototypes()
    if known is None or direction.beats:
        return direction
    whole, confidence = known.feeling(text)
    named = direction.emotion
    if named.label is not EmotionLabel.NEUTRAL:
        share = min(1.0, _NAMED_WORTH / len(text.split()))
        places = [
            share * own + (1 - share) * heard
            for own, heard in ((named.valence, whole.valence), (named.arousal, whole.arousal))
        ]
        mood = Emotion(label=named.label, valence=round(places[0], 3), arousal=round(places[1], 3))
    elif confidence < _LEAST_CONFIDENCE:
        mood = whole.model_copy(update={"label": EmotionLabel.NEUTRAL})
    else:
        mood = whole
    return direction.model_copy(update={"emotion": mood})


def prototypes() -> Prototypes | None:
    """Return the prototypes, made once by whoever asks first, or None when the model is not installed."""
    with _loading:
        return _prototypes()


@cache
def _prototypes() -> Prototypes | None:
    folder = model_folder()
    return None if folder is None else Prototypes(Encoder(folder))


def prototype_sentences() -> list[str]:
    """Return the sentences that feelings are compared with: those of the labels, then those of the scale."""
    labelled = [text for texts in _read("feelings").values() for text in texts]
    return labelled + [text for _, _, text in _read("scale")["sentences"]]


def _read(name: str) -> dict[str, Any]:
    return read_tables(_FOLDER / f"{name}.toml")
