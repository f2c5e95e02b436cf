"""Files that appear under their name only when they are whole."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import av

from engine.errors import EncodingError


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Give the name of an empty file beside the final place; leaving the context renames it, an exception removes it.

    `EncodingError` when the file system refuses to make or to rename it.
    """
    temporary = path.with_name(f".{secrets.token_hex(8)}.part")
    with clear_sentence(path):
        if path.is_dir():
            raise IsADirectoryError(None, "there is a folder of that name")
        temporary.touch(exist_ok=False)
    try:
        yield temporary
        with clear_sentence(path):
            with temporary.open("rb") as file:
                os.fsync(file.fileno())
            temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def clear_sentence(path: Path) -> Iterator[None]:
    """Turn what FFmpeg or the file system refuses into an `EncodingError`."""
    try:
        yield
    except (av.FFmpegError, OSError) as error:
        reason = (error.strerror or str(error)).lower()
        raise EncodingError(f"The film cannot be written to {path}: {reason}.") from error
