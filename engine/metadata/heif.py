"""HEIC and AVIF files without what tells of their makers.

What may not stay is overwritten where it lies, because everything else is found by its place in the file. The layout
is that of ISO/IEC 14496-12 (boxes, `meta`, `iinf`, `iloc`) and 23008-12 (the Exif item).
"""

import struct
from collections.abc import Iterator
from typing import NamedTuple

_KEPT_BOXES = frozenset({b"ftyp", b"meta", b"mdat", b"moov", b"mini"})
_CONTAINERS = frozenset({b"moov", b"trak", b"mdia", b"minf"})
_TELLTALE_BOXES = frozenset({b"udta", b"uuid", b"meta"})
"""Inside a film's description."""
_TELLTALE_ITEMS = frozenset({b"Exif", b"mime", b"uri "})
_IN_FILE, _IN_IDAT = 0, 1


class _Box(NamedTuple):
    name: bytes
    start: int
    content: int
    end: int


def scrub_heif(data: bytes, exif: bytes) -> bytes:
    """Return the file, of the same length, with `exif` in place of its own; raises for one laid out otherwise.

    That is a `ValueError`, an `IndexError` or a `struct.error`.
    """
    file = bytearray(data)
    for box in _boxes(data, 0, len(data)):
        if box.name not in _KEPT_BOXES:
            _empty(file, box)
        elif box.name == b"meta":
            _scrub_items(file, data, box, exif)
        elif box.name == b"moov":
            _scrub_film(file, data, box)
    return bytes(file)


def _boxes(data: bytes, start: int, end: int) -> Iterator[_Box]:
    """Yield the boxes of a part of the file."""
    while start < end:
        size, name = struct.unpack_from(">I4s", data, start)
        head = 8
        if size == 1:
            (size,) = struct.unpack_from(">Q", data, start + 8)
            head = 16
        size = size or end - start  # 0: to the end
        if size < head or start + size > end:
            raise ValueError("A box of the file is cut off.")
        yield _Box(name, start, start + head, start + size)
        start += size


def _empty(file: bytearray, box: _Box) -> None:
    """Make a box one of free space."""
    file[box.start + 4 : box.start + 8] = b"free"
    file[box.content : box.end] = bytes(box.end - box.content)


def _scrub_film(file: bytearray, data: bytes, film: _Box) -> None:
    for box in _boxes(data, film.content, film.end):
        if box.name in _TELLTALE_BOXES:
            _empty(file, box)
        elif box.name in _CONTAINERS:
            _scrub_film(file, data, box)


def _scrub_items(file: bytearray, data: bytes, meta: _Box, exif: bytes) -> None:
    """Overwrite the items that are no pictures; the first one of EXIF that has room takes the new one."""
    parts = {box.name: box for box in _boxes(data, meta.content + 4, meta.end)}
    for name in _TELLTALE_BOXES & parts.keys():
        _empty(file, parts[name])
    if b"iinf" not in parts or b"iloc" not in parts:
        return
    kinds = dict(_item_kinds(data, parts[b"iinf"]))
    fresh = struct.pack(">I", len(b"Exif\0\0")) + exif if exif else b""
    idat = parts[b"idat"].content if b"idat" in parts else 0
    for item, start, length in _extents(data, parts[b"iloc"], idat):
        kind = kinds.get(item)
        if kind not in _TELLTALE_ITEMS:
            continue
        if start + length > len(data):
            raise ValueError("An item lies outside the file.")
        content = b""
        if kind == b"Exif" and 0 < len(fresh) <= length:
            content, fresh = fresh, b""
        file[start : start + length] = content.ljust(length, b"\0")


def _item_kinds(data: bytes, iinf: _Box) -> Iterator[tuple[int, bytes]]:
    """Yield the number and the kind of each item."""
    start = iinf.content + (6 if data[iinf.content] == 0 else 8)
    for entry in _boxes(data, start, iinf.end):
        version = data[entry.content]
        if version not in (2, 3):
            raise ValueError("The items are described in an unknown way.")
        number, _protection, kind = struct.unpack_from(">HH4s" if version == 2 else ">IH4s", data, entry.content + 4)
        yield number, kind


def _extents(data: bytes, iloc: _Box, idat: int) -> Iterator[tuple[int, int, int]]:
    """Yield the number of an item with the start and the length of each of its parts in the file."""
    version = data[iloc.content]
    reader = _Reader(data, iloc.content + 4)
    sizes = reader.number(2)
    offset_bytes, length_bytes, base_bytes, index_bytes = (sizes >> shift & 0xF for shift in (12, 8, 4, 0))
    number_bytes = 2 if version < 2 else 4
    for _ in range(reader.number(number_bytes)):
        item = reader.number(number_bytes)
        method = reader.number(2) & 0xF if version else _IN_FILE
        if method not in (_IN_FILE, _IN_IDAT):
            raise ValueError("An item is made of others.")
        reader.number(2)  # which file: this one
        base = reader.number(base_bytes) + (idat if method == _IN_IDAT else 0)
        for _ in range(reader.number(2)):
            reader.number(index_bytes if version else 0)
            offset = reader.number(offset_bytes)
            yield item, base + offset, reader.number(length_bytes)


class _Reader:
    """Numbers of various widths, one after the other."""

    def __init__(self, data: bytes, position: int) -> None:
        self._data = data
        self._position = position

    def number(self, width: int) -> int:
        """Return the next number of so many bytes, 0 for none; raises `IndexError` at the end."""
        start, self._position = self._position, self._position + width
        if self._position > len(self._data):
            raise IndexError("The file ends in a number.")
        return int.from_bytes(self._data[start : self._position], "big")
