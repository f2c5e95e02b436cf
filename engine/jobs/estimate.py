"""How long it will take, from what earlier renders took."""

import heapq
from collections.abc import Iterable, Sequence

from engine.jobs.job import JobRequest
from engine.types.options import DEFAULT_SECONDS
from engine.types.progress import Progress, Stage
from engine.types.storyboard import NATURAL_SHOT_S

USUAL_SHAPE = 0.75
"""Shorter over longer side of the usual photo."""

STAGE_SHARES = {Stage.ANALYSE: (0.0, 0.15), Stage.PLAN: (0.15, 0.2), Stage.RENDER: (0.2, 1.0)}
"""Where each stage begins and ends in the whole work, about as measured for 5 s at 720p."""


def work_of(request: JobRequest) -> float:
    """Return the size of a job in megapixel-frames."""
    options = request.options
    seconds = options.seconds or _seconds_by_words(request)
    return seconds * options.fps * options.size_px**2 * USUAL_SHAPE / 1e6


def _seconds_by_words(request: JobRequest) -> float:
    board = request.storyboard
    if board is not None:
        return board.seconds or sum(shot.seconds or NATURAL_SHOT_S for shot in board.shots)
    if len(request.photos) > 1:
        return len(request.photos) * NATURAL_SHOT_S
    return request.direction.duration or DEFAULT_SECONDS


def fraction_of(progress: Progress) -> float:
    """Return which share of the whole work is done, 0…1."""
    start, stop = STAGE_SHARES[progress.stage]
    return start + (stop - start) * progress.done / progress.total


def finish_times_s(running_s: Sequence[float], waiting_s: Iterable[float], workers: int) -> list[float]:
    """Return when each job in line will be done, in seconds from now.

    `running_s` is what the running jobs still need, `waiting_s` what each waiting job will need, in their order.
    """
    free_at = [*running_s, *[0.0] * (workers - len(running_s))]
    heapq.heapify(free_at)
    finished = []
    for duration in waiting_s:
        done_at = free_at[0] + duration
        heapq.heapreplace(free_at, done_at)
        finished.append(done_at)
    return finished
