"""One language's vocabulary: which phrases there are, and which of them stand in a text.

A vocabulary is a data file (`vocabulary/<language>.toml`, its layout is told in `en.toml`); it is read when its
language is first met and then kept. People mix English into every language, so that English explains what is left.
"""

import tomllib
from functools import cache, cached_property
from itertools import groupby, permutations, takewhile
from pathlib import Path
from typing import Any, NamedTuple

from engine.language.spelling import Spelling
from engine.language.tokens import Token, folded, script, tokenize

_FOLDER = Path(__file__).parent / "vocabulary"
_SENSE = ""  # the key under which a phrase's sense stands in the tree of words; no word is empty
_SHORTEST_STEM = 3
_SHORTEST_OPEN_STEM = 1
OPEN = "*"
"""After a stem: whatever follows in the word is an inflection of it."""

_EITHER_ORDER = "~"
_ASIDES = frozenset({"manner", "degree", "count", "side", "mood"})
_HOLDS_ASIDES = frozenset({"gesture", "mood", "camera"})
_MOST_ASIDES = 3
MOST_SLIPS = 24
"""Words of a text that are looked up as slips; no honest text has more, and the time for nonsense stays bounded."""
_CUTS = frozenset({"break", "join", "order"})
_SHORTEST_MISSPELT_STEM = 5
_COMMON = "en"
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

    def __init__(self, vocabulary: dict[str, Any], common: "Lexicon | None" = None) -> None:
        self._common = common
        """Explains what this language does not."""
        self._endings: list[tuple[str, str]] = [(ending, stem) for ending, stem in vocabulary["endings"]]
        self._prefixes: list[str] = vocabulary["prefixes"]
        self._together = tuple(map(folded, vocabulary["together"]))
        """Endings that put a gesture at the time of another: "asiente sonriendo", "웃으면서 끄덕여"."""
        self._lookalikes = frozenset(vocabulary["lookalikes"])
        self._phrases: dict[str, Any] = {}
        self._asides: dict[str, Any] = {}
        """What may stand inside a phrase: articles, and words of manner ("close slowly your eyes")."""
        self._words: set[str] = set()
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
        forms = self._forms_of_all(tokens)
        words = [forms[token.text] for token in tokens]
        common = [] if self._common is None else [self._common.known(token.text) for token in tokens]
        found: list[Match] = []
        self._find(tokens, words, common, (0, len(tokens)), found)
        return _with_whole_unknowns(found)

    def knows(self, token: Token) -> bool:
        """Whether a word is one of the vocabulary's, spelled as it should be."""
        return bool(self.known(token.text))

    def resembles(self, token: Token) -> bool:
        """Whether a word is one of the vocabulary's, perhaps misspelt."""
        return bool(self._forms(token))

    def known(self, word: str) -> tuple[str, ...]:
        """Return the vocabulary's words that a word may be a form of, the closest first."""
        bare = [word, *(word[len(prefix) :] for prefix in self._prefixes if word.startswith(prefix))]
        forms = [form for part in bare for form in (part, *self._stems(part)) if form in self._words]
        return tuple(forms + [form for part in bare for form in self._open_stems(part)])

    def _find(
        self,
        tokens: list[Token],
        words: list[tuple[str, ...]],
        common: list[tuple[str, ...]],
        span: tuple[int, int],
        found: list[Match],
    ) -> None:
        """Add what the tokens of a span say, the asides within a phrase before it."""
        position, stop = span
        while position < stop:
            end, sense, asides = _longest(self._phrases, words[:stop], position, self._asides)
            if sense is None and self._common is not None:
                end, sense, asides = _longest(self._common._phrases, common[:stop], position, self._common._asides)
            if sense is None:
                end, sense, asides = position + 1, _sense_of_token(tokens[position]), ()
            for aside in asides:
                self._find(tokens, words, common, aside, found)
            if sense is not None:
                found.append(Match(_written(tokens[position:end]), sense, position, end))
                if sense.kind == "gesture" and self._together:
                    self._add_simultaneity(tokens[position:end], found)
            position = end

    def _add_simultaneity(self, tokens: list[Token], found: list[Match]) -> None:
        """Say "while" before the last gesture if its form does and a gesture stands before it, or else after it."""
        if not any(token.text.endswith(self._together) for token in tokens):
            return
        gesture = found[-1]
        before = takewhile(lambda match: match.sense.kind not in _CUTS, reversed(found[:-1]))
        is_second = any(match.sense.kind == "gesture" for match in before)
        at = gesture.start if is_second else gesture.stop
        found.insert(len(found) - is_second, Match("", Sense("order", "while"), at, at))

    def _add(self, phrase: str, sense: Sense) -> None:
        parts = [_words_of(part) for part in phrase.split(_EITHER_ORDER)]
        for ordered in permutations(parts):
            words = [word for part in ordered for word in part]
            self._words.update(words)
            _plant(self._phrases, words, sense)
            if sense.kind in _ASIDES or sense in _SILENT:
                _plant(self._asides, words, sense)

    @cached_property
    def _spelling(self) -> Spelling:
        return Spelling({word.removesuffix(OPEN) for word in self._words})

    def _forms_of_all(self, tokens: list[Token]) -> dict[str, tuple[str, ...]]:
        """Return what each word may be; only the first of those that nobody knows are taken for slips."""
        forms: dict[str, tuple[str, ...]] = {}
        slips = 0
        for token in tokens:
            if token.text not in forms:
                forms[token.text] = self.known(token.text)
                if not forms[token.text] and token.is_word and slips < MOST_SLIPS:
                    forms[token.text] = self._forms(token)
                    slips += 1
        return forms

    def _forms(self, token: Token) -> tuple[str, ...]:
        """Return the vocabulary's words that a token may be: itself, its stems, or what it is a slip of."""
        word = token.text
        if (known := self.known(word)) or not token.is_word or word in self._lookalikes:
            return known
        if self._common is not None and self._common.known(word):
            return ()
        for squeezed in Spelling.squeezed(word):
            if known := self.known(squeezed):
                return known
        stems = [word, *self._stems(word)]
        if token.is_name or self._lookalikes.intersection(stems):
            return ()
        corrected = (
            self._meant([right for right in self._spelling.corrections(stem) if right in self._words]) for stem in stems
        )
        return next(filter(None, corrected), ()) or self._misspelt_open_stem(word)

    def _meant(self, corrections: list[str]) -> tuple[str, ...]:
        """Return the words that a slip may stand for, none if they mean several things."""
        senses = {self._phrases.get(word, {}).get(_SENSE, Sense("", word))[:2] for word in corrections}
        return tuple(corrections) if len(senses) == 1 else ()

    def _misspelt_open_stem(self, word: str) -> tuple[str, ...]:
        for length in range(len(word), _SHORTEST_MISSPELT_STEM, -1):
            rights = self._spelling.corrections(word[:length])
            if len(rights) == 1 and rights[0] + OPEN in self._words:
                return (rights[0] + OPEN,)
        return ()

    def _stems(self, word: str) -> list[str]:
        return [
            word[: -len(ending)] + stem
            for ending, stem in self._endings
            if word.endswith(ending) and len(word) - len(ending) + len(stem) >= _SHORTEST_STEM
        ]

    def _open_stems(self, word: str) -> list[str]:
        stems = (word[:length] + OPEN for length in range(len(word), _SHORTEST_OPEN_STEM - 1, -1))
        return [stem for stem in stems if stem in self._words]


