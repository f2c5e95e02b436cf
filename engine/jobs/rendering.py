"""What a worker calls to make a clip: the studio, or a stand-in."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from engine.errors import EngineError
from engine.types.clip import Clip
from engine.types.direction import Direction
from engine.types.options import RenderOptions
from engine.types.progress import Progress
from engine.types.storyboard import Storyboard


@dataclass(frozen=True, slots=True)
class RenderRequest:
    """One clip to make."""

    photos: tuple[Path, ...]
    """The photos' files, in the order of the film."""
    direction: Direction
    options: RenderOptions
    storyboard: Storyboard | None
    """What happens in each of several photos, instead of the direction."""
    output: Path
    """Where the film goes; nothing else may be left beside it."""
    shots: Path | None = None
    """Where the shots of stories are kept, a folder for each photo under its key."""
    sound: Path | None = None
    """The file of what is heard; `None` for nothing of one's own."""


class LostRenderError(EngineError):
    """Whoever was to render is gone: a process, a machine, or the way there. Somebody else can do it."""


class Render(Protocol):
    """Makes one clip at a time; called in a worker's thread, never twice at once.

    One that renders in this process must be picklable; one that renders elsewhere may raise `LostRenderError`.
    """

    def __call__(
        self, request: RenderRequest, on_progress: Callable[[Progress], None], cancelled: Callable[[], bool]
    ) -> Clip:
        """Write the film; raises `ReverieError`, `CancelledRenderError` once `cancelled` says so, or `MemoryError`."""
