"""Photos with words and a sound, as a form sends them, never held beyond their limits."""

from typing import NamedTuple

from aiohttp import BodyPartReader, web

from bot.conversation import SentPhoto
from engine.perception.photo import PhotoLimits
from engine.types.storyboard import MOST_SHOTS

MAX_PHOTO_BYTES = PhotoLimits().max_bytes
MAX_SOUND_BYTES = 50_000_000
"""That of `engine.audio.SoundLimits`, whose decoders are loaded only where somebody sends a sound."""
MAX_UPLOAD_BYTES = 120_000_000
"""All files of one form together."""
_MAX_WORDS_BYTES = 8_000
_MAX_NAME_LETTERS = 80


class SentSound(NamedTuple):
    """A sound for the film."""

    name: str
    """As the visitor's file is called."""
    content: bytes


class Upload(NamedTuple):
    """What was sent."""

    photos: tuple[SentPhoto, ...]
    """In their order; at least one where there is no sound."""
    words: str
    sound: SentSound | None
    about: str
    """The clip that a sound alone is for, by its job's id; empty for none in particular."""


async def read_upload(request: web.Request) -> Upload:
    """Return the form's "words", its "sound", what it is "about", and every "photo" with the "caption" after it.

    Raises `HTTPBadRequest`, `HTTPUnsupportedMediaType` or `HTTPRequestEntityTooLarge`.
    """
    if request.content_type != "multipart/form-data":
        raise web.HTTPUnsupportedMediaType
    photos: list[SentPhoto] = []
    words, about, sound = "", "", None
    left = MAX_UPLOAD_BYTES
    reader = await request.multipart()
    while (part := await reader.next()) is not None:
        if not isinstance(part, BodyPartReader):
            raise web.HTTPBadRequest
        if part.name == "photo" and len(photos) < MOST_SHOTS:
            if not _may_be_picture(part):
                raise web.HTTPUnsupportedMediaType
            content = await _read(part, min(MAX_PHOTO_BYTES, left))
            left -= len(content)
            photos.append(SentPhoto(content))
        elif part.name == "caption" and photos:
            photos[-1] = SentPhoto(photos[-1].content, await _read_words(part))
        elif part.name == "sound" and sound is None:
            content = await _read(part, min(MAX_SOUND_BYTES, left))
            left -= len(content)
            sound = SentSound((part.filename or "")[:_MAX_NAME_LETTERS], content)
        elif part.name == "words":
            words = await _read_words(part)
        elif part.name == "about":
            about = await _read_words(part)
        else:
            raise web.HTTPBadRequest
    if not photos and sound is None:
        raise web.HTTPBadRequest
    return Upload(tuple(photos), words, sound, about)


def _may_be_picture(part: BodyPartReader) -> bool:
    """Return whether the type speaks of a picture; browsers do not know all of them and then say nothing."""
    kind = part.headers.get("Content-Type", "application/octet-stream")
    return kind.startswith("image/") or kind == "application/octet-stream"


async def _read_words(part: BodyPartReader) -> str:
    return (await _read(part, _MAX_WORDS_BYTES)).decode("utf-8", "replace")


async def _read(part: BodyPartReader, limit: int) -> bytes:
    content = bytearray()
    while chunk := await part.read_chunk(65_536):
        content += chunk
        if len(content) > limit:
            raise web.HTTPRequestEntityTooLarge(limit, len(content))
    return bytes(content)
