"""Which language a text is written in: by its script, then by whose vocabulary knows most of its letters.

To tell, a vocabulary's words are enough. They are found in its file without reading the file's meaning, so that the
first text in a new language does not wait for all the vocabularies of its script.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from engine.language.forms import MOST_SLIPS, OPEN
from engine.language.lexicon import lexicon
from engine.language.tokens import UNSPACED_SCRIPTS, Token, folded, script
from engine.language.vocabularies import written

LANGUAGES = ("en", "es", "de", "fr", "pt", "it", "ru", "uk", "pl", "nl", "tr", "zh", "ja", "ko", "ar", "hi")
"""ISO 639 codes, the likelier of two that know a text equally well first."""

_BY_SCRIPT: dict[str, tuple[str, ...]] = {
    "LATIN": ("en", "es", "de", "fr", "pt", "it", "pl", "nl", "tr"),
    "CYRILLIC": ("ru", "uk"), "HIRAGANA": ("ja",), "KATAKANA": ("ja",), "CJK": ("zh", "ja"), "HANGUL": ("ko",),
    "ARABIC": ("ar",), "DEVANAGARI": ("hi",),
}  # fmt: skip
_KANA = ("HIRAGANA", "KATAKANA")
_MOST_WORDS = 200
_PREFERENCE = 1.5  # letters
_SHORTEST_STEM = 3
_PHRASE = re.compile(r'"([^"\n]*)"(\s*=)?')
_COMMENT = re.compile(r"^#.*", re.MULTILINE)
_WORD = re.compile(r"[^\W\d_]+\*?")


class _Words(NamedTuple):
    """What a vocabulary is written with."""

    whole: frozenset[str]
    stems: frozenset[str]
    letters: frozenset[str]


def language_of(tokens: Sequence[Token], locale: str | None = None) -> str:
    """Return the language of a text, in doubt that of the locale ("pt-BR"), or else English."""
    preferred = _language_of_locale(locale)
    words = list({token.text: token for token in tokens if token.is_word}.values())[:_MOST_WORDS]
    for candidates in _candidates(words):
        if len(candidates) == 1 or not words:
            return candidates[0]
        ordered = sorted(candidates, key=lambda language: language != preferred)
        if all(map(lexicon(ordered[0]).knows, words)):
            return ordered[0]
        scores = {language: _score(language, words) for language in ordered}
        scores[ordered[0]] += _PREFERENCE + _misspelt(ordered[0], words)
        best = max(ordered, key=scores.__getitem__)
        if scores[best] > _PREFERENCE:
            return best
    return preferred


def prepare() -> None:
    """Read all vocabularies, which takes some tenths of a second, so that nobody's first words wait for theirs."""
    for language in LANGUAGES:
        lexicon(language)
        _words(language)


def _language_of_locale(locale: str | None) -> str:
    code = (locale or "").replace("_", "-").split("-")[0].casefold()
    return code if code in LANGUAGES else LANGUAGES[0]


def _candidates(words: Iterable[Token]) -> Iterable[tuple[str, ...]]:
    """Yield the languages of each script in the text, those beside Latin first, since English stands within any."""
    letters = Counter(script(word.text[0]) for word in words)
    if letters["HIRAGANA"] or letters["KATAKANA"]:
        yield _BY_SCRIPT["HIRAGANA"]
    foreign = [name for name, _ in letters.most_common() if name in _BY_SCRIPT and name not in {*_KANA, "LATIN"}]
    yield from (_BY_SCRIPT[name] for name in foreign)
    if letters["LATIN"]:
        yield _BY_SCRIPT["LATIN"]


def _score(language: str, words: Iterable[Token]) -> float:
    """Return how many letters of the words the language knows, less those of words that it could not spell."""
    known = _words(language)
    return sum(_letters_known(word, language, known) for word in words)


def _misspelt(language: str, words: Iterable[Token]) -> float:
    """Return how many letters stand in what may be slips of the language's words."""
    vocabulary = lexicon(language)
    unknown = [word for word in words if not vocabulary.knows(word)][:MOST_SLIPS]
    return sum(len(word.text) / 2 for word in unknown if vocabulary.resembles(word))


def _letters_known(word: Token, language: str, known: _Words) -> float:
    text = word.text.rpartition("'")[2]
    if not known.letters.issuperset(letter for letter in word.written if letter.isalpha()):
        return -float(len(text))
    if word.text in known.whole or text in known.whole or (language == LANGUAGES[0] and lexicon(language).knows(word)):
        return len(text) + 1.0  # a whole word says more than a stem of the same length
    shortest = max(_SHORTEST_STEM, (len(text) + 1) // 2)
    stems = (length for length in range(len(text), shortest - 1, -1) if text[:length] in known.stems)
    return float(next(stems, 0))


@cache
def _words(language: str) -> _Words:
    phrases = "\n".join(
        text for text, is_key in _PHRASE.findall(_COMMENT.sub("", written(language))) if not is_key
    ).casefold()
    whole: set[str] = set()
    stems: set[str] = set()
    for word in set(_WORD.findall(phrases)):
        plain = folded(word.removesuffix(OPEN))
        if word.endswith(OPEN):
            stems.add(plain)
        elif script(plain[0]) in UNSPACED_SCRIPTS:
            whole.update(plain)
        else:
            whole.add(plain)
    return _Words(frozenset(whole), frozenset(stems), frozenset(phrases))
