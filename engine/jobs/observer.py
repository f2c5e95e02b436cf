"""`Observer`: what an operator's instruments are told of the queue."""

from engine.errors import QueueFullError
from engine.jobs.job import Delivery, Job, JobRequest
from engine.types.progress import Stage


class Observer:
    """Is told what happens, on the event loop, and must not wait there; this one listens to nothing."""

    def submitted(self, job: Job) -> None:
        """Hear of a new job; one that the store could answer is done already."""

    def refused(self, request: JobRequest, error: QueueFullError) -> None:
        """Hear of a request for which there was no room."""

    def started(self, job: Job) -> None:
        """Hear that a render begins."""

    def stage_ended(self, job: Job, stage: Stage, seconds: float, steps: int) -> None:
        """Hear how long a stage of a render took; rendering's steps are frames."""

    def ended(self, job: Job) -> None:
        """Hear that a job which waited or ran is over."""

    def delivered(self, outcome: Delivery) -> None:
        """Hear what became of telling people."""
