"""Clips that should not be there, and the consent of the people in other people's photos."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.conversation import PhotoReceived, Place
from bot.conversation.actions import Ask, Say
from bot.conversation.admins import Admins
from bot.conversation.admission import Admission, Guests
from bot.conversation.blocking import Blocking
from bot.database import Database
from bot.wording import wording
from tests.conversation.desk import ANNA, Desk, Notebook, StandInRender, button, desk_in, labels

Play = Callable[..., None]
SAY = wording("en")
HERE = Place("test:anna", "test:club", message="1", is_group=True, may_administer=False)
BEN_HERE = replace(HERE, owner="test:ben", message="2")


def test_a_report_is_kept_and_told_to_each_admin_alone(tmp_path: Path, photo: bytes) -> None:
    async def scene() -> None:
        async with Database(tmp_path / "blocked.db") as database:
            admission = Admission(Guests(admins=frozenset({"test:carla", "test:dora"})), Blocking(database))
            async with desk_in(tmp_path, StandInRender(), admission=admission) as desk:
                await desk.photo(photo, "smile", HERE)
                clip = await desk.clip()
                await desk.say("/report she never agreed", BEN_HERE, about=clip.job_id)
                assert desk.notebook.last_words == SAY("report.thanks")
                told = [
                    (place, action.text)
                    for place, action in desk.notebook.shown
                    if place.owner in "test:carla test:dora"
                ]
                assert [place.chat for place, _ in told] == ["test:carla", "test:dora"]
                for part in (clip.job_id, HERE.chat, HERE.owner, BEN_HERE.owner, "she never agreed"):
                    assert part in told[0][1]

    asyncio.run(scene())


def test_a_clip_is_reported_by_its_receipt_or_its_button(in_conversation: Play, photo: bytes) -> None:
    async def scene(desk: Desk) -> None:
        await desk.photo(photo, "smile", HERE)
        clip = await desk.clip()
        await desk.press(button(clip, SAY("button.more")), BEN_HERE)
        menu = await desk.notebook.next(Ask)
        await desk.press(button(menu, SAY("button.report")), BEN_HERE)
        receipt = next(str(n) for n, (_, action) in enumerate(desk.notebook.shown, start=1) if action is clip)
        await desk.say("/report", BEN_HERE, about=receipt)
        assert [action.text for action in desk.notebook.all(Say)] == [SAY("report.thanks")] * 2

    in_conversation(scene)


def test_without_a_clip_it_is_told_how(in_conversation: Play) -> None:
    async def scene(desk: Desk) -> None:
        await desk.say("/report", HERE)
        assert desk.notebook.last_words == SAY("report.how")

    in_conversation(scene)


def test_alone_there_is_nobody_to_report(in_conversation: Play, photo: bytes) -> None:
    async def scene(desk: Desk) -> None:
        await desk.photo(photo, "smile")
        await desk.press(button(await desk.clip(), SAY("button.more")))
        assert SAY("button.report") not in labels(await desk.notebook.next(Ask))

    in_conversation(scene)


def test_alone_a_report_is_about_the_latest_clip(in_conversation: Play, photo: bytes) -> None:
    async def scene(desk: Desk) -> None:
        await desk.say("/report")
        assert desk.notebook.last_words == SAY("report.none")
        await desk.photo(photo, "smile")
        await desk.clip()
        await desk.say("/report this is odd")
        assert desk.notebook.last_words == SAY("report.thanks")

    in_conversation(scene)


def test_admins_who_cannot_be_reached_do_not_keep_it_from_the_others(caplog: pytest.LogCaptureFixture) -> None:
    class Broken(Notebook):
        async def tell_alone(self, owner: str, text: str) -> None:
            raise ConnectionResetError

    notebook = Notebook()
    admins = Admins({"test": notebook, "broken": Broken()}, ["broken:1", "elsewhere:2", "test:3"])
    assert asyncio.run(admins.tell("hello")) == 1
    assert notebook.last_words == "hello"
    assert "broken:1" in caplog.text


def test_who_animates_the_photo_of_another_is_reminded_once(in_conversation: Play, photo: bytes) -> None:
    async def scene(desk: Desk) -> None:
        await desk.photo(photo, "smile", HERE)
        for place in (HERE, HERE, BEN_HERE):
            await desk.conversation.handle(PhotoReceived(place, photo, "nod", is_of_another=True))
        reminded = [place.owner for place, action in desk.notebook.shown if action == Say(SAY("group.consent"))]
        assert reminded == [HERE.owner, BEN_HERE.owner]

    in_conversation(scene)


@pytest.mark.parametrize(
    ("place", "choice", "is_marked"),
    [
        (ANNA, "public", False),
        (HERE, "public", False),
        (replace(HERE, is_public=True), "public", True),
        (replace(HERE, is_public=True), "never", False),
        (ANNA, "always", True),
    ],
)
def test_films_are_marked_where_strangers_see_them(
    in_conversation: Play, photo: bytes, place: Place, choice: str, is_marked: bool
) -> None:
    async def scene(desk: Desk) -> None:
        await desk.press(f"set:mark:{choice}", replace(place, may_administer=True))
        await desk.photo(photo, "smile", place)
        await desk.clip()
        assert [request.options.is_marked for request in desk.render.requests] == [is_marked]

    in_conversation(scene)
