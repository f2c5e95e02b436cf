"""What every render engine offers."""

from typing import Protocol

from engine.render.framing import Framing
from engine.types.curves import MotionCurves
from engine.types.frames import Frames
from engine.types.scene import Scene


class Renderer(Protocol):
    """Turns a scene and its motion into frames."""

    def prepare(self, scene: Scene, curves: MotionCurves, framing: Framing) -> Frames:
        """Return a film that draws itself on demand; raises `RequestError` when the curves do not fit the scene."""
