"""What goes wrong between the bot and Telegram, and that each clip comes once all the same."""

import asyncio
from collections.abc import Callable

import pytest

from bot.conversation import following
from bot.telegram import files, order, polling, sending
from bot.telegram.inbox import Inbox
from bot.wording import wording
from tests.telegram.people import ANNA, GROUP, picture
from tests.telegram.server import Page, RefusalError, Reset
from tests.telegram.world import FilmRender, World

Play = Callable[..., None]
SAY = wording("en")
BUSY = RefusalError(429, "Too Many Requests: retry after 1", {"retry_after": 1})
AGAIN_S = 0.7
"""Longer than the first pauses before another attempt."""


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    for module, name in ((following, "_FIRST_PAUSE_S"), (order, "_GOODBYE_S")):
        monkeypatch.setattr(module, name, 0.1)
    for module in (polling, sending, files):
        monkeypatch.setattr(module, "_PAUSES_S", (0.1, 0.2))


@pytest.mark.parametrize(
    "refusal", [BUSY, RefusalError(500, "Internal Server Error"), RefusalError(502, "Bad Gateway")]
)
def test_a_clip_that_was_refused_for_a_while_is_sent_again(on_telegram: Play, refusal: RefusalError) -> None:
    async def scene(world: World) -> None:
        world.telegram.faults["sendVideo"] = [refusal]
        await world.photo(ANNA, "nod")
        await world.clip()
        await asyncio.sleep(AGAIN_S)
        assert len(world.telegram.done("sendVideo")) == 1

    on_telegram(scene)


def test_a_clip_that_arrived_before_the_connection_broke_is_not_sent_again(on_telegram: Play) -> None:
    async def scene(world: World) -> None:
        world.telegram.faults["sendVideo"] = [Reset.AFTER]
        await world.photo(ANNA, "nod")
        await world.telegram.said(SAY("fault.unsure"))
        await asyncio.sleep(AGAIN_S)
        assert len(world.telegram.done("sendVideo")) == 1

    on_telegram(scene)


@pytest.mark.parametrize("fault", [Reset.BEFORE, Page()])
def test_a_clip_that_may_have_arrived_comes_again_when_asked_for(on_telegram: Play, fault: Reset | Page) -> None:
    async def scene(world: World) -> None:
        world.telegram.faults["sendVideo"] = [fault]
        await world.photo(ANNA, "nod")
        doubt = await world.telegram.said(SAY("fault.unsure"))
        await asyncio.sleep(AGAIN_S)
        assert not world.telegram.done("sendVideo")
        await world.press(ANNA, doubt.result, SAY("button.retry"))
        await world.clip()
        assert len(world.render.requests) == 1, "the film is kept and not drawn again"

    on_telegram(scene)


def test_whoever_blocked_the_bot_is_left_alone(on_telegram: Play, caplog: pytest.LogCaptureFixture) -> None:
    async def scene(world: World) -> None:
        world.telegram.blocked.add(ANNA["id"])
        await world.photo(ANNA, "nod")
        await world.telegram.until(lambda: world.telegram.done("getFile"))
        await world.settled()
        assert not world.telegram.done("sendVideo")

    on_telegram(scene)
    assert not [record for record in caplog.records if record.levelname in ("ERROR", "CRITICAL")]


def test_a_photo_that_was_deleted_meanwhile_does_not_keep_its_clip_away(on_telegram: Play) -> None:
    render = FilmRender()
    render.go_on.clear()

    async def scene(world: World) -> None:
        photo = await world.photo(ANNA, "nod")
        progress = await world.telegram.next("sendMessage")
        del world.telegram.messages[ANNA["id"], photo["message_id"]]
        del world.telegram.messages[ANNA["id"], progress.result["message_id"]]
        render.go_on.set()
        assert "reply_to_message" not in (await world.clip()).result

    on_telegram(scene, render=render)


def test_a_server_that_insists_on_the_reply_gets_the_clip_without(on_telegram: Play) -> None:
    async def scene(world: World) -> None:
        world.telegram.faults["sendVideo"] = [RefusalError(400, "Bad Request: message to be replied not found")]
        await world.photo(ANNA, "nod")
        assert "reply_parameters" not in (await world.clip()).asked

    on_telegram(scene)


def test_a_film_that_may_not_be_shown_is_told(on_telegram: Play) -> None:
    async def scene(world: World) -> None:
        refusal = RefusalError(400, "Bad Request: not enough rights to send videos to the chat")
        world.telegram.faults["sendVideo"] = [refusal]
        await world.photo(ANNA, "nod")
        await world.telegram.said(SAY("telegram.refused"))

    on_telegram(scene)


def test_a_group_that_became_a_supergroup_gets_its_clip(on_telegram: Play) -> None:
    render = FilmRender()
    render.go_on.clear()
    now = {**GROUP, "id": -1009}

    async def scene(world: World) -> None:
        await world.photo(ANNA, "@ReverieBot nod", GROUP)
        await world.telegram.next("sendMessage")
        world.meet(groups=(now,))
        world.telegram.chats[GROUP["id"]]["moved_to"] = now["id"]
        render.go_on.set()
        assert (await world.clip()).asked["chat_id"] == now["id"]

    on_telegram(scene, render=render)


