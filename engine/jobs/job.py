"""`Job`: one request for a clip on its way through the queue, and the words that describe it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from engine.errors import ErrorCode
from engine.types.direction import Direction
from engine.types.options import RenderOptions
from engine.types.progress import Stage
from engine.types.storyboard import Storyboard


class JobState(StrEnum):
    """Where a job is; the last three are final."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen to the job."""
        return self in (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


class Failure(StrEnum):
    """Why a job failed, for a front end that says it in the user's language."""

    REQUEST = "request"
    """The request or its photo cannot be used; the job's `error` says why."""
    TIME_LIMIT = "time_limit"
    MEMORY = "memory"
    """Too little memory, at the smaller size too."""
    SET_ASIDE = "set_aside"
    """It ended the process that rendered it, again and again."""
    OURS = "ours"
    """Another fault on our side."""


class Delivery(StrEnum):
    """What is known about telling people how a job ended."""

    OPEN = "open"
    """Nobody has begun to."""
    CLAIMED = "claimed"
    """A front end is sending."""
    DELIVERED = "delivered"
    UNKNOWN = "unknown"
    """It was sent, or not: the connection or the process ended in between. Never to be repeated blindly."""


@dataclass(frozen=True, slots=True)
class JobRequest:
    """What is handed to the queue."""

    owner: str
    """Who asks, opaque and stable, such as "web:3f2a" or "telegram:42"; bounds and fairness count by it."""
    chat: str
    """Where the clip belongs, opaque, such as "telegram:-1001:7"."""
    photos: tuple[str, ...]
    """Keys from `JobQueue.keep_photo`, in the order of the film; at least one."""
    direction: Direction
    options: RenderOptions = RenderOptions()
    """Length, size, shape and seed."""
    note: str = ""
    """Whatever the front end wants back with the job, also after a restart."""
    storyboard: Storyboard | None = None
    """What happens in each of several photos; then the direction says nothing of its own."""
    sound: str = ""
    """Key from `JobQueue.keep_sound` of what is heard in the film; empty for none. The options say if it is a voice."""

    def __post_init__(self) -> None:
        if not self.photos:
            raise ValueError("a job needs at least one photo")


@dataclass(frozen=True, slots=True)
class Job:
    """One request on its way, as it was when it was asked for; `JobQueue.watch` brings the changes."""

    id: str
    """16 hexadecimal digits."""
    request: JobRequest
    state: JobState
    created_at: float
    """Seconds since 1970, like all times here."""
    started_at: float | None
    ended_at: float | None
    attempts: int
    """How often a render was begun; more than one after the process ended in the middle."""
    failure: Failure | None
    error: str | None
    """One sentence in English when it failed."""
    error_code: ErrorCode | None
    """What exactly is wrong, where there is a code for it."""
    error_values: Mapping[str, int | str]
    """What the code is about."""
    result: str | None
    """Key of the finished clip, for `JobQueue.clip`; `None` unless done."""
    delivery: Delivery
    receipt: str | None
    """What the front end recorded on delivery, such as the id of the message with the clip."""
    position: int | None
    """1 for the next in line; `None` unless queued."""
    eta_s: float | None
    """Seconds until it is done, from measured speed; `None` once over, or before anything was measured."""
    stage: Stage | None
    """What the studio is busy with; `None` unless running."""
    fraction: float
    """Share of the work that is done, 0…1."""


@dataclass(frozen=True, slots=True)
class KeptPhoto:
    """A photo that somebody sent and that is still kept."""

    key: str
    """SHA-256 of the file's content, in hexadecimal."""
    owner: str
    chat: str
    kept_at: float


@dataclass(frozen=True, slots=True)
class QueueLimits:
    """How much the queue takes and keeps."""

    jobs_per_owner: int = 20
    """Waiting and running."""
    jobs_per_day: int = 100
    """Of one owner within 24 hours, as far as they are kept."""
    jobs_in_all: int = 1000
    job_s: float = 600.0
    """Longest render, in seconds."""
    kept_mb_per_owner: float = 1000.0
    """Photos and sounds of one owner."""
    keep_hours: float = 24.0
    """How long a finished job and its clip are kept, and a photo after its last use."""
