"""`StudioRender`: the studio as a worker's render, its models loaded once."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self

from engine.jobs.rendering import RenderRequest
from engine.studio import Studio
from engine.types.clip import Clip
from engine.types.options import RenderOptions
from engine.types.progress import Progress
from engine.types.storyboard import MOST_SHOTS, Shot, Storyboard

if TYPE_CHECKING:
    from engine.perception.scene import Perception


class StudioRender:
    """Renders with a studio; a context manager that keeps the models loaded while it is entered.

    One for each worker. Unpickled in another process it is not entered, and loads the models for each film.
    """

    def __init__(self, studio: Studio) -> None:
        self._studio = studio
        self._perception: Perception | None = None

    def __enter__(self) -> Self:
        self._perception = self._studio.perception()
        return self

    def __exit__(self, *_: object) -> None:
        if self._perception is not None:
            self._perception.close()
            self._perception = None

    def __getstate__(self) -> dict[str, Any]:
        return {"_studio": self._studio, "_perception": None}

    def __call__(
        self, request: RenderRequest, on_progress: Callable[[Progress], None], cancelled: Callable[[], bool]
    ) -> Clip:
        """Make the film of one photo, or the story of several."""
        try:
            if len(request.photos) > 1 or request.storyboard is not None:
                return self._tell(request, on_progress, cancelled)
            return self._studio.animate(
                request.photos[0].read_bytes(),
                request.direction,
                request.output,
                _options(request),
                perception=self._perception,
                on_progress=on_progress,
                cancelled=cancelled,
            ).clip
        except RuntimeError as error:
            if type(error).__name__ == "OutOfMemoryError":  # torch's, which is not imported for its name
                raise MemoryError(str(error)) from error
            raise

    def _tell(
        self, request: RenderRequest, on_progress: Callable[[Progress], None], cancelled: Callable[[], bool]
    ) -> Clip:
        from engine.production import Production, ShotStore  # noqa: PLC0415 - OpenCV and PyAV, only where a story is told

        shots = tuple(
            Shot(photo=index, direction=request.direction) for index in range(len(request.photos[:MOST_SHOTS]))
        )
        production = Production(self._studio, ShotStore(request.shots) if request.shots else None)
        return production.tell(
            request.photos,
            request.storyboard or Storyboard(shots=shots),
            request.output,
            _options(request),
            perception=self._perception,
            on_progress=on_progress,
            cancelled=cancelled,
        ).clip


def _options(request: RenderRequest) -> RenderOptions:
    """Return the options with the file of what is heard."""
    return request.options if request.sound is None else replace(request.options, sound=str(request.sound))
