"""JPEG files without what tells of their makers: segments are left out, scans are copied as they are.

The layout is that of ITU-T T.81, annex B.
"""

import re
import struct

_SOI, _EOI, _SOS = 0xD8, 0xD9, 0xDA
_APP0, _APP15, _COM = 0xE0, 0xEF, 0xFE
_WITHOUT_LENGTH = frozenset({0x01, *range(0xD0, 0xD8)})
_MARKER = re.compile(rb"\xff+([^\x00\xff])")
_MARKER_AFTER_SCAN = re.compile(rb"\xff(?=[^\x00\xff\xd0-\xd7])")
"""Inside a scan a zero or a restart number follows 0xFF."""
_KEPT_APPLICATIONS = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
"""Application segments that the decoder needs, by how they begin."""


def scrub_jpeg(data: bytes, exif: bytes) -> bytes:
    """Return the file with `exif` as its only metadata; raises `ValueError` where it is no JPEG or ends in a header.

    Whatever follows the picture, such as previews and moving pictures, is left out.
    """
    if data[1] != _SOI:
        raise ValueError("A JPEG begins with SOI.")
    parts = [data[:2]]
    own = struct.pack(">BBH", 0xFF, 0xE1, len(exif) + 2) + exif if exif else b""
    position = 2
    while (found := _MARKER.search(data, position)) is not None:
        marker, position = found[1][0], found.end()
        if marker == _EOI:
            break
        if marker in _WITHOUT_LENGTH:
            continue
        (length,) = struct.unpack_from(">H", data, position)
        content = data[position + 2 : position + length]
        if len(content) != length - 2:
            raise ValueError("A segment of the JPEG is cut off.")
        position += length
        if own and marker != _APP0:  # JFIF wants to be the first segment
            parts.append(own)
            own = b""
        if _stays(marker, content):
            parts.append(struct.pack(">BBH", 0xFF, marker, length) + content)
        if marker == _SOS:
            end = _MARKER_AFTER_SCAN.search(data, position)
            parts.append(data[position : end.start() if end else None])
            position = end.start() if end else len(data)
    return b"".join([*parts, bytes((0xFF, _EOI))])


def _stays(marker: int, content: bytes) -> bool:
    if _APP0 <= marker <= _APP15:
        start = _KEPT_APPLICATIONS.get(marker)
        return start is not None and content.startswith(start)
    return marker != _COM
