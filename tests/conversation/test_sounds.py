"""What becomes of the voices and songs that people send."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.conversation import SoundReceived
from bot.conversation.actions import Ask, SendClip
from bot.wording import wording
from engine.audio import bare_sound
from engine.jobs import RenderRequest
from engine.types.clip import Form
from engine.types.direction import GestureName
from tests.audio.sounds import encoded, speech_like, tone
from tests.conversation.desk import ANNA, BEN, Desk, StandInRender, button, desk_in, labels

Play = Callable[..., None]
SAY = wording("en")
SONG = bare_sound(encoded(tone(1.0), "mp3", "libmp3lame", rate=44_100))
VOICE = bare_sound(encoded(speech_like(1.2), "ogg", "libopus"))


async def sends(desk: Desk, content: bytes, words: str = "", about: str = "", *, with_photos: bool = False) -> None:
    spoken = True if content == VOICE else None
    await desk.conversation.handle(SoundReceived(ANNA, content, spoken, words, about, with_photos))


def heard(request: RenderRequest) -> tuple[bytes | None, bool | None]:
    return None if request.sound is None else request.sound.read_bytes(), request.options.is_spoken


def test_a_sound_waits_for_the_next_photo_of_this_person(in_conversation: Play, photo: bytes) -> None:
    async def scene(desk: Desk) -> None:
        await sends(desk, VOICE, "laugh")
        assert desk.notebook.last_words == SAY("sound.kept")
        await desk.photo(photo, "smile", BEN)
        await desk.clip()
        await desk.photo(photo)
        clip = await desk.clip(2)
        assert [heard(request) for request in desk.render.requests] == [(None, None), (VOICE, True)]
        assert [gesture.name for gesture in desk.render.requests[1].direction.gestures] == [GestureName.LAUGH]
        assert clip.has_sound
        await desk.photo(photo, "wistful")
        await desk.clip(3)
        assert heard(desk.render.requests[2]) == (None, None)

    in_conversation(scene)


def test_a_sound_that_waits_outlives_a_restart(tmp_path: Path, photo: bytes) -> None:
    async def scene() -> None:
        async with desk_in(tmp_path, StandInRender()) as desk:
            await sends(desk, VOICE)
        async with desk_in(tmp_path, StandInRender()) as desk:
            await desk.photo(photo, "smile")
            await desk.clip()
            assert heard(desk.render.requests[0]) == (VOICE, True)

    asyncio.run(scene())


@pytest.mark.parametrize("mood", ["a tap", "words", "words with the sound", "nothing"])
def test_a_sound_after_a_photo_that_waits_is_heard_in_its_film(in_conversation: Play, photo: bytes, mood: str) -> None:
    async def scene(desk: Desk) -> None:
        await desk.photo(photo)
        await sends(desk, SONG, "smile" if mood == "words with the sound" else "")
        if mood != "words with the sound":
            assert desk.notebook.last_words == SAY("sound.for_photo")
        if mood == "a tap":
            await desk.press(button(desk.notebook.all(Ask)[0], "Warm smile"))
        elif mood == "words":
            await desk.say("smile")
        elif mood == "nothing":
            desk.patience.over.set()
        await desk.clip()
        assert [heard(request) for request in desk.render.requests] == [(SONG, None)]

    in_conversation(scene)


def test_a_sound_with_photos_needs_no_answer_of_its_own(in_conversation: Play, photos: list[bytes]) -> None:
    async def scene(desk: Desk) -> None:
        await sends(desk, SONG, with_photos=True)
        assert not desk.notebook.shown
        await desk.album(*photos[:3], words="smile")
        await desk.clip()
        assert heard(desk.render.requests[0]) == (SONG, None)
        assert len(desk.render.requests[0].photos) == 3

    in_conversation(scene)


def test_a_sound_right_after_a_film_or_in_reply_to_one_is_heard_there_and_can_be_undone(
    in_conversation: Play, photo: bytes
) -> None:
    async def scene(desk: Desk) -> None:
        await desk.photo(photo, "smile")
        first = await desk.clip()
        await sends(desk, VOICE)
        spoken = await desk.clip(2)
        await sends(desk, SONG, "slower", first.job_id)
        sung = await desk.clip(3)
        assert [heard(request) for request in desk.render.requests] == [(None, None), (VOICE, True), (SONG, None)]
        assert desk.render.requests[2].direction.pace < desk.render.requests[1].direction.pace
        await desk.press(button(spoken, "Slower"))
        await desk.clip(4)
        assert heard(desk.render.requests[3]) == (VOICE, True)
        await desk.press(button(sung, "Undo"))
        assert not (await desk.clip(5)).has_sound
        assert len(desk.render.requests) == 4

    in_conversation(scene)


@pytest.mark.parametrize("way", ["Music off", "no music", "mute, and a wink"])
def test_ones_own_sound_can_be_taken_away(in_conversation: Play, photo: bytes, way: str) -> None:
    async def scene(desk: Desk) -> None:
        await sends(desk, SONG)
        await desk.photo(photo, "smile")
        clip = await desk.clip()
        assert clip.has_sound
        assert "Music on" not in labels(clip)
        await (desk.press(button(clip, way)) if way in labels(clip) else desk.say(way))
        silent = await desk.clip(2)
        assert not silent.has_sound
        assert heard(desk.render.requests[1]) == (None, None)
        await desk.press(button(silent, "Undo"))
        assert (await desk.clip(3)).has_sound

    in_conversation(scene)


def test_what_cannot_be_heard_is_told(in_conversation: Play, photo: bytes) -> None:
    async def scene(desk: Desk) -> None:
        await sends(desk, b"no sound")
        assert desk.notebook.last_words == SAY("fault.sound_unreadable")
        await desk.photo(photo, "smile")
        await desk.clip()
        assert heard(desk.render.requests[0]) == (None, None)
        await desk.say("/forget")
        assert not desk.notebook.all(SendClip)[0].clip.path.exists()

    in_conversation(scene)


def test_what_has_no_sound_becomes_a_film_when_it_gets_one(in_conversation: Play, photo: bytes) -> None:
    async def scene(desk: Desk) -> None:
        await desk.photo(photo, "smile")
        await desk.press(f"form:{(await desk.clip()).job_id}:sticker")
        await desk.clip(2)
        await sends(desk, SONG)
        await desk.clip(3)
        assert [request.options.form for request in desk.render.requests] == [Form.FILM, Form.STICKER, Form.FILM]

    in_conversation(scene)
