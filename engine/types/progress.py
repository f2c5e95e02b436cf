"""`Progress`: how far the making of a film is."""

from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """What the studio is busy with, in order."""

    ANALYSE = "analyse"
    PLAN = "plan"
    RENDER = "render"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a stage is; one with a single step is at 0 of 1 and then at 1 of 1."""

    stage: Stage
    done: int
    total: int


def ignore_progress(progress: Progress) -> None:
    """Listen to nothing."""


def never() -> bool:
    """Answer that the work should go on."""
    return False
