"""Albums, which arrive as single photos in any order."""

from collections.abc import Callable

import pytest

from bot.wording import wording
from tests.telegram.people import ANNA, BEN, picture
from tests.telegram.world import World

Play = Callable[..., None]
SAY = wording("en")
SHADES = (10, 90, 200)


async def bring_album(world: World, order: tuple[int, ...], captions: dict[int, str]) -> list[dict]:  # type: ignore[type-arg]
    """Send an album whose photos arrive in another order than they were sent."""
    photos = [
        {**world.with_photo(ANNA, captions.get(number, ""), content=picture(shade)), "media_group_id": "album"}
        for number, shade in enumerate(SHADES)
    ]
    for number in order:
        await world.telegram.bring("message", photos[number])
    return photos


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1)])
def test_an_album_is_one_film_of_its_photos_in_their_order(on_telegram: Play, order: tuple[int, ...]) -> None:
    async def scene(world: World) -> None:
        photos = await bring_album(world, order, {1: "first a nod, then a smile"})
        clip = await world.clip()
        assert clip.asked["reply_parameters"]["message_id"] == photos[0]["message_id"]
        kept = [photo.read_bytes() for photo in world.render.requests[0].photos]
        assert kept == [picture(shade) for shade in SHADES]
        assert len(world.telegram.done("setMessageReaction")) == 1

    on_telegram(scene)


def test_words_that_follow_an_album_wait_for_it(on_telegram: Play) -> None:
    async def scene(world: World) -> None:
        await bring_album(world, (1, 0, 2), {})
        await world.text(ANNA, "slow nods")
        await world.text(BEN, "/privacy")
        await world.telegram.next("sendMessage")
        assert world.telegram.done("sendMessage")[0].asked["chat_id"] == BEN["id"], "only Anna waits for her album"
        await world.clip()
        assert len(world.render.requests[0].photos) == len(SHADES)

    on_telegram(scene)
