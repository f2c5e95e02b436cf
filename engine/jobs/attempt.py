"""One attempt at a job, in a worker's thread, and what may come of it."""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from engine.errors import ErrorCode, RequestError, ReverieError
from engine.jobs.job import Failure, Job
from engine.jobs.quarantine import RenderDiedError
from engine.jobs.rendering import LostRenderError, Render, RenderRequest
from engine.types.clip import Clip
from engine.types.options import SMALLEST_PX, RenderOptions
from engine.types.progress import Progress

TRUSTED_ATTEMPTS = 2
"""A job that has ended its process so often (or was only there when it ended) is given one attempt more, apart."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Made:
    """A finished film in the work folder."""

    options: RenderOptions
    """Those of the render, which may be smaller than what was asked for."""
    clip: Clip
    render_s: float


@dataclass(frozen=True, slots=True)
class Fault:
    """Why there is no film."""

    failure: Failure
    sentence: str
    code: ErrorCode | None = None
    values: Mapping[str, int | str] = field(default_factory=dict)
    """What the code is about."""


@dataclass(frozen=True, slots=True)
class Lost:
    """The render is gone, and will do no other job either."""

    fault: Fault | None
    """Why the job is not to be tried elsewhere; `None` where it is."""


Outcome = Made | Fault | Lost | None
"""What comes of an attempt; `None` when it was stopped."""


def attempt(
    render: Render,
    job: Job,
    order: RenderRequest,
    on_progress: Callable[[Progress], None],
    cancelled: Callable[[], bool],
) -> Outcome:
    """Render a job, at half the size where memory runs out.

    Unless the film was made, nothing is left at the order's output.
    """

    def made(order: RenderRequest) -> Made:
        began = time.monotonic()
        clip = render(order, on_progress, cancelled)
        return Made(order.options, clip, time.monotonic() - began)

    try:
        try:
            return made(order)
        except MemoryError:
            logger.warning("Job %s needed too much memory; trying again at half the size.", job.id)
            size_px = max(SMALLEST_PX, order.options.size_px // 2)
            return made(replace(order, options=replace(order.options, size_px=size_px)))
    except LostRenderError as error:
        order.output.unlink(missing_ok=True)
        logger.warning("The render of job %s was lost: %s", job.id, error)
        return Lost(None if job.attempts <= TRUSTED_ATTEMPTS else _fault(job, RenderDiedError()))
    except Exception as error:  # whatever a render does wrong, the worker goes on
        order.output.unlink(missing_ok=True)
        return None if cancelled() else _fault(job, error)


def _fault(job: Job, error: Exception) -> Fault:
    for kind, failure in FAILURES.items():
        if isinstance(error, kind):
            code, values = (error.code, error.values) if isinstance(error, ReverieError) else (None, {})
            return Fault(failure, SENTENCES.get(failure) or str(error), code, values)
    logger.error("Job %s failed.", job.id, exc_info=error)
    return Fault(Failure.OURS, "Something went wrong on our side; the operator can find it in the log.")


FAILURES = {
    RequestError: Failure.REQUEST,
    RenderDiedError: Failure.SET_ASIDE,
    MemoryError: Failure.MEMORY,
    ReverieError: Failure.OURS,
}
"""The first kind that fits decides."""

SENTENCES = {Failure.MEMORY: "There is too little memory for this clip, even at half its size; ask for a smaller one."}
"""Where the error itself has no words for people."""
