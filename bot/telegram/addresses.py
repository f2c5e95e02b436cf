"""Where something is said on Telegram, as the conversation carries it without looking inside.

A place's chat is "telegram:<chat>" or "telegram:<chat>:<topic>", its message "<message to answer>:<update>".
"""

from dataclasses import dataclass, replace
from typing import Self

from bot.conversation import Place

NAME = "telegram"
"""What Telegram's chats begin with."""


@dataclass(frozen=True, slots=True)
class Address:
    """A chat, a topic in it, and a message there."""

    chat_id: int
    topic_id: int | None = None
    message_id: int | None = None
    """The message that an answer replies to."""

    @classmethod
    def of(cls, place: Place) -> Self:
        """Read the address of a place."""
        _, chat, *topic = place.chat.split(":")
        message, _, _ = place.message.partition(":")
        return cls(int(chat), int(topic[0]) if topic else None, int(message) if message else None)

    @property
    def is_group(self) -> bool:
        """Whether others are there: Telegram's groups have negative numbers."""
        return self.chat_id < 0

    @property
    def alone(self) -> Self:
        """The same place, replying to nothing."""
        return replace(self, message_id=None)

    @property
    def chat(self) -> str:
        """What a place's chat is called."""
        return f"{NAME}:{self.chat_id}" + (f":{self.topic_id}" if self.topic_id else "")


def owner(user_id: int) -> str:
    """Return under which name a person's things are kept."""
    return f"{NAME}:{user_id}"


def reference(message_id: int, update_id: int) -> str:
    """Return what a place calls its message, and the update that brought it."""
    return f"{message_id}:{update_id}"


def update_of(message: str) -> int | None:
    """Return the update that a place's message came with."""
    _, _, update = message.partition(":")
    return int(update) if update else None
