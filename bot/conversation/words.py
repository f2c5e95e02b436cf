"""What is done with words that are no command."""

from bot.conversation.own_sound import NO_SOUND
from bot.conversation.talk import Talk
from bot.conversation.telling import Note, wish_of
from bot.conversation.wishes import gently, is_gentle, is_same
from engine.errors import UnknownJobError
from engine.jobs import Job

MAX_LETTERS = 1000


async def hear(talk: Talk, text: str, about: str) -> None:
    """Direct the photos that wait for words, or else change the clip that is meant."""
    photos = talk.session.photos if talk.session.waiting_until is not None else ()
    if len(text) > MAX_LETTERS:
        await talk.tell("fault.too_long", count=MAX_LETTERS)
    elif remark := await talk.meaning.remark(text, talk.place.language):
        await talk.tell(f"remark.{remark}")
    elif photos and not await is_about_clip(talk, about):
        await talk.begin(photos, await talk.understand(text, photos))
    elif job := await talk.job_meant(about) if about else await talk.latest_job():
        await _adjust(talk, job, text)
    else:
        await _keep_for_later(talk, text)


async def is_about_clip(talk: Talk, about: str) -> bool:
    """Return whether words are about a clip that is kept, and not an answer to the question for a mood."""
    try:
        return bool(about) and bool(await talk.job_meant(about))
    except UnknownJobError:
        return False


async def _adjust(talk: Talk, job: Job, text: str) -> None:
    request = await talk.meaning.asked_for(text, talk.place.language)
    job = await talk.newest(job)
    former = wish_of(job)
    if request == "undo":
        await _undo(talk, job)
        return
    if request == "start_over":
        wish = gently(len(job.request.photos), talk.place.language)
    else:
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


async def _undo(talk: Talk, job: Job) -> None:
    if before := Note.of(job).before:
        if talk.is_awaited(job):
            await talk.queue.cancel(job.id)
        await talk.repeat(await talk.job(before))
    else:
        await talk.tell("unclear.nothing_before")


async def _keep_for_later(talk: Talk, text: str) -> None:
    """Keep a mood that was told before there is a photo for it."""
    if is_gentle(await talk.meaning.of(text, talk.place.language)):
        await talk.tell("photo.none")
    else:
        await talk.remember(words=text)
        await talk.tell("photo.words_kept")
