"""One process at a time in a folder."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

_ASK_EVERY_S = 0.1


@contextmanager
def alone_in(folder: Path, limit_s: float) -> Iterator[None]:
    """Hold a folder's lock; other processes wait, and raise `TimeoutError` after `limit_s`.

    The system frees it even when a process is killed.
    """
    with (folder / ".lock").open("a+b") as file:
        deadline = time.monotonic() + limit_s
        while not _try_lock(file):
            if time.monotonic() > deadline:
                raise TimeoutError(f"another process has been busy in {folder} for {limit_s:.0f} s")
            time.sleep(_ASK_EVERY_S)
        yield


if sys.platform == "win32":
    import msvcrt

    def _try_lock(file: IO[bytes]) -> bool:
        file.seek(0)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try_lock(file: IO[bytes]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
