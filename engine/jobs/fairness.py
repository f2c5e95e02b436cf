"""Who is next: the owners take turns, one job each, like players around a table."""

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Waiting:
    """A job in line."""

    id: str
    owner: str
    since: float
    """When it was asked for."""


def line_up(waiting: Iterable[Waiting], last_served: Mapping[str, float]) -> list[str]:
    """Return the jobs' ids in the order in which they will be started.

    `waiting` is in the order of asking. An owner's own jobs keep that order. Somebody who was just served
    (`last_served`: when a job of theirs was last started) or who has just come sits behind everybody else at the
    table. So a job waits for at most one job of every other owner for each of its own owner's jobs, and people
    who keep coming cannot starve those who wait.
    """
    jobs: defaultdict[str, deque[Waiting]] = defaultdict(deque)
    for job in waiting:
        jobs[job.owner].append(job)

    def seat(owner: str) -> float:
        return max(jobs[owner][0].since, last_served.get(owner, 0.0))

    table = deque(sorted(jobs, key=seat))
    line = []
    while table:
        owner = table.popleft()
        line.append(jobs[owner].popleft().id)
        if jobs[owner]:
            table.append(owner)
    return line
