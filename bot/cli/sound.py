"""What may be heard, as it is named on the command line."""

from pathlib import Path
from typing import Literal

from engine.errors import RequestError


def heard(music: str | None) -> tuple[Literal["none", "asked", "auto"], str | None]:
    """Return what is composed, and the file of the person's own sound."""
    match music:
        case None:
            return "asked", None
        case "none" | "auto":
            return music, None
    if not Path(music).is_file():
        raise RequestError(f"There is no sound file {music}; --music takes none, auto or a file.")
    return "asked", music
