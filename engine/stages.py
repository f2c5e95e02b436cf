"""What the making of a film is busy with: told, timed and stopped between two stages."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from engine.errors import CancelledRenderError
from engine.render.renderer import Brief
from engine.types.direction import Direction
from engine.types.progress import Progress, Stage

_PREPARING = 0.9
"""Share of the work that preparing is, for an engine that tells of steps."""


class Stages:
    """Tells what the studio is busy with, takes the time, and stops between two stages."""

    def __init__(self, on_progress: Callable[[Progress], None], cancelled: Callable[[], bool]) -> None:
        self.seconds: dict[Stage, float] = {}
        self._on_progress = on_progress
        self.cancelled = cancelled
        """Says whether there is no wish to go on."""
        self._current = Progress(Stage.ANALYSE, 0, 1)
        self._prepared = 0.0
        self._drawn = 0

    @contextmanager
    def entered(self, stage: Stage, total: int = 1) -> Iterator[None]:
        """Be busy with a stage of so many steps; raises `CancelledRenderError` where there is no wish to go on."""
        if self.cancelled():
            raise CancelledRenderError("The render was stopped.")
        self._current = Progress(stage, 0, total)
        self._on_progress(self._current)
        began = time.perf_counter()
        yield
        self.seconds[stage] = time.perf_counter() - began
        self._on_progress(Progress(stage, total, total))

    def brief(self, direction: Direction, seed: int) -> Brief:
        """Return what an engine is told beyond the curves."""
        return Brief(direction, seed, self._step_done, self.cancelled)

    def frame_done(self, count: int) -> None:
        """Tell how many frames are done."""
        self._drawn = count
        self._tell_of_film()

    def _step_done(self, done: int, total: int) -> None:
        """Tell how far an engine is that makes a film in steps, all or some of them before frames are drawn."""
        self._prepared = _PREPARING * done / total
        self._tell_of_film()

    def _tell_of_film(self) -> None:
        done = self._prepared * self._current.total + (1 - self._prepared) * self._drawn
        self._on_progress(replace(self._current, done=round(done)))
