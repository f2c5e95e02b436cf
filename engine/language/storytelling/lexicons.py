"""The words for a film of several photos, on top of those for one.

What a language has for stories (`storytelling/<language>.toml`, its layout is told in `en.toml`) joins its vocabulary,
so that the same endings, stems and slips of the finger are understood; a phrase of both means what the story says.
"""

from functools import cache
from pathlib import Path
from typing import Any

from engine.language.forms import OPEN
from engine.language.lexicon import Lexicon
from engine.language.table_file import read_tables
from engine.language.vocabularies import tables

_FOLDER = Path(__file__).parent
_COMMON = "en"


@cache
def story_lexicon(language: str) -> Lexicon:
    """Return a language's vocabulary with the words for stories."""
    own = story_tables(language)
    spoken = {
        kind: {key: _left(kind, phrases, own) for key, phrases in table.items()}
        if isinstance(table, dict) and kind != "say"
        else table
        for kind, table in tables(language).items()
    }
    return Lexicon({**spoken, **own}, None if language == _COMMON else story_lexicon(_COMMON))


@cache
def story_tables(language: str) -> dict[str, Any]:
    """Return what a language has for stories alone, as tables."""
    return read_tables(_FOLDER / f"{language}.toml")


def _left(kind: str, phrases: list[str], own: dict[str, Any]) -> list[str]:
    """Return the phrases that do not hide what stories say.

    A whole word would hide a story's stem of it, and a phrase without meaning ("the last one") the photo it names.
    """
    stems = tuple(p.removesuffix(OPEN) for table in own.values() for said in table.values() for p in said if OPEN in p)
    places = {phrase for said in own["shot"].values() for phrase in said}
    return [
        phrase
        for phrase in phrases
        if not (" " not in phrase and stems and phrase.startswith(stems))
        and not (kind == "plain" and places.intersection(phrase.split()))
    ]
