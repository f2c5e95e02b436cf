"""Photos, words and buttons in private chats."""

from collections.abc import Callable

import pytest

from bot.conversation.commands import COMMANDS
from bot.conversation.telling import privacy
from bot.telegram import films
from bot.wording import LANGUAGES, wording
from engine.types.clip import Form
from tests.telegram import world as world_module
from tests.telegram.people import ANNA, BEN, EVA, GROUP, picture
from tests.telegram.world import FPS, FRAMES, FilmRender, World, film

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


def test_a_reply_to_a_clip_changes_that_clip(on_telegram: Play) -> None:
    async def scene(world: World) -> None:
        await world.photo(ANNA, "nod")
        first = await world.clip()
        await world.photo(ANNA, "she laughs", content=picture(10))
        await world.clip(2)
        words = await world.text(ANNA, "slower", reply_to=first.result)
        changed = (await world.clip(3)).asked
        assert "nod" in changed["caption"].lower()
        assert changed["reply_parameters"]["message_id"] == words["message_id"]

    on_telegram(scene)


def test_a_button_changes_the_clip_and_undo_brings_it_back(on_telegram: Play) -> None:
    async def scene(world: World) -> None:
        photo = await world.photo(ANNA, "nod")
        first = await world.clip()
        await world.press(ANNA, first.result, "Slower")
        slower = await world.clip(2)
        assert slower.asked["reply_parameters"]["message_id"] == photo["message_id"]
        assert slower.asked["caption"] != first.asked["caption"]
        await world.press(ANNA, slower.result, "Undo")
        assert (await world.clip(3)).asked["caption"] == first.asked["caption"]

    on_telegram(scene)


def test_progress_is_one_message_that_goes_when_the_clip_comes(on_telegram: Play) -> None:
    render = FilmRender()
    render.go_on.clear()

    async def scene(world: World) -> None:
        photo = await world.photo(ANNA, "nod")
        progress = await world.telegram.next("sendMessage")
        assert progress.asked["reply_parameters"]["message_id"] == photo["message_id"]
        assert progress.asked["text"].startswith("A nod.\n░░")
        render.go_on.set()
        await world.clip()
        deleted = await world.telegram.next("deleteMessage")
        assert deleted.asked["message_id"] == progress.result["message_id"]

    on_telegram(scene, render=render)


def test_a_button_that_is_pressed_again_and_again_changes_one_film_and_one_message(on_telegram: Play) -> None:
    async def scene(world: World) -> None:
        await world.photo(ANNA, "nod")
        first = await world.clip()
        world.render.go_on.clear()
        await world.press(ANNA, first.result, "Slower")
        progress = await world.telegram.said("A slightly slow nod.")
        await world.press(ANNA, first.result, "Slower")
        edit = await world.telegram.said("A very slow nod.")
        assert (edit.method, edit.asked["message_id"]) == ("editMessageText", progress.result["message_id"])
        await world.press(ANNA, first.result, "Slower")
        await world.telegram.said("An extremely slow nod.")
        world.render.go_on.set()
        assert (await world.clip(2)).asked["caption"] == "An extremely slow nod."
        await world.settled()
        assert len(world.telegram.done("sendVideo")) == 2

    on_telegram(scene)


def test_a_clip_can_be_cancelled_from_its_progress(on_telegram: Play) -> None:
    render = FilmRender()
    render.go_on.clear()

    async def scene(world: World) -> None:
        await world.photo(ANNA, "nod")
        progress = await world.telegram.next("sendMessage")
        await world.press(ANNA, progress.result, "Cancel")
        ending = await world.telegram.said(SAY("progress.cancelled"))
        assert ending.asked["message_id"] == progress.result["message_id"]
        assert not world.telegram.done("sendVideo")

    on_telegram(scene, render=render)


