"""Folders for what is in the works: each goes with its process, one way or another."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from engine.folder_lock import alone_in

_PREFIX = "reverie-render-"
_LOCK_LIMIT_S = 1.0
_YOUNG_S = 60.0
"""Younger folders may be about to be locked."""


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """Give a folder of one's own, readable by nobody else, and delete it in the end.

    What processes left that were killed is deleted first.
    """
    _sweep(Path(tempfile.gettempdir()))
    with tempfile.TemporaryDirectory(prefix=_PREFIX) as name, alone_in(Path(name), _LOCK_LIMIT_S):
        yield Path(name)


def _sweep(parent: Path) -> None:
    """Delete the folders that nobody holds any more; those of other users cannot be locked and stay."""
    for folder in parent.glob(f"{_PREFIX}*"):
        try:
            if time.time() - folder.lstat().st_mtime > _YOUNG_S:
                with alone_in(folder, limit_s=0.0):
                    shutil.rmtree(folder)
        except (OSError, TimeoutError):
            continue
