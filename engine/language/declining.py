"""What is not done to people's photos, whoever asks: nothing sexual, of grown-ups or of children."""

import re
import unicodedata
from functools import cache
from pathlib import Path

from engine.language.table_file import read_tables

_FILE = Path(__file__).with_name("declined.toml")


def is_declined(text: str) -> bool:
    """Return whether a text, in any of the languages, asks for what is not done."""
    return _pattern().search(_plain(text)) is not None


@cache
def _pattern() -> re.Pattern[str]:
    words = read_tables(_FILE)
    spaced = "|".join(
        re.escape(_plain(word.rstrip("$"))) + (r"\b" if word.endswith("$") else "") for word in words["sexual"]
    )
    unspaced = "|".join(re.escape(_plain(word)) for word in words["unspaced"])
    return re.compile(rf"\b(?:{spaced})|{unspaced}")


def _plain(text: str) -> str:
    """Return a text without case, width and runs of white space, so that a disguise does not help."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"\s+", " ", folded)
