"""Stand-ins for a render, for whoever feeds one: the queue, a cluster. They can be pickled, as a render must."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from engine.errors import CancelledRenderError
from engine.jobs import RenderRequest
from engine.types.clip import Clip
from engine.types.progress import Progress, Stage
from engine.types.scene import Advice, AdviceCode

ADVICE = Advice(AdviceCode.FACE_SMALL, "The face is small; a closer photo will look better.", 0)
POSTER = b"\xff\xd8 poster"
"""No text in any encoding."""


def film(request: RenderRequest) -> Clip:
    """Write a stand-in for a film: what it was made of."""
    options = request.options
    asked = f"film {options.seed} {options.size_px}".encode()
    content = b"|".join((asked, *(photo.read_bytes() for photo in request.photos)))
    if request.sound is not None:
        content += b"|" + request.sound.read_bytes()
    request.output.write_bytes(content)
    return Clip(
        path=request.output,
        container="mp4",
        width=options.size_px,
        height=options.size_px,
        fps=options.fps,
        frame_count=15,
        size_bytes=len(content),
        poster_jpeg=POSTER,
        direction=request.direction,
        advice=(ADVICE,),
    )


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
                raise CancelledRenderError("The render was stopped.")
        return film(request)
