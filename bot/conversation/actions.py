"""What a front end shows, and the one method by which it is asked to."""

from dataclasses import dataclass
from typing import Protocol

from bot.conversation.events import Place
from engine.types.clip import Clip, Form


@dataclass(frozen=True, slots=True)
class Button:
    """Something to tap."""

    label: str
    data: str
    """At most 64 bytes; comes back in `ButtonPressed`."""


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class AcknowledgePhoto:
    """A photo, or an album that it opens, arrived and can be used."""

    photo: str
    """Its key in the queue's store."""
    words: str
    album: tuple[str, ...] = ()
    """The keys of all photos that came at once, in order; empty for a photo alone."""


@dataclass(frozen=True, slots=True)
class Say:
    """A sentence."""

    text: str
    is_kept: bool = True
    """Whether it may be written down to be shown again."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A question, with answers to tap."""

    text: str
    rows: Rows
    photo: str = ""
    """Key of a photo that the question is about and that people should see with it; empty for none."""


@dataclass(frozen=True, slots=True)
class ShowProgress:
    """How far a job is; each one replaces the one before."""

    job_id: str
    photo: str
    title: str
    """What will be played."""
    status: str
    fraction: float
    """0…1."""
    rows: Rows


@dataclass(frozen=True, slots=True)
class ShowEnding:
    """A job ended without a clip; replaces its progress."""

    job_id: str
    photo: str
    text: str
    rows: Rows


@dataclass(frozen=True, slots=True)
class AnnounceClip:
    """A clip is about to be sent."""

    form: Form


@dataclass(frozen=True, slots=True)
class SendClip:
    """A finished clip; replaces its job's progress."""

    job_id: str
    photo: str
    clip: Clip
    title: str
    notes: tuple[str, ...]
    """Kind remarks: advice on the photo, words that were not understood."""
    rows: Rows
    has_sound: bool = False
    """Whether there is something to hear."""


@dataclass(frozen=True, slots=True)
class ForgetEverything:
    """Everything that was shown to this owner is to be deleted."""


Action = AcknowledgePhoto | Say | Ask | ShowProgress | ShowEnding | AnnounceClip | SendClip | ForgetEverything


class NotShownError(Exception):
    """Nothing was shown, for certain, such as without a network: it may be tried again."""

    def __init__(self, reason: str, again_in_s: float = 0.0) -> None:
        super().__init__(reason)
        self.again_in_s = again_in_s
        """How long the platform wants to be left alone."""


class FrontEnd(Protocol):
    """Where people are."""

    async def perform(self, place: Place, action: Action) -> str:
        """Show it and return a receipt, such as a message's id.

        Raises `NotShownError` when it certainly did not arrive, anything else when that is not certain.
        """

    async def tell_alone(self, owner: str, text: str) -> None:
        """Say something to one person alone, who need not have spoken just now; raises as `perform` does."""
