"""The conversation over the real queue, with a stand-in for the studio and a front end that writes everything down."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.conversation import AlbumReceived, Conversation, Memory, PhotoReceived, Place, SentPhoto, TextReceived
from bot.conversation.actions import Action, Ask, Button, Say, SendClip, ShowEnding, ShowProgress
from bot.conversation.admission import Admission
from bot.conversation.collecting import QUIET_S
from bot.conversation.events import ButtonPressed
from bot.conversation.meaning import Understanding
from bot.database import Database
from engine.errors import CancelledRenderError
from engine.jobs import JobQueue, QueueLimits, RenderRequest
from engine.perception.photo import captured_at, open_photo
from engine.types.clip import Clip
from engine.types.options import RenderOptions
from engine.types.progress import Progress, Stage
from engine.types.scene import Advice, AdviceCode

ANNA = Place("test:anna", "test:anna")
BEN = Place("test:ben", "test:ben")
WAIT_S = 20.0
LIMITS = QueueLimits()


@dataclass
class StandInRender:
    """Makes a film of a few bytes at once, or when it is let go."""

    requests: list[RenderRequest] = field(default_factory=list)
    go_on: threading.Event = field(default_factory=threading.Event)
    fault: Exception | None = None
    advice: tuple[Advice, ...] = ()

    def __post_init__(self) -> None:
        self.go_on.set()

    def __call__(
        self, request: RenderRequest, on_progress: Callable[[Progress], None], cancelled: Callable[[], bool]
    ) -> Clip:
        self.requests.append(request)
        on_progress(Progress(Stage.ANALYSE, 0, 1))
        while not self.go_on.wait(0.01):
            if cancelled():
                raise CancelledRenderError("The render was stopped.")
        if self.fault is not None:
            raise self.fault
        request.output.write_bytes(b"film")
        return Clip(request.output, "mp4", 64, 64, 30, 150, 4, b"poster", request.direction, self.advice)


class Notebook:
    """A front end that writes down what it was asked to show."""

    def __init__(self) -> None:
        self.shown: list[tuple[Place, Action]] = []
        self.faults: list[Exception] = []
        """What goes wrong with the next clips instead of their being shown."""
        self._more = asyncio.Event()

    async def perform(self, place: Place, action: Action) -> str:
        if isinstance(action, SendClip) and self.faults:
            raise self.faults.pop(0)
        self.shown.append((place, action))
        self._more.set()
        return str(len(self.shown))

    async def tell_alone(self, owner: str, text: str) -> None:
        await self.perform(Place(owner, owner), Say(text))

    def all(self, kind: type[Any]) -> list[Any]:
        return [action for _, action in self.shown if isinstance(action, kind)]

    async def next(self, kind: type[Any], count: int = 1) -> Any:
        """Return the newest action of a kind once there are `count` of them."""
        async with asyncio.timeout(WAIT_S):
            while len(self.all(kind)) < count:
                self._more.clear()
                await self._more.wait()
        return self.all(kind)[-1]

    @property
    def last_words(self) -> str:
        return [action.text for _, action in self.shown if isinstance(action, Say | Ask)][-1]


class Patience:
    """A sleep that ends when the test says so: short ones when it is quiet, all of them when patience is over."""

    def __init__(self) -> None:
        self.quiet = asyncio.Event()
        self.over = asyncio.Event()

    async def __call__(self, seconds: float) -> None:
        await (self.quiet if seconds <= QUIET_S else self.over).wait()


@dataclass
class Desk:
    """One running conversation and all that can be seen of it."""

    conversation: Conversation
    queue: JobQueue
    notebook: Notebook
    render: StandInRender
    patience: Patience

    async def album(self, *photos: bytes | SentPhoto, words: str = "", place: Place = ANNA) -> None:
        sent = tuple(photo if isinstance(photo, SentPhoto) else SentPhoto(photo) for photo in photos)
        await self.conversation.handle(AlbumReceived(place, sent, words))

    async def photo(self, content: bytes, words: str = "", place: Place = ANNA, *, is_addressed: bool = True) -> None:
        await self.conversation.handle(PhotoReceived(place, content, words, is_addressed))

    async def say(self, text: str, place: Place = ANNA, about: str = "") -> None:
        await self.conversation.handle(TextReceived(place, text, about))

    async def press(self, button: Button | str, place: Place = ANNA) -> None:
        data = button if isinstance(button, str) else button.data
        await self.conversation.handle(ButtonPressed(place, data))

    async def clip(self, count: int = 1) -> SendClip:
        clip: SendClip = await self.notebook.next(SendClip, count)
        return clip


@asynccontextmanager
async def desk_in(
    folder: Path,
    render: StandInRender,
    limits: QueueLimits = LIMITS,
    queue_type: type[JobQueue] = JobQueue,
    understanding: Understanding | None = None,
    *,
    admission: Admission | None = None,
) -> AsyncIterator[Desk]:
    """Run a conversation on what a folder keeps."""
    notebook, patience = Notebook(), Patience()
    async with (
        Database(folder / "conversations.db") as database,
        queue_type(folder / "jobs", [render], limits) as queue,
    ):
        conversation = Conversation(
            queue,
            Memory(database),
            {"test": notebook},
            check_photo=open_photo,
            captured_at=captured_at,
            options=RenderOptions(size_px=160),
            keep_hours=168,
            understanding=understanding,
            admission=admission,
            sleep=patience,
        )
        async with conversation:
            yield Desk(conversation, queue, notebook, render, patience)


def labels(action: Ask | SendClip) -> list[str]:
    """Return what the buttons of an action say."""
    return [button.label for row in action.rows for button in row]


def button(action: Ask | SendClip | ShowProgress | ShowEnding, label: str) -> Button:
    """Return the button with that label."""
    return next(button for row in action.rows for button in row if button.label == label)


SEVERAL = (Advice(AdviceCode.SEVERAL_FACES, "Several."),)
