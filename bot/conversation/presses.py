"""The buttons: one function for each verb, and the table that names them.

What a button carries comes from outside: an unknown verb, job, photo or choice changes nothing.
"""

from collections.abc import Awaitable, Callable, Container
from dataclasses import replace
from functools import partial
from typing import Any

from bot.conversation import collecting, commands, keyboards, receiving, remembering, reporting
from bot.conversation.choices import CHANGES, CHOICES, FORMS, MENUS, MOODS, SETTINGS
from bot.conversation.keyboards import PLATFORM_LANGUAGE, Press
from bot.conversation.own_sound import NO_SOUND
from bot.conversation.talk import Talk
from bot.conversation.telling import Note, wish_of
from bot.conversation.wishes import Wish, gently, in_language, is_same, with_mood, with_music
from bot.wording import LANGUAGES, wording
from engine.errors import UnknownJobError
from engine.jobs import Job
from engine.types.clip import Form

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
    """Begin with a photo, or with an album as one film."""
    phrase = MOODS[_known(press.choice, MOODS)]
    photos = await talk.photos_called(press.target)
    wish = await talk.meaning.of(phrase, "en", [""] * len(photos))
    await talk.begin(photos, in_language(wish, talk.place.language))


async def _join(talk: Talk, press: Press) -> None:
    """Make one film of several photos, or one of each."""
    photos = await talk.photos_called(press.target)
    films: dict[str, list[tuple[str, ...]]] = {"together": [photos], "each": [(photo,) for photo in photos]}
    for film in films[_known(press.choice, films)]:
        await talk.begin(film, gently(len(film), talk.place.language))


async def _ask(talk: Talk, press: Press) -> None:
    """Ask for the mood of a photo that is there already."""
    await receiving.ask_anew(talk, await talk.photos_called(press.target))


async def _film(talk: Talk, press: Press) -> Job:
    """Return the clip under which a button stands, or the change of it that is waited for: the next one adds to it."""
    return await talk.newest(await talk.job(press.target))


async def _change(talk: Talk, press: Press) -> None:
    phrase = CHANGES[_known(press.choice, CHANGES)]
    job = await _film(talk, press)
    await _remake_if_new(talk, job, await talk.meaning.after_phrase(wish_of(job), phrase))


async def _choose(talk: Talk, press: Press) -> None:
    """Take a choice of a menu; the verb is the menu's name."""
    menu = MENUS[press.verb]
    job = await _film(talk, press)
    await _remake_if_new(talk, job, menu.apply(wish_of(job), _known(press.choice, menu.choices)))


async def _mood(talk: Talk, press: Press) -> None:
    """Play another mood in the same film."""
    mood = await talk.meaning.of_phrase(MOODS[_known(press.choice, MOODS)])
    job = await _film(talk, press)
    await _remake_if_new(talk, job, with_mood(wish_of(job), mood))


async def _form(talk: Talk, press: Press) -> None:
    """Send the same clip as something else."""
    form = Form(_known(press.choice, FORMS))
    job = await _film(talk, press)
    if form == job.request.options.form:
        await talk.tell("unclear.no_change")
    else:
        await talk.remake(job, wish_of(job), form=form)


async def _music(talk: Talk, press: Press, *, is_on: bool) -> None:
    """Switch music on, or all that is heard off: somebody's own sound too."""
    job = await _film(talk, press)
    wish = with_music(wish_of(job), is_on=is_on)
    if job.request.sound and not is_on:
        await talk.remake(job, wish, sound=NO_SOUND)
    else:
        await _remake_if_new(talk, job, wish)


async def _remake_if_new(talk: Talk, job: Job, wish: Wish) -> None:
    if is_same(wish, wish_of(job)):
        await talk.tell("unclear.no_change")
    else:
        await talk.remake(job, wish)


async def _again(talk: Talk, press: Press) -> None:
    """Play the same words differently."""
    await talk.another_take(await _film(talk, press))


async def _undo(talk: Talk, press: Press) -> None:
    """Bring back the clip before this one."""
    job = await talk.job(press.target)
    await talk.repeat(await talk.job(Note.of(job).before))


async def _retry(talk: Talk, press: Press) -> None:
    await talk.repeat(await talk.job(press.target))


async def _cancel(talk: Talk, press: Press) -> None:
    """Stop a job: one's own, or as an admin anybody's."""
    job = await talk.job(press.target)
    if job.request.owner != talk.place.owner and not talk.place.may_administer:
        await talk.tell("group.not_yours")
    elif not await talk.queue.cancel(job.id):
        await talk.tell("queue.nothing_to_cancel")


async def _more(talk: Talk, press: Press) -> None:
    job = await talk.job(press.target)
    clip = await talk.queue.clip(job.id)
    advice = {advice.code for advice in clip.advice}
    rows = keyboards.menus(job.id, wish_of(job), advice, talk.say, can_report=talk.place.is_group)
    await talk.ask(rows, "menu.ask")


async def _menu(talk: Talk, press: Press) -> None:
    name = _known(press.choice, CHOICES)
    job = await talk.job(press.target)
    await talk.ask(keyboards.menu(name, job.id, talk.say), f"choose.{name}")


async def _set(talk: Talk, press: Press) -> None:
    """Choose for all new clips of this chat."""
    name = _known(press.target, SETTINGS)
    setting = SETTINGS[name]
    choice = _known(press.choice, setting.values)
    if await commands.may_administer(talk):
        settings = await talk.memory.chats.get(talk.place.chat)
        changes: dict[str, Any] = {setting.field: setting.values[choice]}
        await talk.memory.chats.put(replace(settings, **changes))
        await talk.tell("settings.saved", choice=talk.say(f"{name}.{choice}"))


async def _speak(talk: Talk, press: Press) -> None:
    """Choose the language of answers to this person in this chat."""
    choice = _known(press.choice, {*LANGUAGES, PLATFORM_LANGUAGE})
    chosen = None if choice == PLATFORM_LANGUAGE else choice
    await talk.remember(chosen_language=chosen)
    talk.say = wording(chosen or talk.platform_language)
    await talk.tell("language.saved")


async def _report(talk: Talk, press: Press) -> None:
    await reporting.report(talk, press.target, "")


async def _done(talk: Talk, _press: Press) -> None:
    await collecting.finish(talk, "")


async def _drop(talk: Talk, _press: Press) -> None:
    await collecting.drop(talk)


async def _remember(talk: Talk, _press: Press) -> None:
    await remembering.bring_back(talk)


PRESSES: dict[str, Answer] = {
    "begin": _begin,
    "join": _join,
    "ask": _ask,
    "change": _change,
    "again": _again,
    "mood": _mood,
    "form": _form,
    "music_on": partial(_music, is_on=True),
    "music_off": partial(_music, is_on=False),
    "undo": _undo,
    "retry": _retry,
    "cancel": _cancel,
    "more": _more,
    "menu": _menu,
    "set": _set,
    "speak": _speak,
    "report": _report,
    "done": _done,
    "drop": _drop,
    "remember": _remember,
    **dict.fromkeys(MENUS, _choose),
}
"""By verb."""
