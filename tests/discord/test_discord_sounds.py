"""Voices and songs that people attach."""

from collections.abc import Callable
from typing import Any

from bot.wording import wording
from engine.audio import bare_sound
from tests.audio.sounds import encoded, speech_like, tone
from tests.discord import payloads
from tests.discord.people import Person
from tests.discord.stage import Stage

Play = Callable[..., None]
SAY = wording("en")
SONG = bare_sound(encoded(tone(1.0), "mp3", "libmp3lame", rate=44_100))
VOICE = bare_sound(encoded(speech_like(1.2), "ogg", "libopus"))


def films(stage: Stage, who: Person) -> list[dict[str, Any]]:
    sent = stage.discord.in_channel(who.channel)
    return [message for message in sent if message["author"] == payloads.BOT and message["attachments"]]


def said(stage: Stage, who: Person) -> str:
    sent = stage.discord.in_channel(who.channel)
    return "\n".join(message["content"] for message in sent if message["author"] == payloads.BOT)


def voice(stage: Stage) -> dict[str, Any]:
    recorded = {"content_type": "audio/ogg", "flags": 0, "duration_secs": 1.2, "waveform": "AAAA"}
    return stage.discord.put_file("voice-message.ogg", VOICE) | recorded


def song(stage: Stage, content: bytes = SONG) -> dict[str, Any]:
    return stage.discord.put_file("song.mp3", content) | {"content_type": "audio/mpeg"}


def heard(stage: Stage) -> list[tuple[bytes | None, bool | None]]:
    return [(one.sound and one.sound.read_bytes(), one.options.is_spoken) for one in stage.render.requests]


def test_a_voice_message_waits_for_a_photo_and_a_song_in_reply_takes_its_place(scene: Play, photo: bytes) -> None:
    async def play(stage: Stage) -> None:
        discord, anna = stage.discord, Person(stage.discord, in_guild=False)
        await anna.write("", [voice(stage)])
        await discord.until(lambda: SAY("sound.kept") in said(stage, anna))
        await anna.write("smile", [discord.put_file("me.jpg", photo)])
        (first,) = await discord.until(lambda: films(stage, anna))
        await stage.all_delivered()
        await anna.write("", [song(stage)], reply_to=first)
        await discord.until(lambda: len(films(stage, anna)) == 2)
        assert heard(stage) == [(VOICE, True), (SONG, None)]

    scene(play)


def test_a_photo_and_a_song_at_once(scene: Play, photo: bytes) -> None:
    async def play(stage: Stage) -> None:
        discord, anna = stage.discord, Person(stage.discord)
        await anna.command("animate", photo=discord.put_file("me.jpg", photo), sound=song(stage), mood="smile")
        await discord.until(lambda: len(stage.render.requests) == 1)
        await anna.write(
            f"<@{payloads.BOT_USER}> laugh", [discord.put_file("me.jpg", photo), song(stage)], mention=True
        )
        await discord.until(lambda: len(stage.render.requests) == 2)
        assert heard(stage) == [(SONG, None)] * 2

    scene(play)


def test_a_sound_that_cannot_be_heard_is_told(scene: Play) -> None:
    async def play(stage: Stage) -> None:
        discord, anna = stage.discord, Person(stage.discord, in_guild=False)
        await anna.write("", [song(stage, b"no sound")])
        await discord.until(lambda: SAY("fault.sound_unreadable") in said(stage, anna))
        await anna.write("", [song(stage) | {"size": 40_000_001}])
        await discord.until(lambda: SAY("fault.sound_heavy", limit=40) in said(stage, anna))

    scene(play)
