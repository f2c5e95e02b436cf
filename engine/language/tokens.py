"""Text → tokens: words, numbers, ratios and single signs, folded to one spelling."""

import re
import unicodedata
from itertools import groupby
from typing import NamedTuple

LONGEST_TEXT = 4096
"""Characters that are read."""

_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "。": ".", "、": ","})
_NUMBER = re.compile(r"\d+:\d+|\d+(?:\.\d+)?|.", re.DOTALL)
_INVISIBLE = frozenset("\u200b\u200d\ufe0e\ufe0f")
_SKIN_TONES = frozenset(map(chr, range(0x1F3FB, 0x1F400)))
_EMOTICON = re.compile(r"(?<!\w)[:;=]['-]?[)(DPpo|/](?!\w)")


class Token(NamedTuple):
    """A word, a number or a sign."""

    text: str
    """Case-folded."""
    is_word: bool
    is_name: bool
    """Whether it is written like a name: capitalised within a sentence that is not all capitals."""


def tokenize(text: str) -> list[Token]:
    """Return the tokens of any text; what lies beyond its first 4096 characters is not read."""
    plain = unicodedata.normalize("NFKC", _EMOTICON.sub(" ", text[:LONGEST_TEXT]))[:LONGEST_TEXT].translate(_QUOTES)
    shouted = plain.isupper()
    tokens: list[Token] = []
    for kind, run in groupby(plain, _kind):
        chunk = "".join(run)
        if kind == "word":
            opens = not tokens or tokens[-1].text in {".", "!", "?", "\n"}
            name = chunk[:1].isupper() and not opens and not shouted
            words = [word for part in chunk.casefold().split("-") if (word := part.strip("'"))]
            tokens.extend(Token(word, True, name) for word in words)
            if not words and "-" in chunk:
                tokens.append(Token(",", False, False))  # a dash between spaces
        elif kind == "number":
            tokens.extend(Token(part, False, False) for part in _NUMBER.findall(chunk))
        elif kind == "sign":
            tokens.extend(Token(sign, False, False) for sign, _ in groupby(chunk))
    return tokens


def _kind(character: str) -> str:
    """Return what a character belongs to: word, number, sign or nothing."""
    if character in _INVISIBLE or character in _SKIN_TONES:
        return "nothing"
    category = unicodedata.category(character)
    if category[0] in "LM" or character in "'-":
        return "word"
    if category == "Nd" or character in ".:":
        return "number"
    if character == "\n":
        return "sign"
    return "nothing" if category[0] in "ZC" else "sign"
