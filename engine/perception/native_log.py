"""Keeping a native library's chatter out of the terminal."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_lock = Lock()


@contextmanager
def native_stderr_silenced() -> Iterator[None]:
    """Send what C code writes to standard error to nowhere; faults still arrive as exceptions.

    LiteRT announces its delegate on standard error, in the middle of a progress bar, and offers no switch for it.
    One thread at a time; another thread's own lines may be lost meanwhile, so keep it short.
    """
    with _lock:
        sys.stderr.flush()
        terminal, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
        try:
            os.dup2(nowhere, 2)
            yield
        finally:
            os.dup2(terminal, 2)
            os.close(terminal)
            os.close(nowhere)
