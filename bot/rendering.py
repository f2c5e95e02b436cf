"""`StudioRender`: the studio as the queue's workers call it."""

from collections.abc import Callable
from dataclasses import dataclass

from engine.jobs import RenderRequest
from engine.studio import Progress, Studio
from engine.types.clip import Clip


@dataclass(frozen=True, slots=True)
class StudioRender:
    """Makes the clips of a queue."""

    studio: Studio

    def __call__(
        self, request: RenderRequest, on_progress: Callable[[Progress], None], cancelled: Callable[[], bool]
    ) -> Clip:
        """Write the film of a request's photo; raises what the studio raises."""
        photo = request.photos[0].read_bytes()
        report = self.studio.animate(
            photo, request.direction, request.output, request.options, on_progress=on_progress, cancelled=cancelled
        )
        return report.clip
