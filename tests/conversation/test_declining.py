"""Wishes that are not granted, wherever they are said."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.conversation.events import SentPhoto
from bot.wording import wording
from tests.conversation.desk import ANNA, Desk
from tests.variants import variant

Play = Callable[..., None]


@pytest.mark.parametrize("language", ["en", "de", "ja"])
def test_an_indecent_wish_is_declined_in_the_person_s_language(
    in_conversation: Play, photo: bytes, language: str
) -> None:
    async def scene(desk: Desk) -> None:
        place = replace(ANNA, language=language)
        await desk.photo(photo, "make her naked", place)
        assert desk.notebook.last_words == wording(language)("fault.declined")
        await desk.say("undress", place)
        await desk.album(SentPhoto(photo, "nude"), SentPhoto(variant(photo, 1)), place=place)
        assert desk.notebook.last_words == wording(language)("fault.declined")
        assert not await desk.queue.list_for(owner=ANNA.owner)

    in_conversation(scene)


def test_a_clip_cannot_be_changed_that_way_either(in_conversation: Play, photo: bytes) -> None:
    async def scene(desk: Desk) -> None:
        await desk.photo(photo, "a smile")
        clip = await desk.clip()
        await desk.say("now topless", about=clip.job_id)
        assert desk.notebook.last_words == wording("en")("fault.declined")
        assert len(await desk.queue.list_for(owner=ANNA.owner)) == 1

    in_conversation(scene)
