"""Messages: direct ones, and those that mention the bot. No privileged intent shows it more."""

from collections.abc import Callable
from typing import Any

from tests.discord import payloads
from tests.discord.people import Person
from tests.discord.stage import Stage
from tests.variants import variant

Play = Callable[..., None]
MENTION = f"<@{payloads.BOT_USER}>"


def of_bot(stage: Stage, who: Person) -> list[dict[str, Any]]:
    return [message for message in stage.discord.in_channel(who.channel) if message["author"] == payloads.BOT]


def test_a_direct_photo_with_words_and_a_reply_to_its_clip(scene: Play, photo: bytes, film: bytes) -> None:
    async def play(stage: Stage) -> None:
        discord, anna = stage.discord, Person(stage.discord, in_guild=False)
        written = await anna.write("slow, wistful nod", [discord.put_file("me.jpg", photo)])
        (clip,) = await discord.until(lambda: [one for one in of_bot(stage, anna) if one["attachments"]])
        assert discord.film_of(clip) == film
        assert str(clip["message_reference"]["message_id"]) == written["id"]

        await stage.all_delivered()
        await anna.write("slower", reply_to=clip)
        await discord.until(lambda: len([one for one in of_bot(stage, anna) if one["attachments"]]) == 2)
        assert of_bot(stage, anna)[-1]["content"].startswith("**A very slow, wistful nod")
        assert len(of_bot(stage, anna)) == 2, "progress becomes the clip"

    scene(play)


def test_words_and_photo_may_come_one_after_the_other(scene: Play, photo: bytes) -> None:
    async def play(stage: Stage) -> None:
        discord, anna = stage.discord, Person(stage.discord, in_guild=False)
        await anna.write("hello")
        await discord.until(lambda: of_bot(stage, anna))
        await anna.write("", [discord.put_file("me.jpg", photo)])
        asked = await discord.until(lambda: [one for one in of_bot(stage, anna) if one["components"]])
        await anna.write("a warm smile", reply_to=asked[0])
        await discord.until(lambda: [one for one in of_bot(stage, anna) if one["attachments"]])

    scene(play)


def test_several_photos_are_one_film(scene: Play, photo: bytes) -> None:
    async def play(stage: Stage) -> None:
        discord, anna = stage.discord, Person(stage.discord, in_guild=False)
        photos = [discord.put_file("1.jpg", photo), discord.put_file("2.jpg", variant(photo, 2))]
        await anna.write("start quiet, end with joy", photos)
        await discord.until(lambda: stage.render.requests)
        assert len(stage.render.requests[0].photos) == 2

    scene(play)


def test_in_a_guild_only_what_mentions_the_bot_is_meant_for_it(scene: Play, photo: bytes) -> None:
    async def play(stage: Stage) -> None:
        discord, anna = stage.discord, stage.anna
        await anna.write("look at this", [discord.put_file("other.jpg", photo)])
        beach = payloads.message(
            anna.channel, payloads.user(77, "carla"), attachments=[discord.put_file("beach.jpg", photo)]
        )
        written = await anna.write(f"{MENTION} everyone laughs", mention=True, reply_to=beach)
        (clip,) = await discord.until(lambda: [one for one in of_bot(stage, anna) if one["attachments"]])
        assert str(clip["message_reference"]["message_id"]) == written["id"]
        assert len(stage.render.requests) == 1
        assert MENTION not in clip["content"]

    scene(play)


def test_machines_are_not_answered(scene: Play) -> None:
    async def play(stage: Stage) -> None:
        discord, anna = stage.discord, Person(stage.discord, in_guild=False)
        robot = payloads.message(anna.channel, payloads.user(7, "robot", bot=True), content="hello")
        await discord.gateway.tell("MESSAGE_CREATE", robot)
        await discord.gateway.tell("MESSAGE_CREATE", payloads.message(anna.channel, anna.user, type=6))
        await anna.write("/privacy")
        await discord.until(lambda: of_bot(stage, anna))
        assert len(of_bot(stage, anna)) == 1

    scene(play)
