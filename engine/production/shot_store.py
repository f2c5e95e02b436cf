"""Rendered shots on disk, so that a story that is adjusted draws only what changed."""

import os
import secrets
from pathlib import Path
from zipfile import BadZipFile

from engine.video.rendered_shot import RenderedShot

_SUFFIX = ".npz"
_MOST_OF_A_PHOTO = 6
"""Versions of one photo's shot that are kept; the one that was used longest ago goes first."""


class ShotStore:
    """A folder with one for each photo, named by the photo's key: who deletes a photo deletes its shots as well."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load(self, photo: str, key: str) -> RenderedShot | None:
        """Return a kept shot; `None` where there is none, or it cannot be read."""
        path = self._path(photo, key)
        try:
            shot = RenderedShot.load(path)
            os.utime(path)
        except (OSError, ValueError, KeyError, BadZipFile):
            return None
        return shot

    def save(self, photo: str, key: str, shot: RenderedShot) -> None:
        """Keep a shot; a file appears only when it is whole. A full disk costs nothing but the next rendering."""
        path = self._path(photo, key)
        unfinished = path.with_name(f".{secrets.token_hex(8)}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            shot.save(unfinished)
            unfinished.replace(path)
            for old in sorted(path.parent.glob(f"*{_SUFFIX}"), key=_used_at)[:-_MOST_OF_A_PHOTO]:
                old.unlink(missing_ok=True)
        except OSError:
            unfinished.unlink(missing_ok=True)

    def _path(self, photo: str, key: str) -> Path:
        return self._folder / photo / f"{key}{_SUFFIX}"


def _used_at(path: Path) -> float:
    return path.stat().st_mtime
