"""A job, its clip and its faults in words."""

import json
import math
from dataclasses import asdict, dataclass
from typing import Self

from bot.conversation import keyboards
from bot.conversation.actions import SendClip, ShowEnding, ShowProgress
from bot.conversation.choices import in_english
from bot.wording import Wording
from engine.jobs import Failure, Job, JobState
from engine.language import describe
from engine.types.clip import Clip
from engine.types.direction import Direction

_MINUTES_FROM_S = 90
_TRYING_AGAIN_HELPS = frozenset({Failure.TIME_LIMIT, Failure.MEMORY, Failure.OURS})


@dataclass(frozen=True, slots=True)
class Note:
    """What the conversation keeps with a job."""

    language: str
    before: str = ""
    """Id of the job that this one changed; empty for a first."""
    message: str = ""
    """The message that asked for it, as its front end refers to it."""
    is_group: bool = False
    """Whether others are in the chat."""

    @classmethod
    def of(cls, job: Job) -> Self:
        """Return the note on a job."""
        return cls(**json.loads(job.request.note))

    def __str__(self) -> str:
        return json.dumps(asdict(self))


def title(direction: Direction, say: Wording) -> str:
    """Return what will be played, in the reader's language or else in English."""
    told = direction if direction.language == say.language else in_english(direction)
    return describe(told)


def progress(job: Job, say: Wording) -> ShowProgress:
    """Return how far a job is."""
    return ShowProgress(
        job.id,
        job.request.photos[0],
        title(job.request.direction, say),
        status(job, say),
        job.fraction,
        keyboards.under_progress(job.id, say),
    )


def status(job: Job, say: Wording) -> str:
    """Return where a job is, and how long it will take where that is known."""
    if job.position is not None and job.state is JobState.QUEUED:
        what = say("progress.next") if job.position == 1 else say("progress.waiting", position=job.position)
    else:
        what = say(f"progress.{job.stage.value}" if job.stage else "progress.under_way")
    if job.eta_s is None:
        return what
    if job.eta_s >= _MINUTES_FROM_S:
        return say("progress.minutes_left", what=what, minutes=math.ceil(job.eta_s / 60))
    seconds = math.ceil(job.eta_s) if job.eta_s <= 10 else math.ceil(job.eta_s / 5) * 5
    return say("progress.seconds_left", what=what, seconds=max(seconds, 1))


def finished(job: Job, clip: Clip, say: Wording) -> SendClip:
    """Return a clip with what is to be said about it."""
    advice = [say(f"advice.{advice.code.value}") for advice in clip.advice]
    unclear = job.request.direction.unclear
    notes = [*([say("unclear.part", words=", ".join(unclear))] if unclear else []), *advice]
    return SendClip(
        job.id,
        job.request.photos[0],
        clip,
        title(job.request.direction, say),
        tuple(notes),
        keyboards.under_clip(job.id, say, can_undo=bool(Note.of(job).before)),
    )


def unsure(job: Job, say: Wording) -> ShowEnding:
    """Return that an ending may not have arrived, and a button that sends it again."""
    return ShowEnding(job.id, job.request.photos[0], say("fault.unsure"), keyboards.under_failure(job.id, say))


def ended(job: Job, say: Wording) -> ShowEnding:
    """Return why there is no clip."""
    photo = job.request.photos[0]
    if job.state is JobState.CANCELLED:
        return ShowEnding(job.id, photo, say("progress.cancelled"), ())
    failure = job.failure or Failure.OURS
    if failure is Failure.REQUEST:
        return ShowEnding(job.id, photo, say("fault.photo", reason=job.error), ())
    rows = keyboards.under_failure(job.id, say) if failure in _TRYING_AGAIN_HELPS else ()
    return ShowEnding(job.id, photo, say(f"fault.{failure.value}"), rows)
