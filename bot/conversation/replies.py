"""What is answered to words that are for us rather than for the clip: thanks, yes and no, once more, go back, help."""

from collections.abc import Awaitable, Callable
from functools import partial

from bot.conversation import commands, receiving
from bot.conversation.talk import Talk
from bot.conversation.telling import Note, wish_of
from bot.conversation.wishes import gently, is_same
from engine.jobs import Job
from engine.language.replying import Reply


async def answer_waiting(talk: Talk, reply: Reply, photos: tuple[str, ...]) -> None:
    """Answer somebody whose photos wait for words: "ok" lets us begin, "no" lets the photos rest, or lie apart."""
    match reply:
        case "refused" if talk.session.was_asked_to_join:
            for photo in photos:
                await talk.begin((photo,), gently(1, talk.place.language))
        case "agreed" | "again" | "start_over":
            await talk.begin(photos, gently(len(photos), talk.place.language))
        case "refused" | "undo" | "stop":
            await commands.cancel(talk)
        case "greeted":
            await talk.ask_for_mood(photos)
        case _:
            await _ANSWERS[reply](talk)


async def answer(talk: Talk, reply: Reply, job: Job | None) -> None:
    """Answer somebody about a clip, or before there is one."""
    if job is not None and reply in _CHANGES:
        await _CHANGES[reply](talk, await talk.newest(job))
    elif talk.session.photos and reply in _CHANGES:
        await receiving.ask_anew(talk, talk.session.photos)
    elif job is not None or talk.session.photos or reply in _NEED_NO_CLIP:
        await _ANSWERS[reply](talk)
    else:
        await talk.tell("hello.start" if reply == "greeted" else "photo.none")


async def _undo(talk: Talk, job: Job) -> None:
    """Stop this clip if it is in the works, and bring back the one before it."""
    before = Note.of(job).before
    if talk.is_awaited(job):
        await talk.queue.cancel(job.id)
    elif not before:
        await talk.tell("unclear.nothing_before")
    if before:
        await talk.repeat(await talk.job(before))


async def _start_over(talk: Talk, job: Job) -> None:
    """Forget all that was said of a clip."""
    wish = gently(len(job.request.photos), talk.place.language)
    if is_same(wish, wish_of(job)):
        await talk.tell("unclear.no_change")
    else:
        await talk.remake(job, wish)


async def _another_take(talk: Talk, job: Job) -> None:
    await talk.another_take(job)


_CHANGES: dict[Reply, Callable[[Talk, Job], Awaitable[None]]] = {
    "undo": _undo,
    "start_over": _start_over,
    "again": _another_take,
}
"""What makes another clip of the one that is there."""

_ANSWERS: dict[Reply, Callable[[Talk], Awaitable[None]]] = {
    "stop": commands.cancel,
    "help": commands.tell_help,
    "privacy": commands.tell_privacy,
    "pleased": partial(Talk.tell, name="remark.pleased"),
    "displeased": partial(Talk.tell, name="remark.displeased"),
    "agreed": partial(Talk.tell, name="remark.agreed"),
    "refused": partial(Talk.tell, name="remark.refused"),
    "greeted": partial(Talk.tell, name="remark.greeted"),
}
"""What is said, and changes no clip."""

_NEED_NO_CLIP = frozenset({"stop", "help", "privacy", "pleased"})
