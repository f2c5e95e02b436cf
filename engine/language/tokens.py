"""Text → tokens: words, numbers, ratios and single signs, folded to one spelling.

Scripts that put no spaces between words (Chinese, Japanese, Thai) become one token a character; which of them make up
a word is the vocabulary's to know.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

LONGEST_TEXT = 4096
"""Characters that are read."""
_LONGEST_WORD = 64
_MOST_CHARACTERS = 8192  # whose kind is kept; no people write with more

_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "。": ".", "、": ",", "।": ".", "،": ",", "؛": ";"})
_ALIKE = str.maketrans({
    "ı": "i", "ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "ё": "е", "أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه",
})  # fmt: skip
"""Letters that people write one for the other, beyond those that differ by a mark only."""
_MARKED_SCRIPTS = ("LATIN", "ARABIC")
UNSPACED_SCRIPTS = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR", "IDEOGRAPHIC")
_NUKTA = "\u093c"
_TATWEEL = "\u0640"
_NUMBER = re.compile(r"\d+:\d+|\d+(?:\.\d+)?|.", re.DOTALL)
_INVISIBLE = frozenset("\u200b\u200c\u200d\u200e\u200f\ufe0e\ufe0f" + _TATWEEL)
_SKIN_TONES = frozenset(map(chr, range(0x1F3FB, 0x1F400)))
_DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d)")
_EMOTICON = re.compile(r"(?<!\w)[:;=]['-]?[)(DPpo|/](?!\w)")


class Token(NamedTuple):
    """A word, a number or a sign."""

    text: str
    """Case-folded, without the marks that people leave out: "sonríe" → "sonrie"."""
    is_word: bool
    is_name: bool
    """Whether it is written like a name: capitalised within a sentence that is not all capitals."""
    written: str
    """Case-folded only."""


def tokenize(text: str) -> list[Token]:
    """Return the tokens of any text; what lies beyond its first 4096 characters is not read."""
    read = unicodedata.normalize("NFKC", _EMOTICON.sub(" ", text[:LONGEST_TEXT]))[:LONGEST_TEXT].translate(_QUOTES)
    read = _DECIMAL_COMMA.sub(".", read)
    shouted = read.isupper()
    tokens: list[Token] = []
    for kind, run in groupby(read, _kind):
        chunk = "".join(run)
        if kind == "word":
            opens = not tokens or tokens[-1].text in {".", "!", "?", "\n"}
            name = chunk[:1].isupper() and not opens and not shouted
            words = [word[:_LONGEST_WORD] for part in chunk.casefold().split("-") if (word := part.strip("'"))]
            tokens.extend(Token(plain, True, name, word) for word in words if (plain := folded(word)))
            if not words and "-" in chunk:
                tokens.append(_sign(","))  # a dash between spaces
        elif kind == "character":
            tokens.extend(Token(character, True, False, character) for character in chunk)
        elif kind == "number":
            tokens.extend(_sign(_digits(part)) for part in _NUMBER.findall(chunk))
        elif kind == "sign":
            tokens.extend(_sign(sign) for sign, _ in groupby(chunk))
    return tokens


@lru_cache(maxsize=_MOST_CHARACTERS)
def script(character: str) -> str:
    """Return the script of a letter by the first word of its Unicode name: LATIN, CYRILLIC, CJK and so on."""
    return unicodedata.name(character, "").split(" ")[0].split("-")[0]


def folded(word: str) -> str:
    """Return a case-folded word without accents and vowel points; marks that spell (й, か゛, Indic vowels) stay."""
    if word.isascii():
        return word
    kept: list[str] = []
    for character in word.translate(_ALIKE):
        if character == _NUKTA or (unicodedata.combining(character) and kept and script(kept[-1]) in _MARKED_SCRIPTS):
            continue
        is_marked = script(character) == "LATIN"
        kept.append(unicodedata.normalize("NFD", character)[0] if is_marked else character)
    return "".join(kept).translate(_ALIKE)


def _sign(text: str) -> Token:
    return Token(text, False, False, text)


def _digits(text: str) -> str:
    """Return a number in the digits 0 to 9."""
    return text if text.isascii() else "".join(str(unicodedata.digit(sign, sign)) for sign in text)


@lru_cache(maxsize=_MOST_CHARACTERS)
def _kind(character: str) -> str:
    """Return what a character belongs to: word, character (of a script without spaces), number, sign or nothing."""
    if character in _INVISIBLE or character in _SKIN_TONES:
        return "nothing"
    category = unicodedata.category(character)
    if category[0] in "LM" or character in "'-":
        return "character" if script(character) in UNSPACED_SCRIPTS else "word"
    if category == "Nd" or character in ".:":
        return "number"
    if character == "\n":
        return "sign"
    return "nothing" if category[0] in "ZC" else "sign"
