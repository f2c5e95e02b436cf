"""What a button or a form carries through Discord and back, also across a restart: its custom id, signed."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from bot.signing import Signer

MAX_LETTERS = 100
"""Discord's limit on a custom id."""


class Wish(StrEnum):
    """What somebody asks for."""

    PRESS = "press"
    """What the button says."""
    WORDS = "words"
    """To say it in words: as a button it opens the form, as a form it brings the words."""
    STORY = "story"
    """A film of several photos; a form."""


class Spot(StrEnum):
    """Where the answer goes."""

    HERE = "here"
    """It takes the place of the message with the button."""
    BELOW = "below"
    """It is a message of its own."""


@dataclass(frozen=True, slots=True)
class CustomId:
    """One custom id, read."""

    wish: Wish
    spot: Spot
    data: str = ""
    """The conversation's button data, or for words the job that they are about."""

    def signed(self, signer: Signer) -> str:
        """Return it as Discord carries it; raises `ValueError` if that is too long."""
        text = signer.signed(f"{self.wish}:{self.spot}:{self.data}")
        if len(text) > MAX_LETTERS:
            raise ValueError(f"Discord carries no custom id as long as {text}.")
        return text

    @classmethod
    def read(cls, text: str, signer: Signer) -> Self | None:
        """Return what a custom id says, `None` for one that was not signed here."""
        match = _PATTERN.fullmatch(signer.opened(text) or "")
        return cls(Wish(match[1]), Spot(match[2]), match[3]) if match else None


_PATTERN = re.compile(rf"({'|'.join(Wish)}):({'|'.join(Spot)}):(.*)", re.DOTALL)
