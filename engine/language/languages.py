"""Which language a text is written in: by its script, then by whose vocabulary knows its words."""

from collections import Counter
from collections.abc import Iterable, Sequence

from engine.language.lexicon import lexicon
from engine.language.tokens import Token, script

LANGUAGES = ("en", "es", "de", "fr", "pt", "it", "ru", "uk", "pl", "nl", "tr", "zh", "ja", "ko", "ar", "hi")
"""ISO 639 codes, the likelier of two that know a text equally well first."""

_BY_SCRIPT: dict[str, tuple[str, ...]] = {
    "LATIN": ("en", "es", "de", "fr", "pt", "it", "pl", "nl", "tr"),
    "CYRILLIC": ("ru", "uk"), "HIRAGANA": ("ja",), "KATAKANA": ("ja",), "CJK": ("zh", "ja"), "HANGUL": ("ko",),
    "ARABIC": ("ar",), "DEVANAGARI": ("hi",),
}  # fmt: skip
_KANA = ("HIRAGANA", "KATAKANA")
_MOST_WORDS = 200
_PREFERENCE = 0.5  # letters


def language_of(tokens: Sequence[Token], locale: str | None = None) -> str:
    """Return the language of a text, in doubt that of the locale ("pt-BR"), or else English.

    Only the vocabularies of languages in question are read, English's or the locale's first.
    """
    preferred = _language_of_locale(locale)
    words = list({token.text: token for token in tokens if token.is_word}.values())[:_MOST_WORDS]
    for candidates in _candidates(words):
        if len(candidates) == 1 or not words:
            return candidates[0]
        ordered = sorted(candidates, key=lambda language: language != preferred)
        if all(map(lexicon(ordered[0]).knows, words)):
            return ordered[0]
        scores = {language: _score(language, words) for language in ordered}
        scores[ordered[0]] += _PREFERENCE
        best = max(ordered, key=scores.__getitem__)
        if scores[best] > _PREFERENCE:
            return best
    return preferred


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
    """Return how many letters stand in words that the language knows."""
    return float(sum(len(word.text) for word in words if lexicon(language).knows(word)))
