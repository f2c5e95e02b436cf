"""One film of photos that several people send: `/story`, photos, `/done`."""

from collections.abc import Sequence

from bot.conversation import keyboards
from bot.conversation.stories import StoryPhoto
from bot.conversation.talk import Talk
from engine.types.storyboard import MOST_SHOTS

QUIET_S = 1.5
"""How long no further photo must come before people are told of those that came."""


async def begin(talk: Talk, words: str) -> None:
    """Begin to collect photos in this chat, or tell how many there are."""
    story = await talk.memory.stories.get(talk.place.chat)
    if story is not None:
        await _tell_count(talk, len(story.photos))
    else:
        await talk.memory.stories.begin(talk.place, words)
        await talk.ask(keyboards.collecting(talk.say), "story.begun", most=MOST_SHOTS)


async def is_collecting(talk: Talk) -> bool:
    """Return whether photos that are sent here belong to a story."""
    return await talk.memory.stories.get(talk.place.chat) is not None


async def add(talk: Talk, photos: Sequence[StoryPhoto]) -> None:
    """Add photos as long as there is room, and tell how many there are once no more come."""
    story = await talk.memory.stories.get(talk.place.chat)
    there = {photo.photo for photo in story.photos} if story else set()
    new = [photo for photo in photos if photo.photo not in there]
    await talk.memory.stories.add(talk.place, new[: MOST_SHOTS - len(there)])
    now = await talk.memory.stories.get(talk.place.chat)

    async def tell(then: Talk) -> None:
        if now is not None and await then.memory.stories.get(then.place.chat) == now:
            await _tell_count(then, len(now.photos))

    talk.later(QUIET_S, talk.place, tell)


def words_of_end(caption: str) -> str | None:
    """Return how the film should feel where a photo's caption is "/done words", else None."""
    command, _, words = caption.partition(" ")
    return words.strip() if command.partition("@")[0].lower() == "/done" else None


async def finish(talk: Talk, words: str) -> None:
    """Make the film of what was collected; it belongs to whoever says that it is done."""
    story = await talk.memory.stories.get(talk.place.chat)
    if story is None:
        await talk.tell("story.none")
        return
    kept = {photo.key for photo in await talk.queue.photos_in(talk.place.chat)}
    photos = [photo for photo in story.photos if photo.photo in kept]
    if not photos:
        await talk.ask(keyboards.collecting(talk.say), "story.empty")
        return
    said = words or story.words
    keys = tuple(photo.photo for photo in photos)
    wish = await talk.understand(said, keys, [photo.words for photo in photos])
    await talk.hold(keys)
    await talk.begin(keys, wish)
    await talk.memory.stories.end(talk.place.chat)


async def drop(talk: Talk) -> None:
    """Make no film of what was collected."""
    if not await dropped(talk):
        await talk.tell("group.not_yours")


async def dropped(talk: Talk) -> bool:
    """Forget what was collected, and tell; return whether this person may, and there was anything to forget."""
    story = await talk.memory.stories.get(talk.place.chat)
    if story is None or not (story.owner == talk.place.owner or talk.place.may_administer):
        return False
    await talk.memory.stories.end(talk.place.chat)
    await talk.tell("story.dropped")
    return True


async def _tell_count(talk: Talk, count: int) -> None:
    name = "story.full" if count >= MOST_SHOTS else "story.count"
    await talk.ask(keyboards.collecting(talk.say), name, count=count)
