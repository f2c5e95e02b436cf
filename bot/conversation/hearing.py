"""What becomes of a sound that arrives: it is heard in the film that is meant, or in the next one."""

import time

from bot.conversation import words
from bot.conversation.events import SoundReceived
from bot.conversation.meaning import MAX_LETTERS
from bot.conversation.own_sound import OwnSound
from bot.conversation.talk import Talk
from bot.conversation.telling import wish_of
from engine.jobs import Job
from engine.types.clip import Form
from engine.types.forms import FORMS

_RIGHT_AFTER_S = 600.0
"""A sound that comes within this time after the photos is for their film, else for the next one."""


async def receive(talk: Talk, event: SoundReceived) -> None:
    """Take a sound; raises `SoundError` for what cannot be heard."""
    key = await talk.queue.keep_sound(event.content, owner=talk.place.owner, chat=talk.place.chat)
    sound = OwnSound(key, event.is_spoken)
    said = event.words.strip()[:MAX_LETTERS]
    if event.comes_with_photos:
        await talk.hold_sound(sound, words=said)
    elif talk.session.waiting_until is not None and not await words.is_about_clip(talk, event.about):
        await talk.hold_sound(sound)
        await _direct(talk, said)
    elif job := await _film_meant(talk, event.about):
        form = job.request.options.form if FORMS[job.request.options.form].has_sound else Form.FILM
        await talk.remake(job, await talk.change(job, said) if said else wish_of(job), form=form, sound=sound)
    else:
        await talk.hold_sound(sound, words=said)
        await talk.tell("sound.kept")


async def _direct(talk: Talk, said: str) -> None:
    """Begin with the photos that wait, where the sound came with words."""
    photos = talk.session.photos
    if said:
        await talk.begin(photos, await talk.understand(said, photos))
    else:
        await talk.tell("sound.for_photo")


async def _film_meant(talk: Talk, about: str) -> Job | None:
    """Return the film that a sound answers, or that of the photos just before it."""
    if about:
        return await talk.job_meant(about)
    is_right_after = time.time() - talk.session.received_at < _RIGHT_AFTER_S
    return await talk.job(talk.session.job) if talk.session.job and is_right_after else None
