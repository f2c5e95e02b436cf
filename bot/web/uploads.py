"""A photo with words, as a form sends it, never held beyond its limits."""

from typing import NamedTuple

from aiohttp import BodyPartReader, web

MAX_PHOTO_BYTES = 40_000_000
"""The engine's own limit on a photo file."""
_MAX_WORDS_BYTES = 8_000


class Upload(NamedTuple):
    """What was sent."""

    photo: bytes
    words: str


async def read_upload(request: web.Request) -> Upload:
    """Return the form's "photo" and "words".

    Raises `HTTPBadRequest`, `HTTPUnsupportedMediaType` or `HTTPRequestEntityTooLarge`.
    """
    if request.content_type != "multipart/form-data":
        raise web.HTTPUnsupportedMediaType
    parts: dict[str, bytes] = {}
    limits = {"photo": MAX_PHOTO_BYTES, "words": _MAX_WORDS_BYTES}
    reader = await request.multipart()
    while (part := await reader.next()) is not None:
        if not isinstance(part, BodyPartReader) or part.name not in limits or part.name in parts:
            raise web.HTTPBadRequest
        if part.name == "photo" and not _may_be_picture(part):
            raise web.HTTPUnsupportedMediaType
        parts[part.name] = await _read(part, limits[part.name])
    if "photo" not in parts:
        raise web.HTTPBadRequest
    return Upload(parts["photo"], parts.get("words", b"").decode("utf-8", "replace"))


def _may_be_picture(part: BodyPartReader) -> bool:
    """Return whether the type speaks of a picture; browsers do not know all of them and then say nothing."""
    kind = part.headers.get("Content-Type", "application/octet-stream")
    return kind.startswith("image/") or kind == "application/octet-stream"


async def _read(part: BodyPartReader, limit: int) -> bytes:
    content = bytearray()
    while chunk := await part.read_chunk(65_536):
        content += chunk
        if len(content) > limit:
            raise web.HTTPRequestEntityTooLarge(limit, len(content))
    return bytes(content)
