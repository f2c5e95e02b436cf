"""Groups and topics: who is meant, who may change what, and where the answer stands."""

import asyncio
import contextlib
from collections.abc import Callable

import pytest

from bot.telegram.connection import MessageLimiter
from bot.wording import wording
from tests.telegram.people import ANNA, BEN, FORUM, GROUP, picture
from tests.telegram.world import World

Play = Callable[..., None]
SAY = wording("en")
TOPIC = 7
A_MINUTE = 20
"""Messages that Telegram takes for one group within a minute."""


def test_only_what_is_addressed_is_answered(on_telegram: Play) -> None:
    async def scene(world: World) -> None:
        await world.photo(BEN, "my holidays", GROUP)
        await world.text(BEN, "@OtherBot nod", GROUP)
        await world.text(BEN, "/animate@OtherBot nod", GROUP)
        await world.text(BEN, "/somebodys_command", GROUP)
        await world.text(BEN, "a nod to all of you", GROUP)
        sticker = {"file_id": "s", "file_unique_id": "s", "type": "regular", "width": 512, "height": 512}
        kinds = {"is_animated": False, "is_video": False}
        await world.telegram.bring("message", {**world.message(BEN, GROUP), "sticker": {**sticker, **kinds}})
        await world.text(ANNA, "/help")
        await world.telegram.next("sendMessage")
        await world.settled()
        assert {call.asked["chat_id"] for call in world.telegram.calls if "chat_id" in call.asked} == {ANNA["id"]}
        assert not world.telegram.done("getFile"), "what nobody addressed to the bot is not even fetched"

    on_telegram(scene)


def test_a_mention_in_the_caption_addresses_a_photo(on_telegram: Play) -> None:
    async def scene(world: World) -> None:
        photo = await world.photo(BEN, "😀 slow nod @reveriebot", GROUP)
        sent = (await world.clip()).asked
        assert (sent["chat_id"], sent["reply_parameters"]["message_id"]) == (GROUP["id"], photo["message_id"])
        direction = world.render.requests[0].direction
        assert "reverie" not in " ".join(direction.unclear).lower()

    on_telegram(scene)


def test_the_photo_of_somebody_else_is_animated_by_a_reply(on_telegram: Play) -> None:
    async def scene(world: World) -> None:
        photo = await world.photo(ANNA, "our holidays", GROUP)
        await world.text(BEN, "/animate@ReverieBot everyone laughs", GROUP, reply_to=photo)
        sent = (await world.clip()).asked
        assert sent["reply_parameters"]["message_id"] == photo["message_id"]
        assert "laugh" in sent["caption"].lower()
        await world.text(BEN, "@ReverieBot she nods", GROUP, reply_to=photo)
        assert "nod" in (await world.clip(2)).asked["caption"].lower()
        said = [call.asked["text"] for call in world.telegram.done("sendMessage")]
        assert said.count(SAY("group.consent")) == 1, "Ben is reminded once that the photo is Anna's"

    on_telegram(scene)


def test_films_are_marked_in_groups_that_anybody_finds(on_telegram: Play) -> None:
    async def scene(world: World) -> None:
        world.telegram.chats[GROUP["id"]] = {**GROUP, "username": "friends_of_film"}
        await world.photo(BEN, "@ReverieBot nod", GROUP)
        await world.clip()
        await world.photo(BEN, "nod")
        await world.clip(2)
        assert [request.options.is_marked for request in world.render.requests] == [True, False]

    on_telegram(scene)


def test_a_clip_is_reported_by_a_reply_to_it(on_telegram: Play) -> None:
    async def scene(world: World) -> None:
        await world.photo(BEN, "@ReverieBot nod", GROUP)
        clip = await world.clip()
        await world.text(ANNA, "/report@ReverieBot that is me, and I said no", GROUP, reply_to=clip.result)
        await world.telegram.said(SAY("report.thanks"))
        await world.service.tell_alone("telegram:42", "Something was reported.")
        assert world.telegram.done("sendMessage")[-1].asked["chat_id"] == ANNA["id"]

    on_telegram(scene)


