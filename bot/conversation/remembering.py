"""`/memory`: a photo of this chat's past comes back."""

import random
from dataclasses import replace

from bot.conversation import keyboards
from bot.conversation.actions import Ask
from bot.conversation.albums import NAME_LENGTH
from bot.conversation.talk import Talk


async def bring_back(talk: Talk) -> None:
    """Show an earlier photo, not the latest and not the one shown last, with a button that animates it."""
    settings = await talk.memory.chats.get(talk.place.chat)
    if not settings.memory:
        await talk.tell("memory.not_allowed")
        return
    fresh = {*talk.session.photos, settings.remembered}
    earlier = {photo.key for photo in await talk.queue.photos_in(talk.place.chat)} - fresh
    if not earlier:
        await talk.tell("memory.none")
        return
    photo = random.choice(sorted(earlier))  # noqa: S311 - a surprise, not a secret
    await talk.memory.chats.put(replace(settings, remembered=photo))
    rows = keyboards.remembered(photo[:NAME_LENGTH], talk.say)
    await talk.perform(Ask(talk.say("memory.back"), rows, photo))
