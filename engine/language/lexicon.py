"""One language's vocabulary: which phrases there are, and which of them stand in a text.

A vocabulary is a data file (`vocabulary/<language>.toml`, its layout is told in `en.toml`); it is read when its
language is first met and then kept.
"""

import tomllib
from functools import cache, cached_property
from pathlib import Path
from typing import Any, NamedTuple

from engine.language.spelling import Spelling
from engine.language.tokens import Token, tokenize

_FOLDER = Path(__file__).parent / "vocabulary"
_SENSE = ""  # the key under which a phrase's sense stands in the tree of words; no word is empty
_SHORTEST_STEM = 3
_SKIPS = 2  # articles and possessives that may stand inside a phrase
_FIRST_EMOJI = 0x2000
_SENTENCE_ENDS = frozenset(".!?;\n")
_PAUSES = frozenset(",:()/–—|•")


class Sense(NamedTuple):
    """What a phrase means, in the project's own terms."""

    kind: str
    """The vocabulary's table: gesture, mood, manner …; "number" also for digits, "break" for punctuation, "unknown"
    for a word that no phrase explains."""
    value: str
    refinements: tuple[str, ...] = ()


class Match(NamedTuple):
    """A phrase found in a text."""

    text: str
    sense: Sense
    start: int
    """Index of its first token."""
    stop: int
    """Index after its last token."""


class Lexicon:
    """The phrases of one language, ready to be found."""

    def __init__(self, vocabulary: dict[str, Any]) -> None:
        self.say: dict[str, Any] = vocabulary.get("say", {})
        self._endings: list[tuple[str, str]] = [(ending, stem) for ending, stem in vocabulary["endings"]]
        self._lookalikes = frozenset(vocabulary["lookalikes"])
        self._phrases: dict[str, Any] = {}
        self._words: set[str] = set()
        self._fillers = frozenset(vocabulary["plain"]["filler"])
        for kind, table in vocabulary.items():
            if kind != "say" and isinstance(table, dict):
                for key, phrases in table.items():
                    value, *refinements = key.split()
                    for phrase in phrases:
                        self._add(phrase, Sense(kind, value, tuple(refinements)))

    def matches(self, tokens: list[Token]) -> list[Match]:
        """Return what the tokens say from the first to the last, the longest phrase at each place.

        Names, and signs without meaning, are left out.
        """
        forms = {token.text: self._forms(token) for token in set(tokens)}
        words = [forms[token.text] for token in tokens]
        found: list[Match] = []
        position = 0
        while position < len(tokens):
            token = tokens[position]
            stop, sense = self._longest(self._phrases, words, position)
            if sense is None:
                stop, sense = position + 1, _sense_of_token(token)
            if sense is not None:
                text = " ".join(part.text for part in tokens[position:stop])
                found.append(Match(text, sense, position, stop))
            position = stop
        return found

    def _add(self, phrase: str, sense: Sense) -> None:
        node = self._phrases
        for token in tokenize(phrase):
            self._words.add(token.text)
            node = node.setdefault(token.text, {})
        node[_SENSE] = sense

    def _longest(
        self, node: dict[str, Any], words: list[tuple[str, ...]], position: int, skips_left: int = 0
    ) -> tuple[int, Sense | None]:
        """Return where the longest phrase that goes on at `position` stops, and its sense."""
        best: tuple[int, Sense | None] = (position, node.get(_SENSE))
        if position >= len(words):
            return best
        inside = node is not self._phrases
        branches = [(node[word], _SKIPS if not inside else skips_left) for word in words[position] if word in node]
        if inside and skips_left and self._fillers.intersection(words[position]):
            branches.append(({key: branch for key, branch in node.items() if key != _SENSE}, skips_left - 1))
        for branch, skips in branches:
            stop, sense = self._longest(branch, words, position + 1, skips)
            if sense is not None and (best[1] is None or stop > best[0]):
                best = (stop, sense)
        return best

    @cached_property
    def _spelling(self) -> Spelling:
        return Spelling(self._words)

    def _forms(self, token: Token) -> tuple[str, ...]:
        """Return the vocabulary's words that a token may be: itself, its stems, or what it is a slip of."""
        word = token.text
        if (known := self._known(word)) or not token.is_word or word in self._lookalikes:
            return known
        for squeezed in Spelling.squeezed(word):
            if known := self._known(squeezed):
                return known
        stems = [word, *self._stems(word)]
        if token.is_name or self._lookalikes.intersection(stems):
            return ()
        corrected = (self._spelling.correct(stem) for stem in stems)
        return next(((word,) for word in corrected if word is not None), ())

    def _known(self, word: str) -> tuple[str, ...]:
        return tuple(form for form in (word, *self._stems(word)) if form in self._words)

    def _stems(self, word: str) -> list[str]:
        return [
            word[: -len(ending)] + stem
            for ending, stem in self._endings
            if word.endswith(ending) and len(word) - len(ending) + len(stem) >= _SHORTEST_STEM
        ]


@cache
def tables(language: str) -> dict[str, Any]:
    """Return a language's vocabulary file as it is written."""
    return tomllib.loads((_FOLDER / f"{language}.toml").read_text(encoding="utf-8"))


@cache
def lexicon(language: str) -> Lexicon:
    """Return the vocabulary of a language, read from its file the first time."""
    return Lexicon(tables(language))


def _sense_of_token(token: Token) -> Sense | None:
    """Return what a token that begins no phrase means by itself; names and stray signs mean nothing."""
    if token.text in _SENTENCE_ENDS:
        return Sense("break", "sentence")
    if token.text in _PAUSES:
        return Sense("break", "pause")
    if token.text[0].isdecimal() and ":" not in token.text:
        return Sense("number", token.text)
    is_emoji = ord(token.text[0]) > _FIRST_EMOJI and token.text.isprintable()
    return Sense("unknown", token.text) if is_emoji or (token.is_word and not token.is_name) else None
