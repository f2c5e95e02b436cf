"""The vocabularies as data: one file a language (`vocabulary/<language>.toml`, its layout is told in `en.toml`).

A file is read when its language is first met and then kept.
"""

from functools import cache
from pathlib import Path
from typing import Any

from engine.language.table_file import read_tables

_FOLDER = Path(__file__).parent / "vocabulary"


@cache
def tables(language: str) -> dict[str, Any]:
    """Return a language's vocabulary file as tables."""
    return read_tables(_FOLDER / f"{language}.toml")


@cache
def written(language: str) -> str:
    """Return a language's vocabulary file as text."""
    return (_FOLDER / f"{language}.toml").read_text(encoding="utf-8")
