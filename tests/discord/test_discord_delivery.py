"""A clip comes once, whatever goes wrong on its way."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.discord import payloads
from tests.discord.fake_discord import Asked, Fault
from tests.discord.people import Person
from tests.discord.stage import Stage

Play = Callable[..., None]
MOOD = "slow, wistful nod"


def clips(stage: Stage) -> list[dict[str, Any]]:
    """All messages with a film, in every channel."""
    return [one for one in stage.discord.messages.values() if one["attachments"] and one["author"] == payloads.BOT]


async def animate(stage: Stage, who: Person, photo: bytes) -> Asked:
    asked = await who.command("animate", photo=stage.discord.put_file("me.jpg", photo), mood=MOOD)
    await stage.discord.until(lambda: asked.original)
    return asked


def test_a_film_beyond_the_limit_is_made_to_fit(scene: Play, photo: bytes, film: bytes, tmp_path: Path) -> None:
    async def play(stage: Stage) -> None:
        limit = len(film) // 3
        anna = Person(stage.discord, limit=limit)
        await animate(stage, anna, photo)
        (clip,) = await stage.discord.until(lambda: clips(stage))
        sent = stage.discord.film_of(clip)
        assert len(sent) <= limit
        assert b"ftyp" in sent[:16]
        assert b"c2pa" in sent
        assert "a little softer" in clip["content"]

    scene(play)
    assert not list((tmp_path / "data" / "discord").iterdir())


def test_a_film_that_cannot_fit_is_told_of(scene: Play, photo: bytes) -> None:
    async def play(stage: Stage) -> None:
        anna = Person(stage.discord, limit=500)
        asked = await animate(stage, anna, photo)
        message = stage.discord.messages[asked.original or ""]
        await stage.discord.until(lambda: "too large for me" in message["content"])
        assert message["components"] == []

    scene(play)


def test_too_late_for_an_answer_the_channel_gets_the_clip(scene: Play, photo: bytes) -> None:
    async def play(stage: Stage) -> None:
        stage.render.go_on.clear()
        asked = await animate(stage, stage.anna, photo)
        await stage.discord.until(lambda: stage.discord.messages[asked.original or ""]["content"])
        asked.is_expired = True
        stage.render.go_on.set()
        (clip,) = await stage.discord.until(lambda: clips(stage))
        assert clip["channel_id"] == str(payloads.GUILD_CHANNEL)
        assert "webhook_id" not in clip, "sent with the bot's own token"
        assert clip["content"].startswith(f"<@{stage.anna.number}> "), "whoever waited is called"
        assert str(clip["message_reference"]["message_id"]) == asked.original

    scene(play)


def test_after_a_quarter_of_an_hour_nothing_is_tried_with_the_dead_token(
    scene: Play, photo: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.discord.progress.CHANGES_EVERY_S", 60.0)

    async def play(stage: Stage) -> None:
        monkeypatch.setattr("bot.discord.turns._ANSWERABLE_S", -1.0)
        before = len(stage.discord.requests)
        await animate(stage, stage.anna, photo)
        await stage.discord.until(lambda: clips(stage))
        assert not [one for one in stage.discord.requests[before:] if "/webhooks/" in one]

    scene(play)


def test_what_was_private_stays_private_when_it_is_too_late(scene: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    async def play(stage: Stage) -> None:
        monkeypatch.setattr("bot.discord.turns._ANSWERABLE_S", -1.0)
        await stage.anna.command("privacy")
        anna = Person(stage.discord, in_guild=False)
        await stage.discord.until(lambda: stage.discord.in_channel(anna.channel))

    scene(play)


@pytest.mark.parametrize("in_guild", [True, False])
def test_what_is_told_twice_is_heard_once(scene: Play, photo: bytes, in_guild: bool) -> None:
    async def play(stage: Stage) -> None:
        anna = Person(stage.discord, in_guild=in_guild, times=2)
        if in_guild:
            await animate(stage, anna, photo)
        else:
            await anna.write(MOOD, [stage.discord.put_file("me.jpg", photo)])
        (clip,) = await stage.discord.until(lambda: clips(stage))
        pressed = await anna.press(clip, "Slower")
        await stage.discord.until(lambda: pressed.original and stage.discord.messages[pressed.original]["attachments"])
        await stage.all_delivered()
        assert len(clips(stage)) == len(stage.render.requests) == 2

    scene(play)


def test_what_another_process_answers_is_left_to_it(scene: Play, photo: bytes) -> None:
    async def play(stage: Stage) -> None:
        stage.discord.faults.append(Fault("POST", "/callback", "taken"))
        taken = await stage.anna.command("animate", photo=stage.discord.put_file("me.jpg", photo), mood=MOOD)
        heard = await stage.anna.command("help")
        await stage.discord.until(lambda: heard.original)
        assert taken.original is None
        assert stage.render.requests == []

    scene(play)


def test_in_a_server_that_the_bot_never_joined(scene: Play, photo: bytes) -> None:
    async def play(stage: Stage) -> None:
        stage.discord.closed_channels.add(6999)
        anna = Person(stage.discord, user_installed=True, guild=5999, channel_of_guild=6999)
        asked = await animate(stage, anna, photo)
        message = stage.discord.messages[asked.original or ""]
        await stage.discord.until(lambda: message["attachments"])
        pressed = await anna.press(message, "Slower")
        await stage.discord.until(lambda: pressed.original and stage.discord.messages[pressed.original]["attachments"])

    scene(play)


def test_where_the_bot_may_not_write_the_person_gets_the_clip(scene: Play, photo: bytes) -> None:
    async def play(stage: Stage) -> None:
        stage.discord.closed_channels.add(payloads.GUILD_CHANNEL)
        stage.render.go_on.clear()
        anna = Person(stage.discord, user_installed=True)
        asked = await animate(stage, anna, photo)
        asked.is_expired = True
        stage.render.go_on.set()
        (clip,) = await stage.discord.until(lambda: clips(stage))
        assert clip["channel_id"] == str(stage.discord.direct[anna.number])

    scene(play)


def test_where_nobody_can_be_told_the_others_go_on(scene: Play, photo: bytes, caplog: pytest.LogCaptureFixture) -> None:
    async def play(stage: Stage) -> None:
        anna = stage.anna
        stage.discord.closed_channels |= {payloads.GUILD_CHANNEL, 900_000 + anna.number}
        stage.render.go_on.clear()
        asked = await animate(stage, anna, photo)
        await stage.discord.until(lambda: stage.discord.messages[asked.original or ""]["content"])
        asked.is_expired = True
        stage.render.go_on.set()
        await stage.all_delivered()
        assert clips(stage) == []
        assert "Nobody can be told" in caplog.text
        heard = await anna.command("help")
        await stage.discord.until(lambda: heard.original)

    scene(play)


def test_a_deleted_message_is_replaced(scene: Play, photo: bytes) -> None:
    async def play(stage: Stage) -> None:
        stage.render.go_on.clear()
        asked = await animate(stage, stage.anna, photo)
        await stage.discord.until(lambda: stage.discord.messages[asked.original or ""]["content"])
        del stage.discord.messages[asked.original or ""]
        stage.render.go_on.set()
        (clip,) = await stage.discord.until(lambda: clips(stage))
        assert clip["id"] != asked.original

    scene(play)


@pytest.mark.parametrize("kind", ["429", "429-bare", "500", "reset", "reset-after"])
def test_trouble_with_the_answer_leaves_one_clip(scene: Play, photo: bytes, film: bytes, kind: str) -> None:
    async def play(stage: Stage) -> None:
        stage.render.go_on.clear()
        asked = await animate(stage, stage.anna, photo)
        message = stage.discord.messages[asked.original or ""]
        await stage.discord.until(lambda: message["content"])
        uploads = len(stage.discord.uploads)
        stage.discord.faults.append(Fault("PATCH", "@original", kind))
        stage.render.go_on.set()
        await stage.discord.until(lambda: message["attachments"])
        again = await stage.anna.press(message, "Slower")
        await stage.discord.until(
            lambda: stage.discord.messages[again.original or ""]["attachments"] if again.original else 0
        )
        assert stage.discord.film_of(message) == film
        assert len(clips(stage)) == 2
        assert len(stage.discord.uploads) == uploads + 2, "no film was sent twice"

    scene(play)


@pytest.mark.parametrize("kind", ["429", "429-bare", "500"])
def test_trouble_in_a_channel_leaves_one_clip(scene: Play, photo: bytes, kind: str) -> None:
    async def play(stage: Stage) -> None:
        anna = Person(stage.discord, in_guild=False)
        stage.discord.faults.append(Fault("POST", f"/channels/{anna.channel}/messages", kind))
        await anna.write(MOOD, [stage.discord.put_file("me.jpg", photo)])
        await stage.discord.until(lambda: clips(stage))
        assert len(clips(stage)) == 1

    scene(play)


def test_a_clip_that_perhaps_arrived_is_not_sent_again_blindly(scene: Play, photo: bytes) -> None:
    async def play(stage: Stage) -> None:
        anna = Person(stage.discord, in_guild=False)
        await anna.write(MOOD, [stage.discord.put_file("me.jpg", photo)])
        await stage.discord.until(lambda: clips(stage))
        stage.discord.faults.append(Fault("POST", f"/channels/{anna.channel}/messages", "reset-after"))
        await anna.write("/animate " + MOOD)  # from the store, so that the clip comes without progress
        told = await stage.discord.until(
            lambda: [
                one for one in stage.discord.in_channel(anna.channel) if one["components"] and not one["attachments"]
            ]
        )
        assert "cannot tell" in told[0]["content"]
        assert len(clips(stage)) == 2

    scene(play)


def test_a_receipt_that_got_lost_does_not_lose_the_answer(scene: Play, photo: bytes) -> None:
    async def play(stage: Stage) -> None:
        stage.discord.faults.append(Fault("POST", "/callback", "reset-after"))
        await stage.anna.command("animate", photo=stage.discord.put_file("me.jpg", photo), mood=MOOD)
        await stage.discord.until(lambda: clips(stage))
        assert len(clips(stage)) == 1

    scene(play)


def test_after_a_restart_the_clip_comes_to_the_channel_once(scene: Play, photo: bytes) -> None:
    async def play(stage: Stage) -> None:
        stage.render.go_on.clear()
        asked = await animate(stage, stage.anna, photo)
        await stage.discord.until(lambda: stage.discord.messages[asked.original or ""]["content"])
        await stage.stop()
        stage.render.go_on.set()
        await stage.start()
        (clip,) = await stage.discord.until(lambda: clips(stage))
        assert str(clip["message_reference"]["message_id"]) == asked.original
        await stage.restart()
        assert len(clips(stage)) == 1

    scene(play)


def test_forget_deletes_the_films_and_what_is_in_the_works(scene: Play, photo: bytes) -> None:
    async def play(stage: Stage) -> None:
        await animate(stage, stage.anna, photo)
        await stage.discord.until(lambda: clips(stage))
        stage.render.go_on.clear()
        asked = await stage.anna.command("animate", mood="she laughs")
        await stage.discord.until(lambda: asked.original and stage.discord.messages[asked.original]["content"])
        forgotten = await stage.anna.command("forget")
        await stage.discord.until(lambda: forgotten.original)
        await stage.discord.until(lambda: list(stage.discord.messages) == [forgotten.original])
        await stage.discord.until(lambda: "All gone" in stage.discord.messages[forgotten.original or ""]["content"])

    scene(play)
