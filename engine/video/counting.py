"""How far several threads have come with one film."""

from collections.abc import Callable
from threading import Event, Lock

from engine.errors import CancelledRenderError


class FrameCount:
    """Counts the frames of all workers and stops them."""

    def __init__(self, on_frame: Callable[[int], None] | None, cancelled: Callable[[], bool] | None) -> None:
        self._on_frame = on_frame
        self._cancelled = cancelled
        self._count = 0
        self._lock = Lock()
        self._stop = Event()

    def frame_done(self) -> None:
        """Count one frame; `CancelledRenderError` when the work should end."""
        self.add(1)

    def add(self, frames: int) -> None:
        """Count frames that are there already; `CancelledRenderError` when the work should end."""
        self.look_up()
        with self._lock:  # so that the numbers heard only rise
            self._count += frames
            if self._on_frame is not None:
                self._on_frame(self._count)

    def look_up(self) -> None:
        """Raise `CancelledRenderError` when the work should end."""
        if self.should_end():
            raise CancelledRenderError("The render was stopped.")

    def should_end(self) -> bool:
        """Return whether nobody wants the film any more, or something has gone wrong with it."""
        if self._cancelled is not None and self._cancelled():
            self.stop()
        return self._stop.is_set()

    def stop(self) -> None:
        """Let every worker end at its next frame."""
        self._stop.set()
