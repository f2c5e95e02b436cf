"""The conversation: who said what about which photo, and what should happen now. Knows no platform."""

from bot.conversation.conversation import Conversation
from bot.conversation.events import ButtonPressed, Event, PhotoReceived, Place, TextReceived
from bot.conversation.sessions import Sessions

__all__ = ["ButtonPressed", "Conversation", "Event", "PhotoReceived", "Place", "Sessions", "TextReceived"]
