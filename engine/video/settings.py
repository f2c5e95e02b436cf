"""`EncoderSettings`: how a film is encoded."""

import os
from dataclasses import dataclass, field


def _default_workers() -> int:
    """Return the cores this process may use, at most 4: each costs about 70 MB at 720p."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(4, usable)


@dataclass(frozen=True, slots=True)
class EncoderSettings:
    """How a film is encoded: quality, and how the work is shared out."""

    crf: int = 20
    """x264's constant rate factor: lower is better and larger."""
    preset: str = "superfast"
    workers: int = field(default_factory=_default_workers)
    """Threads that draw the film, and threads that encode it."""
    segment_s: float = 2.5
    """The longest part of a story's shot that one worker draws and encodes at a time, in seconds."""
    key_frames_s: float = 10.0
    """Seconds between key frames, where players may jump to; each of them is seen as a slight pulse."""
    looks_ahead: bool = True
    """Whether bits are planned over the frames to come; half a second gains little by it, for a third more time."""

    def __post_init__(self) -> None:
        if self.workers < 1 or min(self.segment_s, self.key_frames_s) <= 0:
            raise ValueError(f"expected at least one worker and positive lengths, got {self}")