_FILLER = Sense("plain", "filler")
_SILENT = frozenset({_FILLER, Sense("plain", "stop"), Sense("number", "1")})
"""What says nothing within a phrase: "roll her eyes", "levanta una ceja", "eyes are closed"."""
_Found = tuple[int, Sense | None, tuple[tuple[int, int], ...]]


def _longest(
    node: dict[str, Any], words: list[tuple[str, ...]], position: int, asides: dict[str, Any], inside: int = 0
) -> _Found:
    """Return where the longest phrase that goes on at `position` stops, its sense, and the asides within it."""
    best: _Found = (position, node.get(_SENSE), ())
    if position >= len(words):
        return best
    for word in words[position]:
        if word in node:
            found = _longest(node[word], words, position + 1, asides, inside + 1)
            if found[1] is not None and (best[1] is None or found[0] > best[0]):
                best = found
    if 0 < inside < _MOST_ASIDES + 1 and len(node) > (_SENSE in node):
        aside_stop, sense, _ = _longest(asides, words, position, {}, _MOST_ASIDES + 1)
        if sense is not None:
            onward = {key: branch for key, branch in node.items() if key != _SENSE}
            found = _longest(onward, words, aside_stop, asides, inside + 1)
            if _holds(found[1], sense) and (best[1] is None or found[0] > best[0]):
                asides_found = () if sense in _SILENT else ((position, aside_stop),)
                best = (found[0], found[1], (*asides_found, *found[2]))
    return best


def _holds(phrase: Sense | None, aside: Sense) -> bool:
    """Whether a phrase goes on after an aside: articles may stand in any, other words where they belong to its head."""
    if phrase is None or aside == _FILLER:
        return phrase is not None
    return phrase.kind == "gesture" if aside in _SILENT else phrase.kind in _HOLDS_ASIDES


def _plant(tree: dict[str, Any], words: list[str], sense: Sense) -> None:
    for word in words:
        tree = tree.setdefault(word, {})
    tree[_SENSE] = sense


def _words_of(phrase: str) -> list[str]:
    """Return the words of a vocabulary's phrase; a stem keeps its asterisk."""
    words: list[str] = []
    for token in tokenize(phrase):
        if token.text == OPEN:
            words[-1] += OPEN
        else:
            words.append(token.text)
    return words


def _written(tokens: list[Token]) -> str:
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


@cache
def tables(language: str) -> dict[str, Any]:
    """Return a language's vocabulary file as tables."""
    return tomllib.loads(written(language))


@cache
def written(language: str) -> str:
    """Return a language's vocabulary file as text."""
    return (_FOLDER / f"{language}.toml").read_text(encoding="utf-8")


@cache
def lexicon(language: str) -> Lexicon:
    """Return the vocabulary of a language, read from its file the first time."""
    return Lexicon(tables(language), None if language == _COMMON else lexicon(_COMMON))


def _sense_of_token(token: Token) -> Sense | None:
    """Return what a token that begins no phrase means by itself; names and stray signs mean nothing."""
    if token.text in _SENTENCE_ENDS:
        return Sense("break", "sentence")
    if token.text in _PAUSES:
        return Sense("break", "pause")
    if token.text[0].isdecimal() and ":" not in token.text:
        return Sense("number", token.text)
    is_emoji = ord(token.text[0]) > _FIRST_EMOJI and token.text.isprintable()
    return Sense("unknown", token.written) if is_emoji or (token.is_word and not token.is_name) else None
