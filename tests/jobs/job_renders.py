"""Renders for the queue's tests: quick, slow, or as bad as can be. They can be pickled, as a render must."""

import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from engine.jobs import RenderRequest
from engine.types.clip import Clip
from engine.types.progress import Progress, Stage
from tests.stand_in_renders import film


def quick(request: RenderRequest, on_progress: Callable[[Progress], None], cancelled: Callable[[], bool]) -> Clip:
    on_progress(Progress(Stage.RENDER, 1, 1))
    return film(request)


def slow(request: RenderRequest, on_progress: Callable[[Progress], None], cancelled: Callable[[], bool]) -> Clip:
    """Take 50 ms, in ten steps."""
    for step in range(10):
        on_progress(Progress(Stage.RENDER, step, 10))
        time.sleep(0.005)
    return film(request)


def deadly(request: RenderRequest, on_progress: Callable[[Progress], None], cancelled: Callable[[], bool]) -> Clip:
    """End the whole process when the seed is 13."""
    if request.options.seed == 13:
        os.kill(os.getpid(), signal.SIGKILL)
    return quick(request, on_progress, cancelled)


@dataclass
class Failing:
    """Raises one error after the other, then renders."""

    errors: list[BaseException]
    sizes_px: list[int] = field(default_factory=list)

    def __call__(
        self, request: RenderRequest, on_progress: Callable[[Progress], None], cancelled: Callable[[], bool]
    ) -> Clip:
        self.sizes_px.append(request.options.size_px)
        if self.errors:
            request.output.write_bytes(b"half a film")
            raise self.errors.pop(0)
        return film(request)
