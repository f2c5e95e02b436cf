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
    message: str = ""
    """The front end's own reference to the message that is answered, so that the answer can stand under it."""
    is_group: bool = False
    """Whether others are in the chat."""
    is_public: bool = False
    """Whether strangers can read along: a group that anybody finds and enters."""
    may_administer: bool = True
    """Whether the speaker may change what holds for the whole chat."""


@dataclass(frozen=True, slots=True)
class PhotoReceived:
    """Somebody sent a photo, perhaps with words."""

    place: Place
    content: bytes
    words: str = ""
    is_addressed: bool = True
    """Whether Reverie was meant; a group's other photos count only while the group collects a story."""
    is_of_another: bool = False
    """Whether somebody else in the chat had shown it, and the speaker pointed at it."""


@dataclass(frozen=True, slots=True)
class SentPhoto:
    """One photo of several."""

    content: bytes
    words: str = ""
    """Its own caption."""


@dataclass(frozen=True, slots=True)
class AlbumReceived:
    """Somebody sent several photos at once, in their order."""

    place: Place
    photos: tuple[SentPhoto, ...]
    words: str = ""
    """What is said of all of them together."""
    is_addressed: bool = True
    is_of_another: bool = False
    """As in `PhotoReceived`."""


@dataclass(frozen=True, slots=True)
class SoundReceived:
    """Somebody sent a sound, or a video for its sound, perhaps with words."""

    place: Place
    content: bytes
    is_spoken: bool | None = None
    """Whether it is a voice; `None` where nobody knows."""
    words: str = ""
    about: str = ""
    """The clip that is meant, as in `TextReceived`; empty for the latest photos, or the next."""
    comes_with_photos: bool = False
    """Whether its photos are the next event."""


@dataclass(frozen=True, slots=True)
class TextReceived:
    """Somebody wrote something; a command begins with a slash."""

    place: Place
    text: str
    about: str = ""
    """The clip that is meant: its job's id, or the receipt of its delivery in this chat; empty for the latest."""


@dataclass(frozen=True, slots=True)
class ButtonPressed:
    """Somebody pressed a button."""

    place: Place
    data: str
    """What the button carries: comes from outside and is not to be trusted."""


Event = PhotoReceived | AlbumReceived | SoundReceived | TextReceived | ButtonPressed
