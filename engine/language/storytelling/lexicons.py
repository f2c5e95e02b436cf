"""The words for a film of several photos, on top of those for one.

What a language has for stories (`storytelling/<language>.toml`, its layout is told in `en.toml`) joins its vocabulary,
so that the same endings, stems and slips of the finger are understood; a phrase of both means what the story says.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from engine.language.lexicon import Lexicon, tables

_FOLDER = Path(__file__).parent
_COMMON = "en"


@cache
def story_lexicon(language: str) -> Lexicon:
    """Return a language's vocabulary with the words for stories."""
    return Lexicon(
        {**tables(language), **story_tables(language)}, None if language == _COMMON else story_lexicon(_COMMON)
    )


@cache
def story_tables(language: str) -> dict[str, Any]:
    """Return what a language has for stories alone, as tables."""
    return tomllib.loads((_FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
