"""Files named by what is in them, or what they answer: written whole or not at all."""

import os
import secrets
from collections.abc import Container
from pathlib import Path


class KeyedFiles:
    """A folder of files, one a key; the first two digits of the key are a folder of their own.

    `work` is a folder on the same file system, for files that are not whole yet.
    """

    def __init__(self, folder: Path, suffix: str, work: Path) -> None:
        self._folder = folder
        self._suffix = suffix
        self._work = work

    def path(self, key: str) -> Path:
        """Return where the file of a key is or would be."""
        return self._folder / key[:2] / f"{key}{self._suffix}"

    def write(self, key: str, content: bytes) -> None:
        """Write a file that appears only when it is whole and on the disk."""
        if self.path(key).exists():
            return
        unfinished = self._work / secrets.token_hex(8)
        try:
            with unfinished.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            self.adopt(key, unfinished)
        finally:
            unfinished.unlink(missing_ok=True)

    def adopt(self, key: str, finished: Path) -> None:
        """Move a finished file from the work folder to its key."""
        path = self.path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        finished.replace(path)

    def size(self, key: str) -> int:
        """Return the bytes of a key's file, 0 where there is none."""
        path = self.path(key)
        return path.stat().st_size if path.exists() else 0

    def delete(self, key: str) -> None:
        """Delete the file of a key, if there is one."""
        self.path(key).unlink(missing_ok=True)

    def delete_others(self, wanted: Container[str]) -> None:
        """Delete every file whose key is not wanted."""
        for path in self._folder.glob("*/*"):
            if path.name.removesuffix(self._suffix) not in wanted:
                path.unlink(missing_ok=True)
