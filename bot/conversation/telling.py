"""A job, its clip and its faults in words."""

import json
import math
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Self

from bot.conversation import keyboards
from bot.conversation.actions import SendClip, ShowEnding, ShowProgress
from bot.conversation.wishes import Wish, gist, has_music, is_gentle, replaced
from bot.wording import Wording
from engine.errors import PhotoError, QueueFullError, ReverieError, UnknownJobError
from engine.jobs import Failure, Job, JobState
from engine.language import describe
from engine.types.clip import Clip, worth_saying
from engine.types.direction import Direction, Music

_MINUTES_FROM_S = 90
_TRYING_AGAIN_HELPS = frozenset({Failure.TIME_LIMIT, Failure.MEMORY, Failure.OURS})


_FAULTS: dict[type[ReverieError], str] = {
    PhotoError: "fault.request",
    QueueFullError: "fault.full_all",
    UnknownJobError: "fault.gone",
    ReverieError: "fault.ours",
}
"""What is said of an error without a code; the first line that fits."""


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


def wish_of(job: Job) -> Wish:
    """Return what a job was asked to show."""
    return job.request.storyboard or job.request.direction


def is_silent(job: Job) -> bool:
    """Return whether nothing is to be heard in a job's film: neither music nor somebody's own sound."""
    return not (job.request.sound or has_music(wish_of(job)))


@lru_cache(maxsize=256)
def title(wish: Wish, say: Wording) -> str:
    """Return what will be played, in the reader's language; that there is no music goes without saying."""
    if isinstance(wish, Direction):
        return _sentence(wish, say)
    film = say("story.title", count=len(wish.shots))
    played = gist(wish)
    return film if is_gentle(played) else f"{film} · {_sentence(played, say)}"


def _sentence(direction: Direction, say: Wording) -> str:
    told = direction if has_music(direction) else replaced(direction, music=Music())
    return describe(replaced(told, language=say.language))


def progress(job: Job, say: Wording) -> ShowProgress:
    """Return how far a job is."""
    return ShowProgress(
        job.id,
        job.request.photos[0],
        title(wish_of(job), say),
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
    wish = wish_of(job)
    advice = worth_saying(clip.advice, wish) if isinstance(wish, Direction) else clip.advice
    unclear = wish.unclear
    notes = [
        *([say("unclear.part", words=", ".join(unclear))] if unclear else []),
        *(say(f"advice.{each.code.value}") for each in advice),
    ]
    return SendClip(
        job.id,
        job.request.photos[0],
        clip,
        title(wish_of(job), say),
        tuple(notes),
        keyboards.under_clip(job.id, say, is_silent=is_silent(job), can_undo=bool(Note.of(job).before)),
        not is_silent(job),
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
        told = say(f"fault.{job.error_code}", **job.error_values) if job.error_code else say("fault.request")
        return ShowEnding(job.id, photo, told, ())
    rows = keyboards.under_failure(job.id, say) if failure in _TRYING_AGAIN_HELPS else ()
    return ShowEnding(job.id, photo, say(f"fault.{failure.value}"), rows)


def fault(error: ReverieError, say: Wording) -> str:
    """Return what went wrong, in the reader's language."""
    if error.code is not None:
        return say(f"fault.{error.code}", **error.values)
    return say(next(name for kind, name in _FAULTS.items() if isinstance(error, kind)))


def privacy(keep_hours: float, say: Wording) -> str:
    """Return what happens to people's photos; whole days from two on are told as days, which are never one."""
    in_days = keep_hours >= 48 and keep_hours % 24 == 0
    span = say("span.days", count=round(keep_hours / 24)) if in_days else say("span.hours", count=f"{keep_hours:g}")
    return say("hello.privacy", span=span)
