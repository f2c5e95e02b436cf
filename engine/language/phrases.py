"""Phrases as a tree of words, and the longest of them that stands at a place in a text."""

from collections.abc import Sequence
from itertools import chain, permutations
from typing import Any, NamedTuple

_SENSE = ""  # the key under which a phrase's sense stands in the tree of words; no word is empty
_ASIDES = frozenset({"manner", "degree", "count", "side", "mood"})
_HOLDS_ASIDES = frozenset({"gesture", "mood", "camera"})
_MOST_ASIDES = 3

Words = Sequence[Sequence[str]]
"""A text, each of its tokens as the vocabulary's words that it may be a form of."""


class Sense(NamedTuple):
    """What a phrase means, in the project's own terms."""

    kind: str
    """The vocabulary's table: gesture, mood, manner …; "number" also for digits, "break" for punctuation, "unknown"
    for a word that no phrase explains."""
    value: str
    refinements: tuple[str, ...] = ()


class Found(NamedTuple):
    """A phrase at a place of a text, or none."""

    stop: int
    """Index after its last token."""
    sense: Sense | None = None
    asides: tuple[tuple[int, int], ...] = ()
    """Where words stand within it that are no part of it but say something: "close *slowly* your eyes"."""


_FILLER = Sense("plain", "filler")
_SILENT = frozenset(
    {
        _FILLER,
        Sense("plain", "stop"),
        Sense("number", "1"),
        Sense("time", "at"),
        Sense("time", "for"),
        Sense("gaze", "away"),
    }
)
"""What says nothing within a phrase: "roll her eyes", "levanta una ceja", "eyes are closed"."""


class Phrases:
    """Phrases by their words."""

    def __init__(self) -> None:
        self._tree: dict[str, Any] = {}
        self._asides: dict[str, Any] = {}
        """What may stand inside a phrase: articles, and words of manner ("close slowly your eyes")."""

    def add(self, parts: Sequence[Sequence[str]], sense: Sense) -> None:
        """Let the words of all parts together mean something, in whatever order the parts stand."""
        is_aside = sense.kind in _ASIDES or sense in _SILENT
        for ordered in permutations(parts):
            words = list(chain.from_iterable(ordered))
            _plant(self._tree, words, sense)
            if is_aside:
                _plant(self._asides, words, sense)

    def sense(self, word: str) -> Sense | None:
        """Return what a word means by itself."""
        sense: Sense | None = self._tree.get(word, {}).get(_SENSE)
        return sense

    def longest(self, words: Words, start: int, stop: int) -> Found:
        """Return the longest phrase that begins at `start` and ends before `stop`."""
        return _further(self._tree, _Text(words, stop, self._asides), start, 0)


class _Text(NamedTuple):
    words: Words
    stop: int
    asides: dict[str, Any]


def _longest(node: dict[str, Any], text: _Text, position: int, inside: int) -> Found:
    """Return the longest phrase that goes on from a node of the tree, or else ends with it."""
    ending = Found(position, node.get(_SENSE))
    return _longer(_further(node, text, position, inside), ending)


def _further(node: dict[str, Any], text: _Text, position: int, inside: int) -> Found:
    """Return the longest phrase that goes on from a node; `inside` counts its words and asides so far."""
    best = Found(position)
    if position >= text.stop or len(node) == (_SENSE in node):
        return best
    for word in text.words[position]:
        if word in node:
            best = _longer(_longest(node[word], text, position + 1, inside + 1), best)
    if 0 < inside <= _MOST_ASIDES:
        aside = _further(text.asides, text, position, _MOST_ASIDES + 1)
        if aside.sense is not None:
            found = _further(node, text, aside.stop, inside + 1)
            if _holds(found.sense, aside.sense):
                said = () if aside.sense in _SILENT else ((position, aside.stop),)
                best = _longer(found._replace(asides=(*said, *found.asides)), best)
    return best


def _longer(found: Found, best: Found) -> Found:
    """Return a phrase that was found if it is longer than the best so far."""
    return found if found.sense is not None and (best.sense is None or found.stop > best.stop) else best


def _holds(phrase: Sense | None, aside: Sense) -> bool:
    """Whether a phrase goes on after an aside: articles may stand in any, other words where they belong to its head."""
    if phrase is None or aside == _FILLER:
        return phrase is not None
    return phrase.kind == "gesture" if aside in _SILENT else phrase.kind in _HOLDS_ASIDES


def _plant(tree: dict[str, Any], words: Sequence[str], sense: Sense) -> None:
    for word in words:
        tree = tree.setdefault(word, {})
    tree[_SENSE] = sense
