"""WebP files without what tells of their makers. The layout is that of Google's WebP container specification."""

import struct

from engine.metadata.exif import PREFIX

_HEAD_BYTES = 12
_CHUNK_HEAD_BYTES = 8
_KEPT = frozenset({b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ICCP", b"ANIM", b"ANMF"})
_HAS_EXIF, _HAS_XMP = 0x08, 0x04
"""Bits of the first byte of VP8X."""


def scrub_webp(data: bytes, exif: bytes) -> bytes:
    """Return the file with the picture's own chunks and `exif`; raises `struct.error` or `ValueError` for a broken one.

    A file without an extended header has no EXIF to begin with.
    """
    (size,) = struct.unpack_from("<I", data, 4)
    end = min(len(data), size + 8)
    chunks: list[tuple[bytes, bytes]] = []
    position = _HEAD_BYTES
    while position + _CHUNK_HEAD_BYTES <= end:
        name, length = struct.unpack_from("<4sI", data, position)
        content = data[position + _CHUNK_HEAD_BYTES : position + _CHUNK_HEAD_BYTES + length]
        if len(content) != length:
            raise ValueError("A chunk of the WebP is cut off.")
        if name in _KEPT:
            chunks.append((name, content))
        position += _CHUNK_HEAD_BYTES + length + length % 2
    if chunks and chunks[0][0] == b"VP8X":
        flags = chunks[0][1][0] & ~(_HAS_EXIF | _HAS_XMP) | (_HAS_EXIF if exif else 0)
        chunks[0] = (b"VP8X", bytes((flags,)) + chunks[0][1][1:])
        if exif:
            chunks.append((b"EXIF", exif.removeprefix(PREFIX)))
    body = b"WEBP" + b"".join(_chunk(name, content) for name, content in chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack("<4sI", name, len(content)) + content + b"\0" * (len(content) % 2)
