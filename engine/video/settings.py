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
    """Threads that each draw and encode a part of the film."""
    segment_s: float = 2.5
    """The longest part one worker draws at a time, in seconds; bounds the memory and spaces the key frames."""

    looks_ahead: bool = True
    """Whether bits are planned over the frames to come; half a second gains little by it, for a third more time."""

    def __post_init__(self) -> None:
        if self.workers < 1 or self.segment_s <= 0:
            raise ValueError(f"expected at least one worker and a positive segment, got {self}")
