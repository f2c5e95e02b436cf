"""`Talk`: one person in one chat while one event is answered; what commands, buttons and words are made of."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from bot.conversation import keyboards
from bot.conversation.actions import Action, Ask, FrontEnd, Rows, Say
from bot.conversation.choices import says_nothing
from bot.conversation.events import Place
from bot.conversation.memory import Memory
from bot.conversation.sessions import Session
from bot.conversation.telling import Note
from bot.wording import Wording
from engine.errors import UnknownJobError
from engine.jobs import Job, JobQueue, JobRequest
from engine.studio import RenderOptions
from engine.types.direction import Direction


@dataclass(slots=True)
class Talk:
    """The means to answer: the queue, the memory of this chat, the wording, and the front end."""

    place: Place
    """Who is answered, where, and to which message."""
    session: Session
    say: Wording
    queue: JobQueue
    memory: Memory
    front_end: FrontEnd
    options: RenderOptions
    """Frame rate and size of new clips."""
    keep_days: int
    follow: Callable[[Job], None]
    """Shows a job's progress and sends its clip, in the background."""

    async def remember(self, **changes: Any) -> None:
        """Change the session."""
        self.session = replace(self.session, **changes)
        await self.memory.sessions.put(self.session)

    async def perform(self, action: Action) -> None:
        """Have the front end show something."""
        await self.front_end.perform(self.place, action)

    async def tell(self, name: str, **values: object) -> None:
        """Say a sentence of the wording."""
        await self.perform(Say(self.say(name, **values)))

    async def ask(self, rows: Rows, name: str, **values: object) -> None:
        """Ask a question of the wording."""
        await self.perform(Ask(self.say(name, **values), rows))

    async def ask_for_mood(self, photo: str, name: str = "photo.ask", **values: object) -> None:
        """Ask what should happen in a photo."""
        await self.ask(keyboards.moods_for_photo(photo, self.say), name, **values)

    async def job(self, job_id: str) -> Job:
        """Return a job of this chat; raises `UnknownJobError` for any other."""
        job = await self.queue.get(job_id)
        if job.request.chat != self.place.chat:
            raise UnknownJobError("That clip belongs to another chat.")
        return job

    async def job_meant(self, about: str) -> Job:
        """Return the job of this chat with that id, or whose clip was delivered under that receipt."""
        try:
            return await self.job(about)
        except UnknownJobError:
            return await self.queue.delivered_as(self.place.chat, about)

    async def open_jobs(self) -> list[Job]:
        """Return this person's jobs in this chat that wait or run, oldest first."""
        jobs = await self.queue.list_for(owner=self.place.owner, chat=self.place.chat)
        return [job for job in jobs if not job.state.is_over]

    async def begin(self, photos: tuple[str, ...], direction: Direction) -> None:
        """Animate photos afresh as one film, or ask again where nothing of the words was understood."""
        if says_nothing(direction):
            await self.ask_for_mood(photos[0], "unclear.nothing", words=", ".join(direction.unclear))
            return
        wished: dict[str, Any] = {}
        if direction.duration is None:
            wished["duration"] = self.session.length_s
        if direction.aspect == "source" and self.session.shape is not None:
            wished["aspect"] = self.session.shape
        await self.submit(photos, direction.model_copy(update=wished), seed=0)

    async def remake(self, job: Job, direction: Direction, *, seed: int | None = None) -> None:
        """Make another clip of a job's photos, which can be undone."""
        kept_seed = job.request.options.seed if seed is None else seed
        await self.submit(job.request.photos, direction, seed=kept_seed, before=job.id)

    async def repeat(self, job: Job) -> None:
        """Ask for the same clip once more; one that is kept comes at once."""
        request = job.request
        await self.submit(request.photos, request.direction, seed=request.options.seed, before=Note.of(job).before)

    async def submit(self, photos: tuple[str, ...], direction: Direction, *, seed: int, before: str = "") -> None:
        """Queue a clip and follow it; from now on it is what words are about."""
        job = await self.queue.submit(
            JobRequest(
                owner=self.place.owner,
                chat=self.place.chat,
                photos=photos,
                direction=direction,
                options=replace(self.options, seed=seed),
                note=str(Note(self.place.language, before, self.place.message, self.place.is_group)),
            )
        )
        await self.remember(job=job.id, photos=photos, waiting_until=None, words="")
        self.follow(job)