def test_what_telegram_brings_twice_counts_once(on_telegram: Play) -> None:
    async def scene(world: World) -> None:
        photo = world.with_photo(ANNA, "nod")
        update = await world.telegram.bring("message", photo)
        await world.clip()
        await world.telegram.bring("message", photo, update_id=update["update_id"])
        await world.text(ANNA, "/help")
        await world.telegram.said("/animate")
        await world.settled()
        assert len(world.telegram.done("sendVideo")) == 1

    async def after_a_restart(world: World) -> None:
        update = world.telegram.done("getUpdates")[0].result[0]
        await world.telegram.bring("message", update["message"], update_id=update["update_id"])
        await world.settled()
        assert len(world.telegram.done("sendVideo")) == 1

    on_telegram(scene, after_a_restart)


def test_a_download_that_fails_at_first_is_tried_again(on_telegram: Play) -> None:
    async def scene(world: World) -> None:
        photo = world.with_photo(ANNA, "nod")
        world.telegram.lost_files[photo["photo"][1]["file_id"]] = 1
        world.telegram.faults["getFile"] = [Reset.BEFORE]
        await world.telegram.bring("message", photo)
        await world.clip()

    on_telegram(scene)


def test_reactions_that_are_forbidden_and_menus_that_fail_hold_nothing_up(on_telegram: Play) -> None:
    async def scene(world: World) -> None:
        world.telegram.faults["setMessageReaction"] = [RefusalError(400, "Bad Request: REACTION_INVALID")]
        world.telegram.faults["setMyCommands"] = [Page()]
        world.telegram.faults["sendChatAction"] = [Reset.BEFORE]
        await world.photo(ANNA, "nod")
        await world.clip()

    on_telegram(scene)


def test_a_poll_that_fails_is_repeated(on_telegram: Play, caplog: pytest.LogCaptureFixture) -> None:
    async def scene(world: World) -> None:
        conflict = RefusalError(409, "Conflict: terminated by other getUpdates request")
        world.telegram.faults["getUpdates"] = [conflict, conflict, Reset.BEFORE]
        await world.photo(ANNA, "nod")
        await world.clip()

    on_telegram(scene)
    told = [record.getMessage() for record in caplog.records if "409" in record.getMessage()]
    assert told == ["Somebody else hears this Telegram bot (409 Conflict): end the other program with its token."]


def test_a_restart_goes_on_and_delivers_once(on_telegram: Play) -> None:
    render = FilmRender()
    render.go_on.clear()

    async def before(world: World) -> None:
        await world.photo(ANNA, "nod")
        await world.telegram.next("sendMessage")

    async def after(world: World) -> None:
        await world.telegram.said(SAY("progress.resumed"))
        render.go_on.set()
        await world.clip()
        progress = world.telegram.done("sendMessage")[0].result["message_id"]
        await world.telegram.until(lambda: (ANNA["id"], progress) not in world.telegram.messages)

    async def later(world: World) -> None:
        await world.settled()
        assert len(world.telegram.done("sendVideo")) == 1

    on_telegram(before, after, later, render=render)


def test_what_a_stop_interrupts_is_answered_at_the_next_start(on_telegram: Play) -> None:
    async def before(world: World) -> None:
        world.telegram.delay_s["getFile"] = 30.0
        await world.photo(ANNA, "nod", content=picture(7))
        await world.telegram.until(lambda: "getFile" in world.telegram.begun)

    async def after(world: World) -> None:
        world.telegram.delay_s["getFile"] = 0.0
        await world.clip()
        await world.settled()
        assert len(world.telegram.done("sendVideo")) == 1

    on_telegram(before, after)


def test_what_a_crash_left_half_answered_becomes_no_second_clip(
    on_telegram: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def crash(_inbox: Inbox, _update_id: int) -> None:
        """Not live to write it down."""

    async def before(world: World) -> None:
        monkeypatch.setattr(Inbox, "answered", crash)
        await world.photo(ANNA, "nod")
        await world.clip()
        monkeypatch.undo()

    async def after(world: World) -> None:
        await world.settled()
        assert len(world.telegram.done("sendVideo")) == 1

    on_telegram(before, after)


def test_a_webhook_that_an_earlier_setting_left_is_taken_back(on_telegram: Play) -> None:
    async def scene(world: World) -> None:
        world.telegram.webhook = {"url": "https://example.org/"}
        await world.text(ANNA, "/help")
        await world.telegram.next("sendMessage")

    on_telegram(scene)


def test_everybody_of_a_crowd_gets_one_clip(on_telegram: Play) -> None:
    async def scene(world: World) -> None:
        people = [{**ANNA, "id": 1000 + number} for number in range(30)]
        world.meet(*people)
        for number, person in enumerate(people):
            await world.photo(person, "nod", content=picture(number))
        await world.clip(len(people))
        await world.settled()
        sent = [call.asked["chat_id"] for call in world.telegram.done("sendVideo")]
        assert sorted(sent) == [person["id"] for person in people]

    on_telegram(scene)


def test_a_clip_that_a_stop_interrupts_is_asked_about_at_the_next_start(on_telegram: Play) -> None:
    async def before(world: World) -> None:
        world.telegram.delay_s["sendVideo"] = 30.0
        await world.photo(ANNA, "nod")
        await world.telegram.until(lambda: "sendVideo" in world.telegram.begun)

    async def after(world: World) -> None:
        world.telegram.delay_s["sendVideo"] = 0.0
        doubt = await world.telegram.said(SAY("fault.unsure"))
        assert not world.telegram.done("sendVideo")
        await world.press(ANNA, doubt.result, SAY("button.retry"))
        await world.clip()

    on_telegram(before, after)
