"""Photos, words and buttons in private chats."""

from collections.abc import Callable

from bot.wording import wording
from tests.telegram.world import ANNA, BEN, FPS, FRAMES, World, picture

Play = Callable[..., None]
SAY = wording("en")


def labels(message: dict) -> list[str]:  # type: ignore[type-arg]
    return [button["text"] for row in message["reply_markup"]["inline_keyboard"] for button in row]


def test_a_photo_with_words_becomes_a_clip_in_reply(on_telegram: Play) -> None:
    async def scene(world: World) -> None:
        photo = await world.photo(ANNA, "slow, wistful nod")
        sent = (await world.clip()).asked
        assert sent["chat_id"] == ANNA["id"]
        assert sent["reply_parameters"]["message_id"] == photo["message_id"]
        assert sent["caption"].startswith("A slow, wistful nod.")
        assert (sent["width"], sent["height"], sent["supports_streaming"]) == (64, 64, True)
        assert sent["duration"] == FRAMES / FPS
        assert max(sent["thumbnail"]) <= 320
        assert "Slower" in labels(sent)
        seen = world.telegram.done("setMessageReaction")[0].asked
        assert (seen["message_id"], seen["reaction"][0]["emoji"]) == (photo["message_id"], "👀")
        assert world.telegram.done("sendChatAction")[0].asked["action"] == "upload_video"

    on_telegram(scene)


def test_words_after_a_photo_direct_it(on_telegram: Play) -> None:
    async def scene(world: World) -> None:
        await world.photo(ANNA)
        question = await world.telegram.said(SAY("photo.ask"))
        assert "Warm smile" in labels(question.asked)
        await world.text(ANNA, "slow nod")
        assert "nod" in (await world.clip()).asked["caption"]

    on_telegram(scene)


def test_a_mood_can_be_tapped_and_the_clip_replies_to_the_photo(on_telegram: Play) -> None:
    async def scene(world: World) -> None:
        photo = await world.photo(ANNA)
        question = await world.telegram.said(SAY("photo.ask"))
        query = await world.press(ANNA, question.result, "Warm smile")
        sent = (await world.clip()).asked
        assert sent["reply_parameters"]["message_id"] == photo["message_id"]
        assert query not in world.telegram.queries, "every press is answered"

    on_telegram(scene)
