"""What people do, in the words of no particular platform."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """Who speaks, and where."""

    owner: str
    """Opaque and stable, such as "web:3f2a…"; what is theirs is kept and deleted under it."""
    chat: str
    """Opaque; begins with its front end's name and a colon, so that an answer finds its way back."""
    language: str = "en"
    """ISO 639 code of the language to answer in."""


@dataclass(frozen=True, slots=True)
class PhotoReceived:
    """Somebody sent a photo, perhaps with words."""

    place: Place
    content: bytes
    words: str = ""


@dataclass(frozen=True, slots=True)
class TextReceived:
    """Somebody wrote something; a command begins with a slash."""

    place: Place
    text: str
    about: str = ""
    """Id of the job whose clip is meant; empty for the latest."""


@dataclass(frozen=True, slots=True)
class ButtonPressed:
    """Somebody pressed a button."""

    place: Place
    data: str
    """What the button carries: comes from outside and is not to be trusted."""


Event = PhotoReceived | TextReceived | ButtonPressed
