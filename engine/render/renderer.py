"""What every render engine offers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from engine.render.framing import Framing
from engine.types.curves import MotionCurves
from engine.types.direction import Direction
from engine.types.frames import Frames
from engine.types.scene import Advice, Scene


def _ignore_step(_done: int, _total: int) -> None:
    """Listen to nothing."""


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Brief:
    """What an engine may want to know beyond the curves; one that only follows these needs none of it."""

    direction: Direction = Direction()  # noqa: RUF009 - it is frozen
    """What was asked for."""
    seed: int = 0
    """The same seed gives the same film."""
    on_step: Callable[[int, int], None] = _ignore_step
    """Told how many steps of how many are done, while a film is prepared."""
    cancelled: Callable[[], bool] = _never
    """Asked between two steps whether the film is still wanted."""


class Renderer(Protocol):
    """Turns a scene and its motion into frames."""

    def prepare(self, scene: Scene, curves: MotionCurves, framing: Framing, brief: Brief = Brief()) -> Frames:
        """Return a film that draws itself on demand, at the curves' speed or a lower one.

        Raises `RequestError` when the curves do not fit the scene, `CancelledRenderError` once it is not wanted.
        """


@runtime_checkable
class Advised(Protocol):
    """Frames that people should be told something about."""

    @property
    def advice(self) -> tuple[Advice, ...]:
        """Kind remarks."""
