"""One language's vocabulary at work: which of its phrases stand in a text.

People mix English into every language, so that English explains what is left.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby, takewhile
from typing import Any, NamedTuple

from engine.language.forms import OPEN, Forms
from engine.language.phrases import Found, Phrases, Sense, Words
from engine.language.tokens import Token, folded, script, tokenize
from engine.language.vocabularies import tables

_EITHER_ORDER = "~"
_PLAIN = re.compile(r"[a-z* ]+")
_CUTS = frozenset({"break", "join", "order"})
_COMMON = "en"
_FIRST_EMOJI = 0x2000
_MOST_DIGITS = 12
_SENTENCE_ENDS = frozenset(".!?;\n")
_PAUSES = frozenset(",:()/–—|•")


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

    def __init__(self, vocabulary: dict[str, Any], common: "Lexicon | None" = None) -> None:
        self._common = common
        """Explains what this language does not."""
        self._together = tuple(map(folded, vocabulary["together"]))
        """Endings that put a gesture at the time of another: "asiente sonriendo", "웃으면서 끄덕여"."""
        self._phrases = Phrases()
        words: set[str] = set()
        for sense, parts in _phrases_of(vocabulary):
            self._phrases.add(parts, sense)
            words.update(word for part in parts for word in part)
        self._forms: Forms = Forms(vocabulary, words, self._meaning, None if common is None else common._forms)

    def matches(self, tokens: Sequence[Token]) -> list[Match]:
        """Return what the tokens say from the first to the last, the longest phrase at each place.

        Names, and signs without meaning, are left out.
        """
        forms = self._forms.of_all(tokens)
        words = [forms[token.text] for token in tokens]
        common: Words = ()
        if self._common is not None:
            common_forms = {text: self._common._forms.known(text) for text in forms}
            common = [common_forms[token.text] for token in tokens]
        found: list[Match] = []
        self._find(tokens, words, common, (0, len(tokens)), found)
        return _with_whole_unknowns(found)

    def knows(self, token: Token) -> bool:
        """Whether a word is one of the vocabulary's, spelled as it should be."""
        return bool(self._forms.known(token.text))

    def resembles(self, token: Token) -> bool:
        """Whether a word is one of the vocabulary's, perhaps misspelt."""
        return bool(self._forms.resembled(token))

    def _meaning(self, word: str) -> tuple[str, str] | None:
        sense = self._phrases.sense(word)
        return None if sense is None else (sense.kind, sense.value)

    def _find(
        self, tokens: Sequence[Token], words: Words, common: Words, span: tuple[int, int], found: list[Match]
    ) -> None:
        """Add what the tokens of a span say, the asides within a phrase before it."""
        position, stop = span
        while position < stop:
            phrase = self._phrases.longest(words, position, stop)
            if phrase.sense is None and self._common is not None:
                phrase = self._common._phrases.longest(common, position, stop)
            if phrase.sense is None:
                phrase = Found(position + 1, _sense_of_token(tokens[position]))
            for aside in phrase.asides:
                self._find(tokens, words, common, aside, found)
            if phrase.sense is not None:
                said = tokens[position : phrase.stop]
                found.append(Match(_written(said), phrase.sense, position, phrase.stop))
                if phrase.sense.kind == "gesture" and self._together:
                    self._add_simultaneity(said, found)
            position = phrase.stop

    def _add_simultaneity(self, tokens: Sequence[Token], found: list[Match]) -> None:
        """Say "while" before the last gesture if its form does and a gesture stands before it, or else after it."""
        if not any(token.text.endswith(self._together) for token in tokens):
            return
        gesture = found[-1]
        before = takewhile(lambda match: match.sense.kind not in _CUTS, reversed(found[:-1]))
        is_second = any(match.sense.kind == "gesture" for match in before)
        at = gesture.start if is_second else gesture.stop
        found.insert(len(found) - is_second, Match("", Sense("order", "while"), at, at))


@cache
def lexicon(language: str) -> Lexicon:
    """Return the vocabulary of a language, read from its file the first time."""
    return Lexicon(tables(language), None if language == _COMMON else lexicon(_COMMON))


def _phrases_of(vocabulary: dict[str, Any]) -> Iterator[tuple[Sense, list[list[str]]]]:
    """Yield each phrase of a vocabulary as the words of its parts, which may stand in any order."""
    for kind, table in vocabulary.items():
        if not isinstance(table, dict):
            continue
        for key, phrases in table.items():
            value, *refinements = key.split()
            sense = Sense(kind, value, tuple(refinements))
            for phrase in phrases:
                yield sense, [_words_of(part) for part in phrase.split(_EITHER_ORDER)]


def _words_of(phrase: str) -> list[str]:
    """Return the words of a vocabulary's phrase; a stem keeps its asterisk."""
    if _PLAIN.fullmatch(phrase):  # as most are, and thousands of them are read at once
        return phrase.split()
    words: list[str] = []
    for token in tokenize(phrase):
        if token.text == OPEN:
            words[-1] += OPEN
        else:
            words.append(token.text)
    return words


def _written(tokens: Sequence[Token]) -> str:
    """Return tokens as they were written, characters of unspaced scripts side by side."""
    texts = [token.written for token in tokens]
    return ("" if all(len(text) == 1 for text in texts) else " ").join(texts)


def _with_whole_unknowns(matches: list[Match]) -> list[Match]:
    """Return the matches with neighbouring unknown characters of unspaced scripts joined.

    What is left of hiragana is inflection, which says nothing by itself.
    """
    result: list[Match] = []
    for is_part, run in groupby(matches, _is_unknown_character):
        if not is_part:
            result.extend(run)
            continue
        pending: list[Match] = []
        for match in run:
            if pending and pending[-1].stop == match.start:
                pending[-1] = pending[-1]._replace(text=pending[-1].text + match.text, stop=match.stop)
            else:
                pending.append(match)
        result.extend(match for match in pending if any(script(sign) != "HIRAGANA" for sign in match.text))
    return result


def _is_unknown_character(match: Match) -> bool:
    return match.sense.kind == "unknown" and len(match.text) == 1 and not match.text.isascii() and match.text.isalpha()


def _sense_of_token(token: Token) -> Sense | None:
    """Return what a token that begins no phrase means by itself; names and stray signs mean nothing."""
    if token.text in _SENTENCE_ENDS:
        return Sense("break", "sentence")
    if token.text in _PAUSES:
        return Sense("break", "pause")
    if token.text[0].isdecimal() and ":" not in token.text:
        return Sense("number", token.text[:_MOST_DIGITS])
    is_emoji = ord(token.text[0]) > _FIRST_EMOJI and token.text.isprintable()
    return Sense("unknown", token.written) if is_emoji or (token.is_word and not token.is_name) else None
