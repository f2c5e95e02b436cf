"""Voices, songs and videos that people send for their sound."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.wording import wording
from engine.audio import bare_sound
from tests.audio.sounds import encoded, speech_like, tone
from tests.telegram.people import ANNA, BEN, GROUP, picture
from tests.telegram.world import World, film

Play = Callable[..., None]
SAY = wording("en")
SONG = bare_sound(encoded(tone(1.0), "mp3", "libmp3lame", rate=44_100))
VOICE = bare_sound(encoded(speech_like(1.2), "ogg", "libopus"))


async def sends(world: World, kind: str, content: bytes, words: str = "", **more: Any) -> None:
    file = {**world.file(content), "duration": 1, **more.pop("file", {})}
    message = {**world.message(more.pop("who", ANNA), **more), kind: file}
    await world.telegram.bring("message", {**message, "caption": words} if words else message)


def heard(world: World) -> list[tuple[bytes | None, bool | None]]:
    requests = world.render.requests
    return [(one.sound and one.sound.read_bytes(), one.options.is_spoken) for one in requests]


@pytest.mark.parametrize(
    ("kind", "content", "file", "is_spoken"),
    [
        ("voice", VOICE, {}, True),
        ("audio", SONG, {}, None),
        ("video_note", SONG, {"length": 240}, None),
        ("video", SONG, {"width": 9, "height": 9}, None),
        ("document", SONG, {"file_name": "song.mp3", "mime_type": "audio/mpeg"}, None),
    ],
)
def test_a_sound_before_a_photo_is_heard_in_its_film(
    on_telegram: Play, kind: str, content: bytes, file: dict[str, Any], is_spoken: bool | None
) -> None:
    async def scene(world: World) -> None:
        await sends(world, kind, content, file=file)
        await world.telegram.said(SAY("sound.kept"))
        await world.photo(ANNA, "smile")
        await world.clip()
        assert heard(world) == [(content, is_spoken)]

    on_telegram(scene)


def test_a_sound_in_reply_to_a_film_is_heard_there(on_telegram: Play) -> None:
    async def scene(world: World) -> None:
        await world.photo(ANNA, "smile")
        first = await world.clip()
        await world.photo(ANNA, "slow nod", content=picture(90))
        await world.clip(2)
        await sends(world, "voice", VOICE, reply_to=first.result)
        again = await world.clip(3)
        assert heard(world) == [(None, None), (None, None), (VOICE, True)]
        assert world.render.requests[2].photos == world.render.requests[0].photos
        await world.press(ANNA, again.result, "Undo")
        await world.clip(4)
        assert len(world.render.requests) == 3

    on_telegram(scene)


def test_a_sound_in_reply_to_a_photo_makes_its_film_at_once(on_telegram: Play) -> None:
    async def scene(world: World) -> None:
        world.meet(BEN, groups=(GROUP,))
        photo = await world.photo(BEN, chat=GROUP)
        await sends(world, "audio", SONG, "@ReverieBot laugh", chat=GROUP, reply_to=photo)
        await world.settled()
        assert heard(world) == []  # without its mark this is no name
        message = {**world.message(ANNA, GROUP, reply_to=photo), "audio": {**world.file(SONG), "duration": 1}}
        mark = {"type": "mention", "offset": 0, "length": 11}
        await world.telegram.bring("message", {**message, "caption": "@ReverieBot laugh", "caption_entities": [mark]})
        await world.clip()
        assert heard(world) == [(SONG, None)]
        await world.telegram.said(SAY("group.consent"))  # the photo is Ben's

    on_telegram(scene)


def test_a_video_among_the_photos_of_an_album_lends_its_sound(on_telegram: Play) -> None:
    async def scene(world: World) -> None:
        album = {"media_group_id": "1"}
        song = {**world.file(SONG), "duration": 1, "width": 9, "height": 9}
        for number in range(2):
            await world.telegram.bring("message", world.with_photo(ANNA, content=picture(80 + 60 * number)) | album)
        await world.telegram.bring("message", world.message(ANNA) | album | {"video": song, "caption": "smile"})
        await world.clip()
        assert heard(world) == [(SONG, None)]
        assert len(world.render.requests[0].photos) == 2

    on_telegram(scene)


def test_a_sound_that_cannot_be_used_is_told(on_telegram: Play) -> None:
    async def scene(world: World) -> None:
        await sends(world, "video", film(), file={"width": 64, "height": 64})
        await world.telegram.said(SAY("fault.sound_unreadable"))
        await sends(world, "voice", VOICE, file={"file_size": 20_000_001})
        await world.telegram.said(SAY("telegram.too_large", megabytes=20))
        await sends(world, "voice", VOICE, file={"file_id": "unheard of"})
        await world.telegram.said(SAY("sound.lost"))

    on_telegram(scene)
