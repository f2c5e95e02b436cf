"""Several people in one chat, and the language of each."""

from collections.abc import Callable
from dataclasses import replace

from bot.conversation import Place
from bot.conversation.actions import Ask, Say, SendClip, ShowEnding, ShowProgress
from bot.wording import wording
from tests.conversation.desk import ANNA, Desk, button

Play = Callable[..., None]
SAY = wording("en")
ANNA_HERE = Place("test:anna", "test:family", message="1", is_group=True, may_administer=False)
BEN_HERE = replace(ANNA_HERE, owner="test:ben", message="2")
ADMIN = replace(ANNA_HERE, owner="test:carla", message="3", may_administer=True)


def test_every_answer_stands_under_the_message_that_it_answers(in_conversation: Play, photo: bytes) -> None:
    async def scene(desk: Desk) -> None:
        await desk.photo(photo, "nod", replace(ANNA_HERE, message="41"))
        await desk.clip()
        await desk.say("slower", replace(ANNA_HERE, message="42"))
        await desk.clip(2)
        places = [place for place, action in desk.notebook.shown if isinstance(action, SendClip)]
        assert [(place.message, place.is_group) for place in places] == [("41", True), ("42", True)]
        await desk.say("/help", replace(ANNA_HERE, message="43"))
        assert desk.notebook.shown[-1][0].message == "43"

    in_conversation(scene)


def test_anybody_in_a_group_may_change_a_clip(in_conversation: Play, photo: bytes) -> None:
    async def scene(desk: Desk) -> None:
        await desk.photo(photo, "nod and smile", ANNA_HERE)
        clip = await desk.clip()
        job = await desk.queue.get(clip.job_id)
        receipt = next(str(n) for n, (_, action) in enumerate(desk.notebook.shown, start=1) if action is clip)
        assert job.request.owner == ANNA_HERE.owner
        await desk.say("less smile", BEN_HERE, about=receipt)
        await desk.clip(2)
        await desk.press(button(clip, "Slower"), BEN_HERE)
        await desk.clip(3)
        await desk.say("without the smile", ADMIN)
        await desk.clip(4)
        former, less, slower, latest = (request.direction for request in desk.render.requests)
        assert less.gestures[1].amount < former.gestures[1].amount
        assert slower.pace < former.pace
        assert (latest.pace, len(latest.gestures)) == (slower.pace, 1), (
            "words about nothing in particular are about the chat's latest clip"
        )
        assert (await desk.queue.list_for(chat=ANNA_HERE.chat))[1].request.owner == BEN_HERE.owner

    in_conversation(scene)


def test_words_about_a_question_are_about_the_photo_that_waits(in_conversation: Play, photo: bytes) -> None:
    async def scene(desk: Desk) -> None:
        await desk.photo(photo)
        await desk.say("nod", about="a receipt of the question")
        await desk.clip()
        await desk.say("slower", about="a receipt of something else")
        assert desk.notebook.last_words == SAY("fault.gone")

    in_conversation(scene)


def test_only_its_owner_or_an_admin_stops_a_job(in_conversation: Play, photo: bytes) -> None:
    async def scene(desk: Desk) -> None:
        desk.render.go_on.clear()
        await desk.photo(photo, "nod", ANNA_HERE)
        stop = button(await desk.notebook.next(ShowProgress), "Cancel")
        await desk.say("/cancel", BEN_HERE)
        assert desk.notebook.last_words == SAY("queue.nothing_to_cancel")
        await desk.press(stop, BEN_HERE)
        assert desk.notebook.last_words == SAY("group.not_yours")
        await desk.press(stop, ADMIN)
        assert (await desk.notebook.next(ShowEnding)).text == SAY("progress.cancelled")

    in_conversation(scene)


def test_settings_hold_for_the_whole_chat_and_are_the_admins(in_conversation: Play, photo: bytes) -> None:
    async def scene(desk: Desk) -> None:
        await desk.say("/settings", BEN_HERE)
        assert desk.notebook.last_words == SAY("group.admins_only")
        await desk.press("set:length:8", BEN_HERE)
        assert desk.notebook.last_words == SAY("group.admins_only")
        await desk.say("/settings", ADMIN)
        await desk.press(button(desk.notebook.all(Ask)[-1], "8 seconds"), ADMIN)
        await desk.press(button(desk.notebook.all(Ask)[-1], "Music always"), ADMIN)
        await desk.photo(photo, "nod", BEN_HERE)
        await desk.clip()
        direction = desk.render.requests[0].direction
        assert (direction.duration, direction.music.mode) == (8.0, "auto")
        await desk.say("/settings", ADMIN)
        assert "8 seconds · Like the photo · Music always" in desk.notebook.last_words

    in_conversation(scene)


def test_a_language_is_chosen_by_each_person_and_wins_over_the_platform(in_conversation: Play, photo: bytes) -> None:
    async def scene(desk: Desk) -> None:
        await desk.say("/language", ANNA_HERE)
        asked = desk.notebook.all(Ask)[-1]
        await desk.press(button(asked, wording("de")("language.name")), ANNA_HERE)
        german = wording("de")
        assert desk.notebook.last_words == german("language.saved")
        await desk.photo(photo, "nicken", ANNA_HERE)
        clip = await desk.clip()
        assert clip.title == "Ein Nicken."
        assert german("change.slower") in {one.label for row in clip.rows for one in row}
        await desk.say("/help", BEN_HERE)
        assert desk.notebook.last_words.startswith(SAY("hello.help", commands="").strip()[:40])
        await desk.press(button(asked, SAY("language.auto")), ANNA_HERE)
        assert Say(SAY("language.saved")) in desk.notebook.all(Say)

    in_conversation(scene)


def test_undo_and_start_over_are_understood_as_words(in_conversation: Play, photo: bytes) -> None:
    async def scene(desk: Desk) -> None:
        await desk.photo(photo, "nod")
        first = await desk.clip()
        await desk.say("undo", ANNA)
        assert desk.notebook.last_words == SAY("unclear.nothing_before")
        await desk.say("slower", ANNA)
        await desk.clip(2)
        await desk.say("undo", ANNA)
        assert (await desk.clip(3)).title == first.title
        await desk.say("start over", ANNA)
        await desk.clip(4)
        assert desk.render.requests[-1].direction.gestures == ()

    in_conversation(scene)
