"""Slash commands and the message command, from the first answer to the clip."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from bot.discord import files
from bot.wording import wording
from tests.discord import payloads
from tests.discord.people import Person
from tests.discord.rules import EPHEMERAL
from tests.discord.stage import Stage
from tests.variants import variant

Play = Callable[..., None]
MOOD = "slow, wistful nod"


def labels(message: dict[str, Any]) -> list[str]:
    return [button["label"] for row in message["components"] for button in row["components"]]


def test_a_photo_with_a_mood_becomes_a_clip_in_the_answer(scene: Play, photo: bytes, film: bytes) -> None:
    async def play(stage: Stage) -> None:
        discord, anna = stage.discord, stage.anna
        asked = await anna.command("animate", photo=discord.put_file("me.jpg", photo), mood=MOOD, length="3")
        message = discord.messages[await discord.until(lambda: asked.original)]
        assert asked.answer is not None
        assert asked.answer["type"] == 5
        await discord.until(lambda: message["attachments"])
        assert discord.film_of(message) == film
        assert message["content"].startswith("**A slow, wistful nod")
        assert labels(message)[:4] == ["Slower", "Faster", "Subtler", "Stronger"]
        assert "In words…" in labels(message)
        assert stage.render.requests[0].direction.duration == 3
        assert discord.in_channel(anna.channel) == [message]

    scene(play)


def test_progress_is_shown_slowly_and_can_be_stopped(
    scene: Play, photo: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.discord.progress.CHANGES_EVERY_S", 0.3)

    async def play(stage: Stage) -> None:
        discord, anna = stage.discord, stage.anna
        stage.render.go_on.clear()
        asked = await anna.command("animate", photo=discord.put_file("me.jpg", photo), mood=MOOD)
        message = discord.messages[await discord.until(lambda: asked.original)]
        await discord.until(lambda: len([one for one in discord.history if "▓" in one[2]]) >= 2)
        shown = [text for what, _, text in discord.history if what == "edit"]
        assert len(shown) < 8, "the render tells of itself every 20 ms"
        assert all(one != other for one, other in pairwise(shown))
        assert "wistful" in shown[0]

        pressed = await anna.press(message, "Cancel")
        await discord.until(lambda: "Stopped" in message["content"])
        assert pressed.answer == {"type": 6}
        assert message["components"] == []
        assert discord.in_channel(anna.channel) == [message]

    scene(play)


def test_a_photo_alone_is_asked_about_and_a_mood_takes_the_place_of_the_question(scene: Play, photo: bytes) -> None:
    async def play(stage: Stage) -> None:
        discord, anna = stage.discord, stage.anna
        asked = await anna.command("animate", photo=discord.put_file("me.jpg", photo))
        message = discord.messages[await discord.until(lambda: asked.original)]
        await discord.until(lambda: message["components"])
        pressed = await anna.press(message, "Proud")
        await discord.until(lambda: message["attachments"])
        assert pressed.answer == {"type": 6}
        assert message["content"].lower().startswith("**")
        assert discord.in_channel(anna.channel) == [message]

    scene(play)


def test_the_mood_can_be_told_in_a_form(scene: Play, photo: bytes) -> None:
    async def play(stage: Stage) -> None:
        discord, anna = stage.discord, stage.anna
        asked = await anna.command("animate", photo=discord.put_file("me.jpg", photo))
        message = discord.messages[await discord.until(lambda: asked.original)]
        await discord.until(lambda: message["components"])
        opened = await anna.press(message, "In words…")
        await discord.until(lambda: opened.answer)
        await anna.send_form(opened, words=MOOD)
        await discord.until(lambda: message["attachments"])
        assert message["content"].startswith("**A slow, wistful nod")

    scene(play)


def test_a_story_is_a_form_of_several_photos(scene: Play, photo: bytes) -> None:
    async def play(stage: Stage) -> None:
        discord, anna = stage.discord, stage.anna
        opened = await anna.command("story")
        await discord.until(lambda: opened.answer)
        photos = [discord.put_file(f"{index}.jpg", variant(photo, index)) for index in range(3)]
        sent = await anna.send_form(opened, photos, "start quiet, end with joy")
        message = discord.messages[await discord.until(lambda: sent.original)]
        await discord.until(lambda: message["attachments"])
        (request,) = stage.render.requests
        assert [path.read_bytes() for path in request.photos] == [variant(photo, index) for index in range(3)]

    scene(play)


def test_anybodys_photo_can_be_pointed_at(scene: Play, photo: bytes) -> None:
    async def play(stage: Stage) -> None:
        discord, anna = stage.discord, stage.anna
        carla = payloads.user(77, "carla")
        holiday = payloads.message(anna.channel, carla, attachments=[discord.put_file("beach.jpg", photo)])
        asked = await anna.point_at(holiday, "Animate this photo")
        message = discord.messages[await discord.until(lambda: asked.original)]
        await discord.until(lambda: message["components"])
        await anna.press(message, "Laughing")
        await discord.until(lambda: message["attachments"])
        said = [one["content"] for one in discord.in_channel(anna.channel)]
        assert wording("en")("group.consent") in said, "the photo is Carla's"

        wordless = await anna.point_at(payloads.message(anna.channel, carla), "Animate this photo")
        answer = discord.messages[await discord.until(lambda: wordless.original)]
        await discord.until(lambda: "no photo" in answer["content"])

    scene(play)


def test_films_are_marked_where_a_server_is_open_to_strangers(scene: Play, photo: bytes) -> None:
    async def play(stage: Stage) -> None:
        discord = stage.discord
        for features in (("COMMUNITY",), ()):
            elsewhere = Person(discord, user_installed=True, guild=555, features=features)
            asked = await elsewhere.command("animate", photo=discord.put_file("me.jpg", photo), mood=MOOD)
            message = discord.messages[await discord.until(lambda asked=asked: asked.original)]
            await discord.until(lambda message=message: message["attachments"])
        assert [request.options.is_marked for request in stage.render.requests] == [True, False]

    scene(play)


@pytest.mark.parametrize("name", ["help", "privacy", "queue", "settings", "cancel", "language", "forget"])
def test_what_concerns_one_person_is_shown_to_that_person(scene: Play, name: str) -> None:
    async def play(stage: Stage) -> None:
        discord, anna = stage.discord, stage.anna
        asked = await anna.command(name)
        message = discord.messages[await discord.until(lambda: asked.original)]
        assert message["flags"] & EPHEMERAL
        await discord.until(lambda: message["content"])
        assert discord.in_channel(anna.channel) == [message]

    scene(play)


def test_a_setting_is_chosen_without_losing_the_others(scene: Play, photo: bytes) -> None:
    async def play(stage: Stage) -> None:
        discord, anna = stage.discord, Person(stage.discord, permissions=payloads.MANAGE_GUILD)
        asked = await anna.command("settings")
        message = discord.messages[await discord.until(lambda: asked.original)]
        await discord.until(lambda: message["components"])
        question = message["content"]
        await anna.press(message, "8 seconds")
        saved = await discord.until(lambda: [one for one in discord.in_channel(anna.channel) if one is not message])
        assert saved[0]["flags"] & EPHEMERAL
        assert message["content"] == question
        await anna.command("animate", photo=discord.put_file("me.jpg", photo), mood="smile")
        await discord.until(lambda: stage.render.requests)
        assert stage.render.requests[0].direction.duration == 8

    scene(play)


def test_what_needs_no_answer_leaves_none(scene: Play, photo: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.discord.turns._UNANSWERED_S", 0.1)

    async def play(stage: Stage) -> None:
        discord, anna = stage.discord, stage.anna
        stage.render.go_on.clear()
        first = await anna.command("animate", photo=discord.put_file("me.jpg", photo), mood=MOOD)
        clip = discord.messages[await discord.until(lambda: first.original)]
        await discord.until(lambda: stage.render.requests)
        second = await anna.command("cancel")
        await discord.until(lambda: second.original)
        await discord.until(lambda: discord.in_channel(anna.channel) == [clip] and "Stopped" in clip["content"])

    scene(play)


def test_moods_are_suggested_while_somebody_types(scene: Play) -> None:
    async def play(stage: Stage) -> None:
        discord, anna = stage.discord, stage.anna
        empty = await anna.suggest("")
        await discord.until(lambda: empty.answer)
        typed = await anna.suggest("wist")
        await discord.until(lambda: typed.answer)
        assert empty.answer is not None
        assert typed.answer is not None
        assert len(empty.answer["data"]["choices"]) == 8
        assert [choice["value"] for choice in typed.answer["data"]["choices"]] == ["wist", "Wistful nod"]

    scene(play)


def lies(photo: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {**photo, **changes}


def test_only_photos_from_discord_itself_are_read(scene: Play, photo: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_BYTES", 20_000)

    async def play(stage: Stage) -> None:
        discord, anna = stage.discord, stage.anna
        fine = discord.put_file("me.jpg", photo)
        attempts = {
            "no photo": [
                lies(fine, url="http://127.0.0.1:1/cdn/me.jpg"),
                lies(fine, url="file:///etc/passwd"),
                lies(fine, url="https://cdn.discordapp.com.example.org/me.jpg"),
                lies(fine, content_type="video/mp4"),
            ],
            "larger than": [lies(fine, size=20_001), discord.put_file("large.jpg", bytes(30_000)) | {"size": 5}],
            "did not arrive": [lies(fine, url=f"{discord.root}/cdn/attachments/gone.jpg")],
            "cannot read": [discord.put_file("text.jpg", b"Dear diary")],
        }
        for words, sent in attempts.items():
            for attachment in sent:
                asked = await anna.command("animate", photo=attachment, mood=MOOD)
                message = discord.messages[await discord.until(lambda one=asked: one.original)]
                await discord.until(lambda one=message: one["content"])
                assert words in message["content"], attachment
        assert stage.render.requests == []

    scene(play)


def test_a_file_of_discords_own_host_is_read_through_the_proxy(scene: Play, photo: bytes) -> None:
    async def play(stage: Stage) -> None:
        discord, anna = stage.discord, stage.anna
        attachment = discord.put_file("me.jpg", photo)
        attachment["url"] = attachment["url"].replace(f"{discord.root}/cdn", "https://cdn.discordapp.com")
        await anna.command("animate", photo=attachment, mood=MOOD)
        await discord.until(lambda: stage.render.requests)

    scene(play)


def test_an_earlier_photo_comes_back_to_be_seen(scene: Play, photo: bytes) -> None:
    async def play(stage: Stage) -> None:
        discord, anna = stage.discord, stage.anna
        for content in (photo, variant(photo, 2), variant(photo, 3)):
            asked = await anna.command("animate", photo=discord.put_file("me.jpg", content), mood=MOOD)
            message = discord.messages[await discord.until(lambda one=asked: one.original)]
            await discord.until(lambda one=message: one["attachments"])
        asked = await anna.command("memory")
        back = discord.messages[await discord.until(lambda: asked.original)]
        await discord.until(lambda: back["attachments"])
        assert discord.film_of(back)[:3] == b"\xff\xd8\xff"
        first = back["attachments"]
        await anna.press(back, labels(back)[1])
        await discord.until(lambda: back["attachments"] != first)
        await anna.press(back, labels(back)[0])
        await discord.until(lambda: "Proud" in labels(back))
        await anna.press(back, "Proud")
        await discord.until(lambda: back["attachments"] and back["attachments"][0]["filename"] == "reverie.mp4")
        assert back["attachments"][0]["description"]

    scene(play)


def test_several_sentences_are_one_answer(scene: Play, photo: bytes) -> None:
    async def play(stage: Stage) -> None:
        discord, anna = stage.discord, Person(stage.discord, user_installed=True)
        stage.render.go_on.clear()
        for mood in ("a warm smile", "she laughs", MOOD):
            asked = await anna.command("animate", photo=discord.put_file("me.jpg", photo), mood=mood)
            message = discord.messages[await discord.until(lambda one=asked: one.original)]
            await discord.until(lambda one=message: one["content"])
        asked = await anna.command("queue")
        told = discord.messages[await discord.until(lambda: asked.original)]
        await discord.until(lambda: len(told["content"].splitlines()) == 3)
        assert asked.follow_ups == 0

    scene(play)
