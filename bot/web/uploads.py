"""Photos with words, as a form sends them, never held beyond their limits."""

from typing import NamedTuple

from aiohttp import BodyPartReader, web

from bot.conversation import SentPhoto
from engine.types.storyboard import MOST_SHOTS

MAX_PHOTO_BYTES = 40_000_000
"""The engine's own limit on a photo file."""
MAX_UPLOAD_BYTES = 120_000_000
"""All photos of one form together."""
_MAX_WORDS_BYTES = 8_000


class Upload(NamedTuple):
    """What was sent."""

    photos: tuple[SentPhoto, ...]
    """In their order; at least one."""
    words: str


async def read_upload(request: web.Request) -> Upload:
    """Return the form's "words" and every "photo" with the "caption" that follows it.

    Raises `HTTPBadRequest`, `HTTPUnsupportedMediaType` or `HTTPRequestEntityTooLarge`.
    """
    if request.content_type != "multipart/form-data":
        raise web.HTTPUnsupportedMediaType
    photos: list[SentPhoto] = []
    words = ""
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
        elif part.name == "words":
            words = await _read_words(part)
        else:
            raise web.HTTPBadRequest
    if not photos:
        raise web.HTTPBadRequest
    return Upload(tuple(photos), words)


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
