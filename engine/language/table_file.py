"""The words of the languages are tables in files of TOML; this reads one."""

from pathlib import Path
from typing import Any

import tomli  # tomllib, compiled: it reads the large vocabularies in half the time


def read_tables(file: Path) -> dict[str, Any]:
    """Return the tables of a file; raises `OSError`, or `tomli.TOMLDecodeError` for what is no TOML."""
    return tomli.loads(file.read_text(encoding="utf-8"))
