"""The buttons: one function for each verb, and the table that names them.

What a button carries comes from outside: an unknown verb, job, photo or choice changes nothing.
"""

from collections.abc import Awaitable, Callable, Container

from bot.conversation import keyboards
from bot.conversation.choices import CHANGES, MENUS, MOODS, SETTINGS, changed, is_same, mood
from bot.conversation.keyboards import Press
from bot.conversation.talk import Talk
from bot.conversation.telling import Note
from engine.errors import UnknownJobError
from engine.jobs import Job
from engine.types.direction import Direction

Answer = Callable[[Talk, Press], Awaitable[None]]


async def answer(talk: Talk, data: str) -> None:
    """Do what a button asks for; raises `UnknownJobError` for what is not there (any more)."""
    press = Press.from_data(data)
    await PRESSES[_known(press.verb, PRESSES)](talk, press)


def _known(name: str, names: Container[str]) -> str:
    """Return a name that came from outside if it is one of ours."""
    if name not in names:
        raise UnknownJobError("There is no such button.")
    return name


async def _begin(talk: Talk, press: Press) -> None:
    """Begin with a photo, or with the album that it opens."""
    photos = await talk.queue.photos_in(talk.place.chat)
    key = next((photo.key for photo in photos if press.target and photo.key.startswith(press.target)), None)
    if key is None:
        raise UnknownJobError("That photo is no longer kept.")
    album = talk.session.photos
    await talk.begin(album if album[:1] == (key,) else (key,), mood(_known(press.choice, MOODS)))


async def _change(talk: Talk, press: Press) -> None:
    job = await talk.job(press.target)
    await _remake_if_new(talk, job, changed(job.request.direction, _known(press.choice, CHANGES)))


async def _choose(talk: Talk, press: Press) -> None:
    """Take a choice of a menu; the verb is the menu's name."""
    menu = MENUS[press.verb]
    job = await talk.job(press.target)
    await _remake_if_new(talk, job, menu.apply(job.request.direction, _known(press.choice, menu.choices)))


async def _remake_if_new(talk: Talk, job: Job, direction: Direction) -> None:
    if is_same(direction, job.request.direction):
        await talk.tell("unclear.no_change")
    else:
        await talk.remake(job, direction)


async def _again(talk: Talk, press: Press) -> None:
    """Play the same words differently."""
    job = await talk.job(press.target)
    await talk.remake(job, job.request.direction, seed=job.request.options.seed + 1)


async def _undo(talk: Talk, press: Press) -> None:
    """Bring back the clip before this one."""
    job = await talk.job(press.target)
    await talk.repeat(await talk.job(Note.of(job).before))


async def _retry(talk: Talk, press: Press) -> None:
    await talk.repeat(await talk.job(press.target))


async def _cancel(talk: Talk, press: Press) -> None:
    job = await talk.job(press.target)
    if not await talk.queue.cancel(job.id):
        await talk.tell("queue.nothing_to_cancel")


async def _more(talk: Talk, press: Press) -> None:
    job = await talk.job(press.target)
    clip = await talk.queue.clip(job.id)
    await talk.ask(keyboards.menus(job.id, {advice.code for advice in clip.advice}, talk.say), "menu.ask")


async def _menu(talk: Talk, press: Press) -> None:
    job = await talk.job(press.target)
    name = _known(press.choice, MENUS)
    await talk.ask(keyboards.menu(name, job.id, talk.say), f"choose.{name}")


async def _set(talk: Talk, press: Press) -> None:
    """Choose for all new clips of this chat."""
    name = _known(press.target, SETTINGS)
    choice = _known(press.choice, MENUS[name].choices)
    await talk.remember(**{SETTINGS[name]: float(choice) if name == "length" else choice})
    await talk.tell("settings.saved", choice=talk.say(f"{name}.{choice}"))


PRESSES: dict[str, Answer] = {
    "begin": _begin,
    "change": _change,
    "again": _again,
    "undo": _undo,
    "retry": _retry,
    "cancel": _cancel,
    "more": _more,
    "menu": _menu,
    "set": _set,
    **dict.fromkeys(MENUS, _choose),
}
"""By verb."""
