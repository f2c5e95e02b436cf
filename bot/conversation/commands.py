"""The commands: one function each, and the table that names them."""

from collections.abc import Awaitable, Callable

from bot.conversation import collecting, keyboards, receiving, remembering, reporting
from bot.conversation.actions import ForgetEverything, Say
from bot.conversation.choices import SETTINGS
from bot.conversation.talk import Talk
from bot.conversation.telling import privacy, status, title, wish_of

_ANSWERED_AFTER_S = 10.0

Command = Callable[[Talk, str], Awaitable[None]]


async def obey(talk: Talk, text: str) -> None:
    """Carry out a command, "/name words"; "@" and what follows in the name address a bot and are ignored."""
    name, _, words = text[1:].partition(" ")
    command = COMMANDS.get(name.partition("@")[0].lower())
    if command is None:
        await talk.tell("unclear.command", command=f"/{name[:40]}")
    else:
        await command(talk, words.strip())


async def may_administer(talk: Talk) -> bool:
    """Return whether this person may change what holds for the chat, and say so where not."""
    if not talk.place.may_administer:
        await talk.tell("group.admins_only")
    return talk.place.may_administer


async def _start(talk: Talk, _words: str) -> None:
    await talk.tell("hello.start")


async def tell_help(talk: Talk, _words: str = "") -> None:
    """Say what can be said, and all commands."""
    listed = "\n".join(f"/{name} – {talk.say(f'command.{name}')}" for name in COMMANDS if name not in _UNLISTED)
    await talk.tell("hello.help", commands=listed)


async def tell_privacy(talk: Talk, _words: str = "") -> None:
    """Say what happens to photos."""
    await talk.perform(Say(privacy(talk.keep_hours, talk.say)))


async def _animate(talk: Talk, words: str) -> None:
    """Begin anew with the latest photos."""
    photos = talk.session.photos
    if not photos:
        await talk.tell("photo.none")
    elif words:
        await talk.begin(photos, await talk.understand(words, photos))
    else:
        await receiving.ask_anew(talk, photos)


async def _moods(talk: Talk, _words: str) -> None:
    await _animate(talk, "")


async def _story(talk: Talk, words: str) -> None:
    await collecting.begin(talk, words)


async def _done(talk: Talk, words: str) -> None:
    await collecting.finish(talk, words)


async def _memory(talk: Talk, _words: str) -> None:
    await remembering.bring_back(talk)


async def _queue(talk: Talk, _words: str) -> None:
    """Tell what is in the works here: in a group everybody's."""
    jobs = await talk.open_jobs()
    if not jobs:
        await talk.tell("queue.empty")
    for job in jobs:
        await talk.tell("queue.line", title=title(wish_of(job), talk.say), status=status(job, talk.say))


async def cancel(talk: Talk, _words: str = "") -> None:
    """Stop this person's jobs here, the waiting for words, and the collecting of photos that they began."""
    jobs = await talk.open_jobs(owner=talk.place.owner)
    for job in jobs:
        await talk.queue.cancel(job.id)
    waited = talk.session.waiting_until is not None
    await talk.remember(waiting_until=None)
    if not jobs and not await collecting.dropped(talk):
        await talk.tell("progress.cancelled" if waited else "queue.nothing_to_cancel")


async def _language(talk: Talk, _words: str) -> None:
    await talk.ask(keyboards.languages(talk.say), "language.ask")


async def _settings(talk: Talk, _words: str) -> None:
    if not await may_administer(talk):
        return
    settings = await talk.memory.chats.get(talk.place.chat)
    now = []
    for name, setting in SETTINGS.items():
        value = getattr(settings, setting.field)
        chosen = next((choice for choice, meant in setting.values.items() if meant == value), setting.default)
        now.append(talk.say(f"{name}.{chosen}"))
    await talk.ask(keyboards.settings(talk.say), "settings.now", choices=" · ".join(now))


async def _report(talk: Talk, words: str) -> None:
    await reporting.report(talk, talk.about, words)


async def _forget(talk: Talk, _words: str) -> None:
    """Delete everything of this person, at once."""
    await talk.queue.forget(talk.place.owner)
    await talk.memory.forget(talk.place)
    await talk.perform(ForgetEverything())
    await talk.perform(Say(talk.say("hello.forgotten"), is_kept=False))
    await talk.memory.wipe()
    talk.later(_ANSWERED_AFTER_S, talk.place, _wipe)


async def _wipe(talk: Talk) -> None:
    """Wipe once more when the front end has let go of the command itself."""
    await talk.memory.wipe()


COMMANDS: dict[str, Command] = {
    "animate": _animate,
    "moods": _moods,
    "story": _story,
    "done": _done,
    "memory": _memory,
    "queue": _queue,
    "cancel": cancel,
    "language": _language,
    "settings": _settings,
    "privacy": tell_privacy,
    "report": _report,
    "forget": _forget,
    "help": tell_help,
    "start": _start,
}
"""By name, in the order of menus; each has its line in the wording's table `command`."""

_UNLISTED = ("help", "start")
"""What help need not tell."""
