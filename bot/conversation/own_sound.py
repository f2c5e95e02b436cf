"""`OwnSound`: what somebody sent to be heard in a film."""

from typing import NamedTuple, Self

from engine.jobs import Job


class OwnSound(NamedTuple):
    """A kept sound, or none."""

    key: str = ""
    """Its key in the queue's store; empty for none."""
    is_spoken: bool | None = None
    """Whether it is a voice; `None` where nobody knows."""

    @classmethod
    def of(cls, job: Job) -> Self:
        """Return what is heard in a job's film."""
        return cls(job.request.sound, job.request.options.is_spoken)


NO_SOUND = OwnSound()
