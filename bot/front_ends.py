"""What `reverie run` asks of a front end beyond showing things: to be reached, to listen, and to end in order."""

from contextlib import AbstractAsyncContextManager
from typing import Protocol

from bot.conversation import Conversation
from bot.conversation.actions import FrontEnd
from engine.errors import EngineError


class FrontEndError(EngineError):
    """A front end cannot serve, such as for a wrong token; the others go on."""


class Service(FrontEnd, Protocol):
    """A front end as the service runs it."""

    @property
    def name(self) -> str:
        """What its chats begin with, before the colon."""

    def connected(self) -> AbstractAsyncContextManager[None]:
        """Make it possible to perform actions; raises `FrontEndError`, one sentence, where it never will be."""

    def listening(self, conversation: Conversation) -> AbstractAsyncContextManager[str]:
        """Hand what people do to the conversation, and yield where they find it; raises `FrontEndError`."""
