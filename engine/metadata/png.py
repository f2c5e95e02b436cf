"""PNG files without what tells of their makers. The layout is that of the W3C's PNG specification, third edition."""

import struct
import zlib

from engine.metadata.exif import PREFIX

_SIGNATURE_BYTES = 8
_FRAME = 12
"""Bytes of a chunk beside its content: length, name, checksum."""
_KEPT = frozenset(
    {
        b"IHDR",
        b"PLTE",
        b"IDAT",
        b"IEND",
        b"tRNS",
        b"cHRM",
        b"gAMA",
        b"iCCP",
        b"sRGB",
        b"cICP",
        b"sBIT",
        b"bKGD",
        b"pHYs",
    }
)


def scrub_png(data: bytes, exif: bytes) -> bytes:
    """Return the file with the picture's own chunks and `exif`; raises `struct.error` or `ValueError` for a broken one.

    Of an animation the first picture is left, and nothing of what follows the end.
    """
    parts = [data[:_SIGNATURE_BYTES]]
    position, name = _SIGNATURE_BYTES, b""
    while name != b"IEND":
        length, name = struct.unpack_from(">I4s", data, position)
        if position + length + _FRAME > len(data):
            raise ValueError("A chunk of the PNG is cut off.")
        if name in _KEPT:
            parts.append(data[position : position + length + _FRAME])
        if name == b"IHDR" and exif:
            parts.append(_chunk(b"eXIf", exif.removeprefix(PREFIX)))
        position += length + _FRAME
    return b"".join(parts)


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
