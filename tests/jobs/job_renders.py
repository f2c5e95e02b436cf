"""Renders for tests: quick, obedient, or as bad as can be. They can be pickled, as a render must."""

import os
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from engine.jobs import RenderRequest
from engine.types.clip import Clip
from engine.types.progress import Progress, Stage
from engine.types.scene import Advice, AdviceCode

ADVICE = Advice(AdviceCode.FACE_SMALL, "The face is small; a closer photo will look better.", 0)


def film(request: RenderRequest) -> Clip:
    """Write a stand-in for a film: the seed and the size."""
    content = f"film {request.options.seed} {request.options.size_px}".encode()
    request.output.write_bytes(content)
    return Clip(
        path=request.output,
        container="mp4",
        width=request.options.size_px,
        height=request.options.size_px,
        fps=request.options.fps,
        frame_count=15,
        size_bytes=len(content),
        poster_jpeg=b"poster",
        direction=request.direction,
        advice=(ADVICE,),
    )


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
class Patient:
    """Renders when it is let; notes what it was given."""

    started: list[int] = field(default_factory=list)
    """Seeds, in the order of starting."""
    may_go: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    def __call__(
        self, request: RenderRequest, on_progress: Callable[[Progress], None], cancelled: Callable[[], bool]
    ) -> Clip:
        self.started.append(request.options.seed)
        on_progress(Progress(Stage.RENDER, 5, 10))
        while not self.may_go.acquire(timeout=0.005):
            if cancelled():
                raise RuntimeError("stopped in the middle")
        return film(request)


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
