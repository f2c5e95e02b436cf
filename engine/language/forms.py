"""The words of a vocabulary that a written word may be: itself, inflected, drawn out or misspelt."""

from collections.abc import Callable, Collection, Iterable
from functools import cached_property
from typing import Any

from engine.language.spelling import Spelling
from engine.language.tokens import Token

OPEN = "*"
"""After a stem: whatever follows in the word is an inflection of it."""
MOST_SLIPS = 24
"""Words of a text that are looked up as slips; no honest text has more, and the time for nonsense stays bounded."""

_SHORTEST_STEM = 3
_SHORTEST_MISSPELT_STEM = 5


class Forms:
    """The words of one vocabulary, found again in whatever form they are written."""

    def __init__(
        self,
        vocabulary: dict[str, Any],
        words: Collection[str],
        meaning: Callable[[str], object],
        common: "Forms | None" = None,
    ) -> None:
        """Know the `words` of a vocabulary; a slip may stand for several of them if they have one `meaning`.

        Words of the `common` vocabulary are none of this one's slips.
        """
        self._words = words
        self._meaning = meaning
        self._common = common
        self._prefixes: list[str] = vocabulary["prefixes"]
        self._endings: list[tuple[str, str]] = [(ending, stem) for ending, stem in vocabulary["endings"]]
        self._any_ending = tuple(ending for ending, _ in self._endings)
        self._lookalikes = frozenset(vocabulary["lookalikes"])
        self._longest_stem = max((len(word) - len(OPEN) for word in words if word.endswith(OPEN)), default=0)

    def known(self, word: str) -> tuple[str, ...]:
        """Return the vocabulary's words that a word may be a form of, the closest first."""
        bare = [word, *(word[len(prefix) :] for prefix in self._prefixes if word.startswith(prefix))]
        forms = [form for part in bare for form in (part, *self._stems(part)) if form in self._words]
        return tuple(forms + [form for part in bare for form in self._open_stems(part)])

    def resembled(self, token: Token) -> tuple[str, ...]:
        """Return the vocabulary's words that a token may be, perhaps misspelt."""
        word = token.text
        if (known := self.known(word)) or not token.is_word or word in self._lookalikes:
            return known
        if self._common is not None and self._common.known(word):
            return ()
        for squeezed in Spelling.squeezed(word):
            if known := self.known(squeezed):
                return known
        stems = sorted([word, *self._stems(word)], key=len, reverse=True)
        if token.is_name or self._lookalikes.intersection(stems):
            return ()
        corrected = (self._meant(self._spelling.corrections(stem)) for stem in stems)
        return next(filter(None, corrected), ()) or self._misspelt_open_stem(word)

    def of_all(self, tokens: Iterable[Token]) -> dict[str, tuple[str, ...]]:
        """Return what each word may be; only the first of those that nobody knows are taken for slips."""
        forms: dict[str, tuple[str, ...]] = {}
        slips = 0
        for token in tokens:
            if token.text not in forms:
                forms[token.text] = self.known(token.text)
                if not forms[token.text] and token.is_word and slips < MOST_SLIPS:
                    forms[token.text] = self.resembled(token)
                    slips += 1
        return forms

    @cached_property
    def _spelling(self) -> Spelling:
        return Spelling({word.removesuffix(OPEN) for word in self._words})

    def _meant(self, corrections: Iterable[str]) -> tuple[str, ...]:
        """Return the words that a slip may stand for, none if they mean several things."""
        words = tuple(word for word in corrections if word in self._words)
        return words if len({self._meaning(word) or word for word in words}) == 1 else ()

    def _misspelt_open_stem(self, word: str) -> tuple[str, ...]:
        for length in range(min(len(word), self._longest_stem + 1), _SHORTEST_MISSPELT_STEM, -1):
            rights = self._spelling.corrections(word[:length])
            if len(rights) == 1 and rights[0] + OPEN in self._words:
                return (rights[0] + OPEN,)
        return ()

    def _stems(self, word: str) -> list[str]:
        if not word.endswith(self._any_ending):
            return []
        return [
            word[: -len(ending)] + stem
            for ending, stem in self._endings
            if word.endswith(ending) and len(word) - len(ending) + len(stem) >= _SHORTEST_STEM
        ]

    def _open_stems(self, word: str) -> list[str]:
        lengths = range(min(len(word), self._longest_stem), 0, -1)
        return [stem for length in lengths if (stem := word[:length] + OPEN) in self._words]
