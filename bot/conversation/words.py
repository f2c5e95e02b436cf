"""What is done with words that are no command."""

from bot.conversation.choices import is_same, says_nothing
from bot.conversation.talk import Talk
from engine.jobs import Job
from engine.language import adjust, understand
from engine.types.direction import Direction

MAX_LETTERS = 1000


async def hear(talk: Talk, text: str, about: str) -> None:
    """Direct the photo that waits for words, or else change the clip that is meant."""
    session = talk.session
    if len(text) > MAX_LETTERS:
        await talk.tell("fault.too_long", count=MAX_LETTERS)
    elif session.photos and session.waiting_until is not None and not about:
        await talk.begin(session.photos, understand(text))
    elif job_id := about or session.job:
        await _adjust(talk, await talk.job_meant(job_id), text)
    else:
        await _keep_for_later(talk, text)


async def _adjust(talk: Talk, job: Job, text: str) -> None:
    former = job.request.direction
    direction = adjust(former, text)
    if not is_same(direction, former):
        await talk.remake(job, direction)
    elif direction.unclear:
        await talk.ask_for_mood(job.request.photos[0], "unclear.nothing", words=", ".join(direction.unclear))
    else:
        await talk.tell("unclear.no_change")


async def _keep_for_later(talk: Talk, text: str) -> None:
    """Keep a mood that was told before there is a photo for it."""
    direction = understand(text)
    if says_nothing(direction) or is_same(direction, Direction(language=direction.language)):
        await talk.tell("photo.none")
    else:
        await talk.remember(words=text)
        await talk.tell("photo.words_kept")
