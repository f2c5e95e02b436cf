"""`Clip`: the finished film."""

from dataclasses import dataclass
from pathlib import Path

from engine.types.direction import Direction
from engine.types.scene import Advice


@dataclass(frozen=True, slots=True)
class Clip:
    """The finished film on disk and what it was made from."""

    path: Path
    container: str
    width: int
    height: int
    fps: int
    frame_count: int
    size_bytes: int
    poster_jpeg: bytes
    """A frame for previews: JPEG, long side ≤ 320 px, < 200 kB."""
    direction: Direction
    advice: tuple[Advice, ...]

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return self.frame_count / self.fps
