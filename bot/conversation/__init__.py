"""The conversation: who said what about which photo, and what should happen now. Knows no platform."""

from bot.conversation.conversation import Conversation
from bot.conversation.events import (
    AlbumReceived,
    ButtonPressed,
    Event,
    PhotoReceived,
    Place,
    SentPhoto,
    SoundReceived,
    TextReceived,
)
from bot.conversation.memory import Memory

__all__ = [
    "AlbumReceived",
    "ButtonPressed",
    "Conversation",
    "Event",
    "Memory",
    "PhotoReceived",
    "Place",
    "SentPhoto",
    "SoundReceived",
    "TextReceived",
]
