"""`Talk`: one person in one chat while one event is answered; what commands, buttons and words are made of."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.conversation import keyboards
from bot.conversation.actions import Action, Ask, FrontEnd, Rows, Say
from bot.conversation.admins import Admins
from bot.conversation.chats import ChatSettings, MarkWish, MusicWish
from bot.conversation.events import Place
from bot.conversation.meaning import Meaning
from bot.conversation.memory import Memory
from bot.conversation.own_sound import NO_SOUND, OwnSound
from bot.conversation.sessions import Session
from bot.conversation.telling import Note, wish_of
from bot.conversation.wishes import Wish, replaced, says_nothing, with_length, with_music
from bot.wording import Wording
from engine.errors import UnknownJobError
from engine.jobs import Job, JobQueue, JobRequest
from engine.types.clip import Form
from engine.types.direction import Direction
from engine.types.options import RenderOptions
from engine.types.storyboard import Storyboard

PATIENCE_S = 45.0
"""How long photos wait for words before they are brought gently to life."""

_MUSIC: dict[MusicWish, Callable[[Wish], bool]] = {
    "asked": lambda wish: not isinstance(wish, Direction),
    "always": lambda _wish: True,
    "never": lambda _wish: False,
}
"""Whether a new film has music that nobody spoke of, by the chat's setting."""

_MARK: dict[MarkWish, Callable[[Place], bool]] = {
    "public": lambda place: place.is_public,
    "always": lambda _place: True,
    "never": lambda _place: False,
}
"""Whether a new film is marked as made by AI, by the chat's setting."""


