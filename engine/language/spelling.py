"""Slips of the finger: the known words that are a single edit away."""

import re
from collections.abc import Iterable
from typing import NamedTuple

_SHORTEST_WORD = 4
_LONGEST_WORD = 24
_SHORTEST_FOR_REPLACING = 6
_RUN = re.compile(r"(\w)\1+")


class _Shelf(NamedTuple):
    """The words with one initial."""

    by_form: dict[str, list[str]]
    """By what is left of them when at most one letter goes: two words one edit apart share such a form.

    After W. Garbe's SymSpell.
    """
    by_sound: dict[str, list[str]]
    """Long words by what is left of them when no letter is doubled."""


class Spelling:
    """The words of a vocabulary, found again when one letter is wrong, missing, too many or swapped.

    Nobody mistypes the first letter, so that only words with that initial are looked through, and prepared for it when
    the first slip of one of them is met; only the first two letters may be swapped.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words = {word for word in words if word.isalpha() and len(word) >= _SHORTEST_WORD}
        self._shelves: dict[str, _Shelf] = {}

    @staticmethod
    def squeezed(word: str) -> tuple[str, ...]:
        """Return the word with its drawn-out letters shortened to two, and to one: "nooood" → "nood", "nod"."""
        return (_RUN.sub(r"\1\1", word), _single(word))

    def corrections(self, word: str) -> list[str]:
        """Return the words one edit away, of the likeliest kind of edit, or else those that double other letters."""
        if not _SHORTEST_WORD <= len(word) <= _LONGEST_WORD or not word.isalpha():
            return []
        shelf = self._shelf(word[0])
        near = {known for form in _forms(word) for known in shelf.by_form.get(form, ())}
        swapped_at_once = word[1] + word[0] + word[2:]
        if swapped_at_once in self._words:
            near.add(swapped_at_once)
        by_kind: dict[int, list[str]] = {}
        for known in sorted(near):
            if (kind := _kind_of_edit(word, known)) is not None:
                by_kind.setdefault(kind, []).append(known)
        return by_kind[min(by_kind)] if by_kind else shelf.by_sound.get(_single(word), [])

    def _shelf(self, initial: str) -> _Shelf:
        """Return the words with an initial; two threads that make a shelf at once make the same one."""
        if initial not in self._shelves:
            shelf = _Shelf({}, {})
            for word in sorted(word for word in self._words if word[0] == initial):
                for form in _forms(word):
                    shelf.by_form.setdefault(form, []).append(word)
                if len(word) >= _SHORTEST_FOR_REPLACING:
                    shelf.by_sound.setdefault(_single(word), []).append(word)
            self._shelves[initial] = shelf
        return self._shelves[initial]


def _single(word: str) -> str:
    return _RUN.sub(r"\1", word)


def _forms(word: str) -> set[str]:
    return {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}


def _kind_of_edit(wrong: str, right: str) -> int | None:
    """Return 0 for two letters swapped, 1 for one missing or too many, 2 for one replaced; None if it is none of them.

    Short words are close to one another, so that no letter is replaced in them.
    """
    if len(wrong) == len(right):
        different = [i for i, (a, b) in enumerate(zip(wrong, right, strict=True)) if a != b]
        if len(different) == 2 and different[1] == different[0] + 1:
            i, j = different
            return 0 if (wrong[i], wrong[j]) == (right[j], right[i]) else None
        if len(different) == 1 and different[0] > 0 and len(wrong) >= _SHORTEST_FOR_REPLACING:
            return 2
        return None
    shorter, longer = sorted((wrong, right), key=len)
    if len(longer) - len(shorter) != 1 or len(shorter) < _SHORTEST_WORD or wrong[0] != right[0]:
        return None
    return 1 if any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer))) else None
