"""Sounds that visitors send, by themselves or with photos."""

import asyncio
from typing import Any

import aiohttp
import av

from bot.settings import Settings
from bot.web.uploads import MAX_SOUND_BYTES
from bot.wording import wording
from engine.audio import SoundLimits
from tests.audio.sounds import encoded, tone
from tests.web.test_web_chat import Visitor, running, visiting

SAY = wording("en")
SONG = encoded(tone(1.0), "mp3", "libmp3lame", rate=44_100)


async def send(anna: Visitor, **parts: Any) -> int:
    form = aiohttp.FormData()
    for name, value in parts.items():
        if isinstance(value, bytes):
            form.add_field(name, value, filename="song.mp3", content_type="application/octet-stream")
        else:
            form.add_field(name, value)
    async with anna.session.post(f"{anna.address}/photos", data=form, headers=anna.origin) as answer:
        return answer.status


async def is_heard(anna: Visitor, clip: dict[str, Any], folder: Any) -> bool:
    (folder / "film.mp4").write_bytes((await anna.get(clip["film"]))[2])
    with av.open(str(folder / "film.mp4")) as film:
        return bool(film.streams.audio)


def test_as_much_is_let_in_as_can_be_opened() -> None:
    assert SoundLimits().size_mb * 1e6 == MAX_SOUND_BYTES


def test_a_sound_is_heard_in_the_film_that_it_comes_with_or_is_about(
    settings: Settings, photo: bytes, tmp_path: Any
) -> None:
    async def visit() -> None:
        async with running(settings) as awake, visiting(awake.where[0]) as anna:
            assert await send(anna, words="nod", sound=SONG, photo=photo) == 204
            assert (await anna.next("words"))["text"] == "♪ song.mp3"
            assert await is_heard(anna, await anna.next("clip"), tmp_path)

            assert await send(anna, words="smile", photo=photo) == 204
            silent = await anna.next("clip")
            assert not await is_heard(anna, silent, tmp_path)
            assert await send(anna, words="", about=silent["film"][7:23], sound=SONG) == 204
            assert await is_heard(anna, await anna.next("clip"), tmp_path)

    asyncio.run(visit())


def test_what_is_no_sound_is_told(settings: Settings) -> None:
    async def visit() -> None:
        async with running(settings) as awake, visiting(awake.where[0]) as anna:
            assert await send(anna, words="", sound=b"no sound") == 204
            assert (await anna.next("say"))["text"] == SAY("fault.sound_unreadable")
            assert await send(anna, sound=SONG, words="a smile") == 204
            assert (await anna.next("say"))["text"] == SAY("sound.kept")

    asyncio.run(visit())