@dataclass(slots=True)
class Talk:
    """The means to answer: the queue, the memory of this chat, the wording, and the front end."""

    place: Place
    """Who is answered, where, and to which message."""
    platform_language: str
    """What would be spoken if this person had not chosen a language."""
    session: Session
    about: str
    """The clip that the event names, as in `TextReceived`; empty for the latest."""
    say: Wording
    queue: JobQueue
    memory: Memory
    meaning: Meaning
    front_end: FrontEnd
    admins: Admins
    options: RenderOptions
    """Frame rate and size of new clips."""
    keep_hours: float
    check_photo: Callable[[bytes], object]
    """Raises `PhotoError` for what is no photo; slow."""
    captured_at: Callable[[bytes], datetime | None]
    """Reads the date of a photo."""
    follow: Callable[[Job], None]
    """Shows a job's progress and sends its clip, in the background."""
    later: Callable[[float, Place, Callable[["Talk"], Awaitable[None]]], None]
    """Does something in a new talk at a place after some seconds, unless the process ends before."""

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

    async def ask_for_mood(self, photos: tuple[str, ...], name: str = "", **values: object) -> None:
        """Ask what should happen in a photo, or in a film of several."""
        target = await self.memory.albums.keep(photos, owner=self.place.owner, chat=self.place.chat)
        question = name or ("photo.ask" if len(photos) == 1 else "photo.ask_all")
        await self.ask(keyboards.moods(target, self.say), question, count=len(photos), **values)

    async def hold(self, photos: tuple[str, ...]) -> None:
        """Let photos wait for words; they are the latest from now on."""
        now = time.time()
        await self.remember(
            photos=photos,
            received_at=now,
            waiting_until=now + PATIENCE_S,
            was_asked_to_join=False,
            words="",
            message=self.place.message,
            is_group=self.place.is_group,
            is_public=self.place.is_public,
            language=self.place.language,
        )

    async def hold_sound(self, sound: OwnSound, words: str = "") -> None:
        """Let a sound wait for the next film, and words that came with it."""
        former = self.session
        since = former.received_at if former.waiting_until else time.time()
        await self.remember(sound=sound.key, is_spoken=sound.is_spoken, words=words or former.words, received_at=since)

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

    async def latest_job(self) -> Job | None:
        """Return the job that words without an object are about: this person's latest here, or else the chat's."""
        if self.session.job:
            return await self.job(self.session.job)
        jobs = await self.queue.list_for(chat=self.place.chat) if self.place.is_group else []
        return jobs[-1] if jobs else None

    def is_awaited(self, job: Job) -> bool:
        """Return whether a job is this person's and not over."""
        return job.request.owner == self.place.owner and not job.state.is_over

    async def newest(self, job: Job) -> Job:
        """Return the change of a film that this person waits for, or the job of the film itself."""
        changes = [each for each in await self.open_jobs(owner=self.place.owner) if Note.of(each).before == job.id]
        return changes[-1] if changes else job

    async def open_jobs(self, *, owner: str | None = None) -> list[Job]:
        """Return the jobs of this chat, or of one person in it, that wait or run, oldest first."""
        jobs = await self.queue.list_for(owner=owner, chat=self.place.chat)
        return [job for job in jobs if not job.state.is_over]

    async def photos_called(self, name: str) -> tuple[str, ...]:
        """Return the photo or the album of this chat that a button names; raises `UnknownJobError`."""
        if photos := await self.memory.albums.photos(self.place.chat, name):
            return photos
        for photo in await self.queue.photos_in(self.place.chat):
            if name and photo.key.startswith(name):
                return (photo.key,)
        raise UnknownJobError("That photo is no longer kept.")

    async def understand(self, text: str, photos: tuple[str, ...], captions: Sequence[str] = ()) -> Wish:
        """Return what words ask of photos, with a caption for each or for none."""
        told = captions or [""] * len(photos)
        return await self.meaning.of(text, self.place.language, told, await self._dates(photos))

    async def change(self, job: Job, text: str) -> Wish:
        """Return a job's wish with what words name changed."""
        return await self.meaning.after(wish_of(job), text, await self._dates(job.request.photos))

    async def _dates(self, photos: tuple[str, ...]) -> list[datetime | None]:
        """Return when photos were taken; only of several, whose order may depend on it."""
        if len(photos) == 1:
            return []
        return [await asyncio.to_thread(self.captured_at, await self.queue.photo(key)) for key in photos]

    async def begin(self, photos: tuple[str, ...], wish: Wish) -> None:
        """Animate photos afresh as one film, or ask again where nothing of the words was understood."""
        if says_nothing(wish):
            await self.ask_for_mood(photos, "unclear.nothing", words=", ".join(wish.unclear))
        else:
            sound = OwnSound(self.session.sound, self.session.is_spoken)
            await self.submit(photos, as_set(wish, await self.memory.chats.get(self.place.chat)), sound=sound)
            await self.remember(sound="", is_spoken=None)

    async def remake(
        self,
        job: Job,
        wish: Wish,
        *,
        seed: int | None = None,
        form: Form | None = None,
        sound: OwnSound | None = None,
    ) -> None:
        """Make another film of a job's photos, which can be undone; take, form and sound stay unless given.

        It takes the place of a film that this person waits for still.
        """
        former = job.request.options
        is_awaited = self.is_awaited(job)
        await self.submit(
            job.request.photos,
            wish,
            seed=former.seed if seed is None else seed,
            form=form or former.form,
            before=Note.of(job).before if is_awaited else job.id,
            sound=OwnSound.of(job) if sound is None else sound,
            instead_of=job if is_awaited else None,
        )

    async def another_take(self, job: Job) -> None:
        """Play the same wish differently."""
        await self.remake(job, wish_of(job), seed=job.request.options.seed + 1)

    async def repeat(self, job: Job) -> None:
        """Ask for the same film once more; one that is kept comes at once."""
        seed, form = job.request.options.seed, job.request.options.form
        before, sound = Note.of(job).before, OwnSound.of(job)
        await self.submit(job.request.photos, wish_of(job), seed=seed, form=form, before=before, sound=sound)

    async def submit(
        self,
        photos: tuple[str, ...],
        wish: Wish,
        *,
        seed: int = 0,
        form: Form = Form.FILM,
        before: str = "",
        sound: OwnSound = NO_SOUND,
        instead_of: Job | None = None,
    ) -> None:
        """Queue a film and follow it; from now on it is what words are about."""
        settings = await self.memory.chats.get(self.place.chat)
        request = JobRequest(
            owner=self.place.owner,
            chat=self.place.chat,
            photos=photos,
            direction=wish if isinstance(wish, Direction) else Direction(language=wish.language),
            storyboard=wish if isinstance(wish, Storyboard) else None,
            options=replace(
                self.options,
                seed=seed,
                form=form,
                music="auto",  # the wish says whether there is any
                is_spoken=sound.is_spoken,
                is_marked=_MARK[settings.mark](self.place),
            ),
            sound=sound.key,
            note=str(Note(self.place.language, before, self.place.message, self.place.is_group)),
        )
        job = await self.queue.revise(instead_of.id, request) if instead_of else None
        if job is None:
            job = await self.queue.submit(request)
            self.follow(job)
        await self.remember(job=job.id, photos=photos, waiting_until=None, words="")


def as_set(wish: Wish, settings: ChatSettings) -> Wish:
    """Return a new wish with what the chat has set, where the words do not say."""
    length_s = wish.duration if isinstance(wish, Direction) else wish.seconds
    if length_s is None and settings.length_s is not None and isinstance(wish, Direction):
        wish = with_length(wish, settings.length_s)
    if wish.aspect == "source" and settings.shape is not None:
        wish = replaced(wish, aspect=settings.shape)
    if wish.music.mode == "auto":
        wish = with_music(wish, is_on=_MUSIC[settings.music](wish))
    return wish
