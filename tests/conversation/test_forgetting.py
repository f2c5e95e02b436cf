"""After `/forget` no byte of somebody is left in the data folder, and others have lost nothing."""

import asyncio
import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image

from bot.conversation import Place, SentPhoto
from tests.conversation.desk import Desk, StandInRender, desk_in

EVE = Place("test:eve-4711-owner", "test:eve-4711-chat")
BEN = Place("test:ben-0815-owner", "test:ben-0815-chat")
GROUP = "test:group"
BENS_WORDS = ("windspiel", "birkenruf", "lodenrot", "sandkorn")
WORDS = ("flimmerzauber", "nebelkrähe", "quittengold", "mondscheinlila")
"""Words of Eve that mean nothing to Reverie, so that it keeps them to say so."""


def picture(seed: int) -> bytes:
    file = io.BytesIO()
    pixels = np.random.default_rng(seed).integers(0, 256, (96, 96, 3), np.uint8)
    Image.fromarray(pixels).save(file, "jpeg", quality=95)
    return file.getvalue()


PHOTOS = [picture(seed) for seed in range(6)]


def pieces(photo: bytes) -> Iterator[bytes]:
    """Yield parts of a photo of which none is in another one by chance."""
    body = photo[700:-2]
    for start in range(0, len(body) - 16, 512):
        yield body[start : start + 16]


def left_in(folder: Path, wanted: list[bytes]) -> dict[str, list[bytes]]:
    """Return which of some bytes are in the names or the contents of the files of a folder."""
    found = {}
    for path in folder.rglob("*"):
        content = str(path).encode() + (path.read_bytes() if path.is_file() else b"")
        if hits := [piece for piece in wanted if piece in content]:
            found[path.name] = hits
    return found


async def talk_of(place: Place, desk: Desk, photos: list[bytes], words: tuple[str, ...], group: str) -> None:
    """Send photos with words and captions in every way there is, also in a group."""
    await desk.photo(photos[0], f"smile {words[0]}", place)
    await desk.album(
        SentPhoto(photos[1], words[1]), SentPhoto(photos[2], "nod"), words=f"smile {words[2]}", place=place
    )
    await desk.photo(photos[0], "", place)
    await desk.say(f"laugh {words[3]}", place)
    await desk.say("/settings", place)
    in_group = Place(place.owner, group, is_group=True)
    await desk.say(f"/story {words[0]}", in_group)
    await desk.photo(photos[1], words[2], in_group)


def traces(place: Place, photos: list[bytes], words: tuple[str, ...]) -> list[bytes]:
    """Return what must not be found: ids, words as written and as JSON escapes them, and parts of photos."""
    said = [word.encode() for word in words] + [word.encode("ascii", "backslashreplace") for word in words]
    return [place.owner.encode(), place.chat.encode(), *said, *(piece for photo in photos for piece in pieces(photo))]


def test_no_byte_of_somebody_is_left(tmp_path: Path) -> None:
    eve, ben = traces(EVE, PHOTOS[:3], WORDS), traces(BEN, PHOTOS[3:], BENS_WORDS)

    async def scene() -> None:
        async with desk_in(tmp_path, StandInRender()) as desk:
            for turn in range(4):  # rows in between, so that pages are shared and rearranged
                await talk_of(EVE, desk, PHOTOS[:3], WORDS, f"{GROUP}-{turn}")
                await talk_of(BEN, desk, PHOTOS[3:], BENS_WORDS, f"{GROUP}-b{turn}")
            await desk.clip(16)
            before = left_in(tmp_path, eve)
            assert {hit for hits in before.values() for hit in hits} >= {EVE.owner.encode(), EVE.chat.encode()}
            assert all(any(word.encode() in hits for hits in before.values()) for word in WORDS[:1])
            assert all(any(piece in hits for hits in before.values()) for piece in pieces(PHOTOS[1]))

            await desk.say("/forget", EVE)
            assert left_in(tmp_path, eve) == {}
            kept = left_in(tmp_path, ben)
            assert all(
                any(piece in hits for hits in kept.values()) for piece in (BEN.owner.encode(), *pieces(PHOTOS[3]))
            )
        assert left_in(tmp_path, eve) == {}  # nor after the program has ended

    asyncio.run(scene())