def test_a_button_that_was_made_up_does_nothing(on_telegram: Play) -> None:
    async def scene(world: World) -> None:
        await world.photo(ANNA, "nod")
        clip = (await world.clip()).result
        real = clip["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
        for number, forged in enumerate((real[11:], "A" * 11 + real[11:], real + "x", "")):
            await world.press_data(ANNA, clip, forged)
            answer = await world.telegram.next("answerCallbackQuery", number + 1)
            assert answer.asked["text"] == SAY("telegram.old_button")
        assert len(world.telegram.done("sendVideo")) == 1

    on_telegram(scene)


@pytest.mark.parametrize(("kind", "name", "mime"), [("png", "me.PNG", "image/png"), ("heif", "IMG_1.HEIC", "")])
def test_a_picture_sent_as_a_file_is_a_photo(on_telegram: Play, kind: str, name: str, mime: str) -> None:
    async def scene(world: World) -> None:
        await world.document(ANNA, picture(kind=kind), name, mime, "nod")
        assert "nod" in (await world.clip()).asked["caption"]

    on_telegram(scene)


def test_what_is_no_photo_is_answered_kindly(on_telegram: Play) -> None:
    async def scene(world: World) -> None:
        await world.document(ANNA, b"no picture at all", "me.jpg", "image/jpeg")
        answer = (await world.telegram.next("sendMessage")).asked["text"]
        assert "Traceback" not in answer
        await world.document(ANNA, b"%PDF", "letter.pdf", "application/pdf")
        await world.telegram.said(SAY("telegram.only_photos"))
        voice = {"file_id": "v", "file_unique_id": "v", "duration": 3}
        await world.telegram.bring("message", {**world.message(ANNA), "voice": voice})
        await world.telegram.next("sendMessage", 3)
        animation = {**voice, "width": 9, "height": 9}
        moving = {"animation": animation, "document": {**voice, "file_name": "cat.gif", "mime_type": "image/gif"}}
        await world.telegram.bring("message", {**world.message(ANNA), **moving})
        await world.telegram.next("sendMessage", 4)

    on_telegram(scene)


def test_a_file_that_telegram_does_not_give_is_told(on_telegram: Play) -> None:
    async def scene(world: World) -> None:
        photo = world.with_photo(ANNA, "nod")
        photo["photo"][1]["file_size"] = 20_000_001
        await world.telegram.bring("message", photo)
        await world.telegram.said(SAY("telegram.too_large", megabytes=20))
        lost = await world.photo(ANNA, "nod")
        del world.telegram.files[lost["photo"][1]["file_id"]]
        await world.telegram.said(SAY("telegram.photo_lost"))

    on_telegram(scene)


def test_edits_and_the_coming_and_going_of_people_change_nothing(on_telegram: Play) -> None:
    async def scene(world: World) -> None:
        photo = world.with_photo(ANNA, "nod")
        await world.telegram.bring("edited_message", {**photo, "edit_date": photo["date"]})
        await world.telegram.bring("message", {**world.message(ANNA, GROUP), "new_chat_members": [BEN]})
        await world.text(ANNA, "/help")
        await world.telegram.next("sendMessage")
        assert len(world.telegram.done("sendMessage")) == 1

    on_telegram(scene)


def test_people_are_answered_in_their_language(on_telegram: Play) -> None:
    async def scene(world: World) -> None:
        await world.text(EVA, "/privacy")
        told = (await world.telegram.next("sendMessage")).asked["text"]
        assert told == privacy(168, wording("de"))

    on_telegram(scene)


def test_the_menu_of_commands_is_published_in_every_language(on_telegram: Play) -> None:
    async def scene(world: World) -> None:
        await world.telegram.next("setMyCommands", len(LANGUAGES))
        menus = {
            call.asked.get("language_code", "en"): call.asked["commands"]
            for call in world.telegram.calls
            if call.method == "setMyCommands"
        }
        assert menus.keys() == set(LANGUAGES)
        assert {entry["command"] for entry in menus["en"]} <= COMMANDS.keys()
        assert {"animate", "help", "forget"} <= {entry["command"] for entry in menus["en"]}

    on_telegram(scene)


def test_everything_of_a_person_can_be_deleted(on_telegram: Play) -> None:
    async def scene(world: World) -> None:
        await world.photo(ANNA, "nod")
        clip = (await world.clip()).result
        await world.telegram.next("deleteMessage", 1)
        await world.text(ANNA, "/forget")
        await world.telegram.until(lambda: (ANNA["id"], clip["message_id"]) not in world.telegram.messages)

    on_telegram(scene)


def test_everybody_is_answered_side_by_side_and_each_in_order(on_telegram: Play) -> None:
    async def scene(world: World) -> None:
        world.telegram.delay_s["getFile"] = 0.5
        await world.photo(ANNA)
        await world.text(ANNA, "nod")
        await world.text(BEN, "/privacy")
        await world.telegram.next("sendMessage")
        assert world.telegram.done("sendMessage")[0].asked["chat_id"] == BEN["id"], "Anna's download holds nobody up"
        assert "nod" in (await world.clip()).asked["caption"].lower()

    on_telegram(scene)


@pytest.mark.parametrize(
    ("form", "method"),
    [
        (Form.ANIMATION, "sendAnimation"),
        (Form.GIF, "sendAnimation"),
        (Form.ROUND, "sendVideoNote"),
        (Form.STICKER, "sendSticker"),
        (Form.WEBM, "sendDocument"),
    ],
)
def test_each_form_of_a_film_has_its_own_message(on_telegram: Play, form: Form, method: str) -> None:
    async def scene(world: World) -> None:
        await world.photo(ANNA, "nod")
        clip = await world.telegram.next(method)
        await world.text(ANNA, "slower", reply_to=clip.result)
        await world.telegram.next(method, 2)

    on_telegram(scene, render=FilmRender(form=form))


def test_a_film_that_is_too_large_for_telegram_is_made_to_fit(
    on_telegram: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    large = film("mp4", 256, noise=True)
    monkeypatch.setattr(films, "MAX_BYTES", len(large) // 2)
    monkeypatch.setattr(world_module, "film", lambda *_: large)

    async def scene(world: World) -> None:
        await world.photo(ANNA, "nod")
        sent = (await world.clip()).asked
        assert len(sent["video"].content) <= len(large) // 2
        assert b"c2pa" in sent["video"].content
        assert "Telegram takes at most" in sent["caption"]

    on_telegram(scene)


def test_a_film_that_cannot_be_made_to_fit_is_told(on_telegram: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(films, "MAX_BYTES", 100)

    async def scene(world: World) -> None:
        await world.photo(ANNA, "nod")
        await world.telegram.said(SAY("fault.memory"))

    on_telegram(scene)
