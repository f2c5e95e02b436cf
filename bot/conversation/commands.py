"""The commands: one function each, and the table that names them."""

from collections.abc import Awaitable, Callable

from bot.conversation import keyboards
from bot.conversation.actions import ForgetEverything
from bot.conversation.talk import Talk
from bot.conversation.telling import status, title
from engine.language import understand

Command = Callable[[Talk, str], Awaitable[None]]


async def obey(talk: Talk, text: str) -> None:
    """Carry out a command, "/name words"; "@" and what follows in the name address a bot and are ignored."""
    name, _, words = text[1:].partition(" ")
    command = COMMANDS.get(name.partition("@")[0].lower())
    if command is None:
        await talk.tell("unclear.command", command=f"/{name[:40]}")
    else:
        await command(talk, words.strip())


async def _start(talk: Talk, _words: str) -> None:
    await talk.tell("hello.start")


async def _help(talk: Talk, _words: str) -> None:
    await talk.tell("hello.help")


async def _privacy(talk: Talk, _words: str) -> None:
    await talk.tell("hello.privacy", days=talk.keep_days)


async def _animate(talk: Talk, words: str) -> None:
    """Begin anew with the latest photos."""
    photos = talk.session.photos
    if not photos:
        await talk.tell("photo.none")
    elif words:
        await talk.begin(photos, understand(words))
    else:
        await talk.ask_for_mood(photos[0])


async def _moods(talk: Talk, _words: str) -> None:
    await _animate(talk, "")


async def _queue(talk: Talk, _words: str) -> None:
    jobs = await talk.open_jobs()
    if not jobs:
        await talk.tell("queue.empty")
    for job in jobs:
        told = title(job.request.direction, talk.say)
        await talk.tell("queue.line", title=told, status=status(job, talk.say))


async def _cancel(talk: Talk, _words: str) -> None:
    jobs = await talk.open_jobs()
    for job in jobs:
        await talk.queue.cancel(job.id)
    await talk.remember(waiting_until=None)
    if not jobs:
        await talk.tell("queue.nothing_to_cancel")


async def _settings(talk: Talk, _words: str) -> None:
    length = f"{talk.session.length_s or 5:g}"
    await talk.ask(
        keyboards.settings(talk.say),
        "settings.now",
        length=talk.say(f"length.{length}"),
        shape=talk.say(f"shape.{talk.session.shape or 'source'}"),
    )


async def _forget(talk: Talk, _words: str) -> None:
    """Delete everything of this person, at once."""
    await talk.queue.forget(talk.place.owner)
    await talk.memory.forget(talk.place.owner)
    await talk.perform(ForgetEverything())
    await talk.tell("hello.forgotten")


COMMANDS: dict[str, Command] = {
    "start": _start,
    "help": _help,
    "animate": _animate,
    "moods": _moods,
    "queue": _queue,
    "cancel": _cancel,
    "settings": _settings,
    "privacy": _privacy,
    "forget": _forget,
}
"""By name."""
