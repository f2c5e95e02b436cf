"""`Meaning`: what words mean, the only door from the conversation to the understanding of language.

Nothing here holds up the event loop: the first words of a language load its vocabulary, and another understanding may
ask a language model.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Protocol

from bot.conversation.wishes import Wish, replaced
from engine import language
from engine.errors import ErrorCode, RequestError
from engine.language.declining import is_declined
from engine.language.replying import Reply
from engine.language.storytelling import adjust_story, tell_story
from engine.types.direction import Direction

MAX_LETTERS = 1000
"""What is understood of one text."""

_PHRASES_LANGUAGE = "en"


class Understanding(Protocol):
    """Understands what is said of one photo."""

    async def understand(self, text: str, locale: str) -> Direction:
        """Return what a text asks for; `locale` decides where its language could be several."""

    async def adjust(self, direction: Direction, text: str) -> Direction:
        """Return the direction with what the text names changed."""


class BuiltInUnderstanding:
    """The grammar and the vocabularies of the engine, in a thread."""

    async def understand(self, text: str, locale: str) -> Direction:
        """Return what a text asks for."""
        return await asyncio.to_thread(language.understand, text, locale)

    async def adjust(self, direction: Direction, text: str) -> Direction:
        """Return the direction with what the text names changed."""
        return await asyncio.to_thread(language.adjust, direction, text)


class Meaning:
    """What words mean for one photo, or for several that become one film."""

    def __init__(self, understanding: Understanding | None = None) -> None:
        self._understanding = understanding or BuiltInUnderstanding()

    async def of(
        self, text: str, locale: str, captions: Sequence[str] = ("",), dates: Sequence[datetime | None] = ()
    ) -> Wish:
        """Return what a text asks for, said of as many photos as there are captions; a caption may be empty.

        `dates` are those of the photos; an order by date needs them. Raises `RequestError` for what is not done.
        """
        _check(text, *captions)
        if len(captions) == 1:
            return await self._understanding.understand(text or captions[0], locale)
        said = {index: caption for index, caption in enumerate(captions) if caption}
        return await asyncio.to_thread(
            partial(tell_story, text, said, photo_count=len(captions), locale=locale, captured_at=dates)
        )

    async def after(self, wish: Wish, text: str, dates: Sequence[datetime | None] = ()) -> Wish:
        """Return the wish with what the text names changed; `unclear` holds words of this text only.

        Raises `RequestError` for what is not done.
        """
        _check(text)
        if isinstance(wish, Direction):
            return await self._understanding.adjust(wish, text)
        return await asyncio.to_thread(adjust_story, wish, text, dates)

    async def of_phrase(self, phrase: str) -> Direction:
        """Return what one of the phrases behind our buttons asks for."""
        return await asyncio.to_thread(language.understand, phrase, _PHRASES_LANGUAGE)

    async def after_phrase(self, wish: Wish, phrase: str) -> Wish:
        """Return the wish after one of the phrases behind our buttons, in whatever language it was told."""
        english = replaced(wish, language=_PHRASES_LANGUAGE)
        if isinstance(english, Direction):
            changed: Wish = await asyncio.to_thread(language.adjust, english, phrase)
        else:
            changed = await asyncio.to_thread(adjust_story, english, phrase)
        return replaced(changed, language=wish.language)

    async def wants_silence(self, text: str, locale: str) -> bool:
        """Return whether a text says that nothing should be heard."""
        return (await asyncio.to_thread(language.understand, text, locale)).music.mode == "none"

    async def reply(self, text: str, locale: str, *, of_film: bool) -> Reply | None:
        """Return what a text says to us rather than of a clip: "perfect, thank you", "once more", "undo", "help"."""
        return await asyncio.to_thread(partial(language.reply, text, locale, of_film=of_film))


def _check(*texts: str) -> None:
    """Raise for words that ask for what is not done to people's photos."""
    if any(is_declined(text) for text in texts):
        raise RequestError("That is not done to people's photos.", ErrorCode.DECLINED)
