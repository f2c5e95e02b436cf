"""Ctrl-C and SIGTERM as a wish to stop, so that a render ends between two frames and leaves nothing behind."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event
from types import FrameType

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def stop_wished() -> Iterator[Callable[[], bool]]:
    """Yield a question that is answered with yes after the first signal; a second one ends the process at once."""
    wished = Event()
    former = {number: signal.getsignal(number) for number in _SIGNALS}

    def restore() -> None:
        for number, handler in former.items():
            signal.signal(number, handler)

    def note(_number: int, _frame: FrameType | None) -> None:
        wished.set()
        restore()

    for number in _SIGNALS:
        signal.signal(number, note)
    try:
        yield wished.is_set
    finally:
        restore()