def test_a_reply_to_the_bot_needs_no_mention(on_telegram: Play) -> None:
    async def scene(world: World) -> None:
        await world.photo(BEN, "@ReverieBot nod", GROUP)
        clip = await world.clip()
        await world.text(BEN, "slower", GROUP, reply_to=clip.result)
        assert "slow" in (await world.clip(2)).asked["caption"].lower()

    on_telegram(scene)


def test_answers_stand_in_the_topic_of_the_question(on_telegram: Play) -> None:
    async def scene(world: World) -> None:
        opening = {**world.message(ANNA, FORUM, topic=TOPIC), "forum_topic_created": {"name": "Films", "icon_color": 1}}
        await world.photo(BEN, "@ReverieBot nod", FORUM, topic=TOPIC, reply_to=opening)
        clip = await world.clip()
        assert clip.asked["message_thread_id"] == TOPIC
        await world.press(BEN, clip.result, "Slower")
        assert (await world.clip(2)).asked["message_thread_id"] == TOPIC

    on_telegram(scene)


def test_a_chain_of_replies_is_no_topic(on_telegram: Play) -> None:
    async def scene(world: World) -> None:
        photo = await world.photo(ANNA, "", GROUP)
        answer = {**world.message(BEN, GROUP, reply_to=photo), "message_thread_id": photo["message_id"]}
        mention = [{"type": "mention", "offset": 0, "length": 11}]
        await world.telegram.bring("message", {**answer, "text": "@ReverieBot nod", "entities": mention})
        assert "message_thread_id" not in (await world.clip()).asked

    on_telegram(scene)


def test_settings_of_a_group_are_for_its_administrators(on_telegram: Play) -> None:
    async def scene(world: World) -> None:
        world.telegram.administrators.add((GROUP["id"], ANNA["id"]))
        await world.text(BEN, "/settings@ReverieBot", GROUP)
        await world.telegram.said(SAY("group.admins_only"))
        await world.text(ANNA, "/settings@ReverieBot", GROUP)
        asked = await world.telegram.next("sendMessage", 2)
        assert "reply_markup" in asked.asked
        crowd = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
        anonymous = {**world.message(crowd, GROUP), "sender_chat": world.message(ANNA, GROUP)["chat"]}
        command = [{"type": "bot_command", "offset": 0, "length": 21}]
        await world.telegram.bring("message", {**anonymous, "text": "/settings@ReverieBot", "entities": command})
        assert "reply_markup" in (await world.telegram.next("sendMessage", 3)).asked

    on_telegram(scene)


def test_what_other_bots_say_is_not_answered(on_telegram: Play) -> None:
    async def scene(world: World) -> None:
        robot = {"id": 99, "is_bot": True, "first_name": "Robot", "username": "OtherBot"}
        await world.text(robot, "@ReverieBot nod", GROUP)
        await world.text(ANNA, "/help")
        await world.telegram.next("sendMessage")
        await world.settled()
        assert len(world.telegram.done("sendMessage")) == 1

    on_telegram(scene)


def test_a_story_begins_with_its_first_photo_and_collects_those_of_others(on_telegram: Play) -> None:
    async def scene(world: World) -> None:
        await world.photo(ANNA, "/story@ReverieBot our summer", GROUP, content=picture(1))
        await world.telegram.next("setMessageReaction")
        await world.photo(BEN, "nobody is meant by this", GROUP, content=picture(2))
        await world.telegram.next("setMessageReaction", 2)
        await world.telegram.said(SAY("story.count", count=2))

    on_telegram(scene)


@pytest.mark.parametrize(("method", "is_held_back"), [("sendMessage", True), ("setMessageReaction", False)])
def test_only_messages_count_as_messages_to_a_group(method: str, *, is_held_back: bool) -> None:
    done = 0

    async def carry_out() -> bool:
        nonlocal done
        done += 1
        return True

    async def play() -> None:
        limiter = MessageLimiter()
        await limiter.initialize()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(1.0):
                for _ in range(A_MINUTE + 1):
                    await limiter.process_request(carry_out, (), {}, method, {"chat_id": GROUP["id"]}, None)

    asyncio.run(play())
    assert (done == A_MINUTE) is is_held_back
