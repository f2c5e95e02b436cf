"""What a message says and shows, and whether it is meant for Reverie; asks nobody anything."""

from typing import NamedTuple

from telegram import Message, MessageEntity, User

from bot.conversation.commands import COMMANDS

_PICTURE_ENDINGS = (".avif", ".heic", ".heif", ".jpeg", ".jpg", ".png", ".webp")
_AUDIBLE_KINDS = ("audio/", "video/")
_UNITS = "utf-16-le"
"""Telegram counts the letters of a text in units of UTF-16, of two bytes each."""


class Picture(NamedTuple):
    """A photo that can be fetched."""

    file_id: str
    size_bytes: int
    """0 where Telegram does not say."""


class Recording(NamedTuple):
    """A sound that can be fetched, by itself or in a video."""

    file_id: str
    size_bytes: int
    """0 where Telegram does not say."""
    is_spoken: bool | None
    """Whether it is a voice; `None` where nobody knows."""


class Saying(NamedTuple):
    """The words of a message."""

    text: str
    """Without the bot's name; a command begins with a slash."""
    is_addressed: bool

    @property
    def command(self) -> str:
        """The name of the command, empty where it is none."""
        return self.text[1:].partition(" ")[0].lower() if self.text.startswith("/") else ""

    @property
    def directs(self) -> bool:
        """Whether this says what should happen in a photo, rather than being another command."""
        return self.command in ("", "animate")

    @property
    def mood(self) -> str:
        """The words that direct a photo: those after `/animate`, all where there is no command, or else none."""
        if self.command:
            return self.text.partition(" ")[2].strip() if self.directs else ""
        return self.text


def picture(message: Message) -> Picture | None:
    """Return the photo of a message, whether sent as a photo or as a file."""
    if message.photo:
        largest = max(message.photo, key=lambda size: size.width * size.height)
        return Picture(largest.file_id, largest.file_size or 0)
    document = message.document
    if document is None or message.animation is not None:
        return None
    named_so = (document.file_name or "").lower().endswith(_PICTURE_ENDINGS)
    if named_so or (document.mime_type or "").startswith("image/"):
        return Picture(document.file_id, document.file_size or 0)
    return None


def recording(message: Message) -> Recording | None:
    """Return the sound of a message: a voice, a song, a video, or either of the last two as a file."""
    if message.voice is not None:
        return Recording(message.voice.file_id, message.voice.file_size or 0, is_spoken=True)
    document = message.document if message.animation is None else None
    if document is not None and not (document.mime_type or "").startswith(_AUDIBLE_KINDS):
        document = None
    found = message.audio or message.video_note or message.video or document
    return None if found is None else Recording(found.file_id, found.file_size or 0, is_spoken=None)


def shows_something_else(message: Message) -> bool:
    """Return whether a message carries what is neither a photo nor a sound, such as a sticker."""
    return bool(message.effective_attachment) and picture(message) is None and recording(message) is None


def answered(message: Message) -> Message | None:
    """Return the message that this one replies to; the opening of a topic is none."""
    former = message.reply_to_message
    return None if former is None or former.forum_topic_created is not None else former


def is_mine(message: Message, me: User) -> bool:
    """Return whether the bot itself sent a message."""
    return message.from_user is not None and message.from_user.id == me.id


def answers_another(message: Message, me: User) -> bool:
    """Return whether a message replies to one of another person, not to the bot or to the speaker's own."""
    former = answered(message)
    return former is not None and former.from_user != message.from_user and not is_mine(former, me)


def shows_clip(message: Message, me: User) -> bool:
    """Return whether the bot sent a film with this message."""
    film = message.video or message.animation or message.video_note or message.sticker or message.document
    return film is not None and is_mine(message, me)


def saying(message: Message, me: User) -> Saying | None:
    """Return what a message says; `None` for a command of another bot."""
    text = message.text or message.caption or ""
    entities = message.entities or message.caption_entities
    name, _, addressee = _command(text, entities).partition("@")
    if name:
        if addressee and addressee.lower() != (me.username or "").lower():
            return None
        rest = _without(text, [entity for entity in entities if entity.offset == 0])
        # In a group a command without a name may be another bot's.
        meant = bool(addressee) or not _is_in_group(message) or name[1:].lower() in COMMANDS
        return Saying(f"{name} {rest}".strip(), meant)
    calls = [entity for entity in entities if _calls(text, entity, me)]
    former = answered(message)
    meant = bool(calls) or not _is_in_group(message) or (former is not None and is_mine(former, me))
    return Saying(_without(text, calls), meant)


def _is_in_group(message: Message) -> bool:
    return message.chat.type != message.chat.PRIVATE


def _command(text: str, entities: tuple[MessageEntity, ...]) -> str:
    """Return the command that a text begins with, its addressee included."""
    first = next((entity for entity in entities if entity.offset == 0), None)
    return _part(text, first) if first is not None and first.type == first.BOT_COMMAND else ""


def _calls(text: str, entity: MessageEntity, me: User) -> bool:
    """Return whether an entity names the bot."""
    if entity.type == entity.TEXT_MENTION:
        return entity.user is not None and entity.user.id == me.id
    return entity.type == entity.MENTION and _part(text, entity).lower() == f"@{me.username}".lower()


def _part(text: str, entity: MessageEntity) -> str:
    start, end = 2 * entity.offset, 2 * (entity.offset + entity.length)
    return text.encode(_UNITS)[start:end].decode(_UNITS, "replace")


def _without(text: str, entities: list[MessageEntity]) -> str:
    """Return a text without some of its parts."""
    units = text.encode(_UNITS)
    for entity in sorted(entities, key=lambda entity: -entity.offset):
        start, end = 2 * entity.offset, 2 * (entity.offset + entity.length)
        units = units[:start] + units[end:]
    return units.decode(_UNITS, "replace").strip()
