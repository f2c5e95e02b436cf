"""What is done with words that are no command."""

from bot.conversation import replies
from bot.conversation.meaning import MAX_LETTERS
from bot.conversation.own_sound import NO_SOUND
from bot.conversation.talk import Talk
from bot.conversation.telling import wish_of
from bot.conversation.wishes import is_gentle, is_same
from engine.errors import UnknownJobError
from engine.jobs import Job


async def hear(talk: Talk, text: str, about: str) -> None:
    """Direct the photos that wait for words, or else change the clip that is meant."""
    photos = talk.session.photos if talk.session.waiting_until is not None else ()
    if len(text) > MAX_LETTERS:
        await talk.tell("fault.too_long", count=MAX_LETTERS)
    elif photos and not await is_about_clip(talk, about):
        await _direct(talk, photos, text)
    else:
        job = await talk.job_meant(about) if about else await talk.latest_job()
        resting = () if about else _resting(talk, job)
        if reply := await talk.meaning.reply(text, talk.place.language, of_film=job is not None):
            await replies.answer(talk, reply, job)
        elif resting:
            await talk.begin(resting, await talk.understand(text, resting))
        elif job is not None:
            await _adjust(talk, job, text)
        else:
            await _keep_for_later(talk, text)


def _resting(talk: Talk, job: Job | None) -> tuple[str, ...]:
    """Return the latest photos if nothing was made of them yet, since somebody stopped it."""
    photos = talk.session.photos
    return () if job is not None and job.request.photos == photos else photos


async def is_about_clip(talk: Talk, about: str) -> bool:
    """Return whether words are about a clip that is kept, and not an answer to the question for a mood."""
    try:
        return bool(about) and bool(await talk.job_meant(about))
    except UnknownJobError:
        return False


async def _direct(talk: Talk, photos: tuple[str, ...], text: str) -> None:
    """Begin with the photos that wait for words, unless these words ask for nothing."""
    if reply := await talk.meaning.reply(text, talk.place.language, of_film=False):
        await replies.answer_waiting(talk, reply, photos)
    else:
        await talk.begin(photos, await talk.understand(text, photos))


async def _adjust(talk: Talk, job: Job, text: str) -> None:
    job = await talk.newest(job)
    former = wish_of(job)
    wish = await talk.change(job, text)
    if job.request.sound and await talk.meaning.wants_silence(text, talk.place.language):
        await talk.remake(job, wish, sound=NO_SOUND)
    elif not is_same(wish, former):
        await talk.remake(job, wish)
    elif wish.unclear:
        await talk.ask_for_mood(job.request.photos, "unclear.nothing", words=", ".join(wish.unclear))
    elif is_gentle(await talk.meaning.of(text, talk.place.language)):  # nothing of it could change a clip
        await talk.ask_for_mood(job.request.photos, "unclear.nothing", words=text.strip())
    else:
        await talk.tell("unclear.no_change")


async def _keep_for_later(talk: Talk, text: str) -> None:
    """Keep a mood that was told before there is a photo for it."""
    if is_gentle(await talk.meaning.of(text, talk.place.language)):
        await talk.tell("photo.none")
    else:
        await talk.remember(words=text)
        await talk.tell("photo.words_kept")
