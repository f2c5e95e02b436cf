"""`Wording`: the sentences of one language, by name.

They stand in `<language>.toml` beside this module. Every file holds the same names with the same places for values
as `en.toml`; a test holds this.
"""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent
LANGUAGES = tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))
"""ISO 639 codes of the languages that Reverie speaks."""
_RIGHT_TO_LEFT = frozenset({"ar"})


class Wording:
    """The sentences of one language."""

    def __init__(self, language: str, tables: Mapping[str, Any]) -> None:
        self.language = language
        self._sentences = dict(_flattened(tables))

    @property
    def direction(self) -> str:
        """How the language is written: "ltr" or "rtl", as in a page's `dir`."""
        return "rtl" if self.language in _RIGHT_TO_LEFT else "ltr"

    def __call__(self, name: str, **values: object) -> str:
        """Return a sentence by its name, such as "clip.slower", with the values put in; `KeyError` if there is none."""
        return self._sentences[name].format(**values)

    def __contains__(self, name: str) -> bool:
        """Return whether there is a sentence of that name."""
        return name in self._sentences

    def table(self, name: str = "") -> dict[str, str]:
        """Return the sentences of one table by name, or all of them, values not put in."""
        start = f"{name}." if name else ""
        return {key.removeprefix(start): text for key, text in self._sentences.items() if key.startswith(start)}


@cache
def wording(language: str) -> Wording:
    """Return the sentences of a language, English where it is not spoken here."""
    known = language if language in LANGUAGES else "en"
    return Wording(known, tomllib.loads((_FOLDER / f"{known}.toml").read_text(encoding="utf-8")))


def read_all() -> None:
    """Read every language's file, so that nobody waits for one later."""
    for language in LANGUAGES:
        wording(language)


def _flattened(tables: Mapping[str, Any], start: str = "") -> Iterator[tuple[str, str]]:
    for key, value in tables.items():
        if isinstance(value, dict):
            yield from _flattened(value, f"{start}{key}.")
        else:
            yield start + key, value
