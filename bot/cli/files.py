"""The files that are named on the command line, checked before any work begins."""

import os
import sys
from pathlib import Path

from engine.errors import PhotoError, RequestError

STANDARD_STREAM = "-"


def read_photo(name: str) -> bytes:
    """Return a photo's bytes, of standard input for "-"; no more is read than the limit on a photo needs.

    Raises `PhotoError`.
    """
    from engine.perception.photo import PhotoLimits

    enough = PhotoLimits().max_bytes + 1
    if name == STANDARD_STREAM:
        return sys.stdin.buffer.read(enough)
    try:
        with Path(name).open("rb") as file:
            return file.read(enough)
    except FileNotFoundError as error:
        raise PhotoError(f"There is no photo called {name}.") from error
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        raise PhotoError(f"The photo {name} cannot be read: {_reason(error)}.") from error


def check_output(path: Path, suffix: str) -> None:
    """Raise `RequestError` unless a file with that suffix can appear at the path."""
    if path.suffix.lower() != suffix:
        raise RequestError(f"The name of {path} should end with {suffix}.")
    if path.is_dir():
        raise RequestError(f"{path} is a folder; give a file's name.")
    if not path.parent.is_dir():
        raise RequestError(f"The folder {path.parent} does not exist; make it first.")
    if not os.access(path.parent, os.W_OK):
        raise RequestError(f"The folder {path.parent} may not be written to.")


def _reason(error: OSError | ValueError) -> str:
    return ((error.strerror if isinstance(error, OSError) else None) or str(error)).lower()
