"""What becomes of photos that arrive: one film, a question, or a part of a story."""

import asyncio
import time
from collections.abc import Sequence

from bot.conversation import collecting, keyboards
from bot.conversation.actions import AcknowledgePhoto
from bot.conversation.events import SentPhoto
from bot.conversation.meaning import MAX_LETTERS
from bot.conversation.stories import StoryPhoto
from bot.conversation.talk import Talk
from bot.conversation.telling import fault
from bot.conversation.wishes import gently
from engine.errors import PhotoError, ReverieError
from engine.types.storyboard import MOST_SHOTS

TOGETHER_S = 8.0
"""Photos that come one by one within this time may belong together."""


async def receive(
    talk: Talk, sent: Sequence[SentPhoto], said: str, *, is_addressed: bool, is_of_another: bool = False
) -> None:
    """Take one photo, or several that came at once; what is not addressed counts only for a story."""
    is_for_story = await collecting.is_collecting(talk)
    if not (is_addressed or is_for_story):
        return
    said = said.strip()[:MAX_LETTERS]
    if said and await talk.meaning.reply(said, talk.place.language, of_film=False):
        said = ""  # "hello" and "thank you" are no mood
    photos = await _kept(talk, sent)
    keys = tuple(photo.photo for photo in photos)
    await talk.perform(AcknowledgePhoto(keys[0], said, keys if len(keys) > 1 else ()))
    if is_for_story:
        ending = collecting.words_of_end(said)
        caption = said if ending is None else ""
        await collecting.add(talk, [StoryPhoto(photo.photo, photo.words or caption) for photo in photos])
        if ending is not None:
            await collecting.finish(talk, ending)
    elif said or talk.session.words or any(photo.words for photo in photos):
        await _direct(talk, keys, said or talk.session.words, [photo.words for photo in photos])
    else:
        await _ask(talk, keys)
    if is_of_another:
        await _remind_of_consent(talk)


async def ask_anew(talk: Talk, photos: tuple[str, ...]) -> None:
    """Ask what should happen in photos that are there already, as if they had just come."""
    await talk.hold(photos)
    await talk.ask_for_mood(photos)
    wait(talk)


def wait(talk: Talk) -> None:
    """Bring the photos that wait for words gently to life when their time has come."""
    waiting = talk.session
    if waiting.waiting_until is None:
        return

    async def begin_gently(then: Talk) -> None:
        now = then.session
        if (now.photos, now.waiting_until) == (waiting.photos, waiting.waiting_until):
            await then.begin(now.photos, gently(len(now.photos), then.place.language))

    talk.later(max(0.0, waiting.waiting_until - time.time()), waiting.place, begin_gently)


async def _remind_of_consent(talk: Talk) -> None:
    """Say once to each person in each chat that other people's photos are theirs."""
    if not talk.session.knows_consent:
        await talk.tell("group.consent")
        await talk.remember(knows_consent=True)


async def _kept(talk: Talk, sent: Sequence[SentPhoto]) -> list[StoryPhoto]:
    """Keep what are photos, at most as many as a film shows, and tell of the others; raises if none is one."""
    kept: dict[str, StoryPhoto] = {}
    faults: list[ReverieError] = []
    for photo in sent[:MOST_SHOTS]:
        try:
            await asyncio.to_thread(talk.check_photo, photo.content)
        except PhotoError as error:
            faults.append(error)
            continue
        key = await talk.queue.keep_photo(photo.content, owner=talk.place.owner, chat=talk.place.chat)
        kept.setdefault(key, StoryPhoto(key, photo.words.strip()[:MAX_LETTERS]))
    if not kept:
        raise faults[0]
    for reason in faults:
        await talk.tell("photo.left_out", reason=fault(reason, talk.say))
    if len(sent) > MOST_SHOTS:
        await talk.tell("photo.too_many", most=MOST_SHOTS)
    return list(kept.values())


async def _direct(talk: Talk, photos: tuple[str, ...], said: str, captions: Sequence[str]) -> None:
    """Begin with the words that came with the photos, or before them."""
    await talk.hold(photos)
    await talk.begin(photos, await talk.understand(said, photos, captions))
    wait(talk)  # until it is said better, where nothing was understood


async def _ask(talk: Talk, photos: tuple[str, ...]) -> None:
    """Ask what should happen, or first whether these photos belong to those that came just before."""
    before = talk.session
    earlier = before.photos if before.waiting_until and time.time() - before.received_at < TOGETHER_S else ()
    together = tuple(dict.fromkeys((*earlier, *photos)))[:MOST_SHOTS]
    await talk.hold(together)
    if earlier and together != earlier:
        _ask_whether_together(talk, together)
    else:
        await talk.ask_for_mood(together)
    wait(talk)


def _ask_whether_together(talk: Talk, photos: tuple[str, ...]) -> None:
    """Ask once no further photo has come."""

    async def ask(then: Talk) -> None:
        if then.session.photos == photos and then.session.waiting_until is not None:
            album = await then.memory.albums.keep(photos, owner=then.place.owner, chat=then.place.chat)
            await then.ask(keyboards.joining(album, then.say), "join.ask", count=len(photos))
            await then.remember(was_asked_to_join=True)

    talk.later(collecting.QUIET_S, talk.place, ask)
