"""What people say and press, and what comes of it."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.conversation.actions import (
    AcknowledgePhoto,
    Ask,
    ForgetEverything,
    NotShownError,
    Say,
    SendClip,
    ShowEnding,
    ShowProgress,
)
from bot.conversation.commands import COMMANDS
from bot.wording import wording
from engine.errors import ErrorCode, PhotoError
from engine.jobs import JobState, QueueLimits
from engine.language import understand
from engine.types.direction import Direction, GestureName, Music
from tests.conversation.desk import ANNA, BEN, SEVERAL, Desk, StandInRender, button, desk_in, labels

Play = Callable[..., None]
SAY = wording("en")


def silent(words: str) -> Direction:
    """What a chat makes of words that do not speak of music."""
    return understand(words).model_copy(update={"music": Music(mode="none")})


def test_a_photo_with_words_becomes_a_clip(in_conversation: Play, photo: bytes) -> None:
    async def scene(desk: Desk) -> None:
        await desk.photo(photo, "slow, wistful nod")
        clip = await desk.clip()
        assert clip.title == "A slow, wistful nod."
        assert clip.clip.path.read_bytes() == b"film"
        assert desk.render.requests[0].direction == silent("slow, wistful nod")
        assert desk.notebook.all(AcknowledgePhoto)[0].photo == clip.photo
        assert desk.notebook.all(ShowProgress)
        assert labels(clip) == ["Slower", "Faster", "Subtler", "Stronger", "Another take", "Music on", "More…"]

    in_conversation(scene)


def test_a_photo_alone_is_asked_about_and_a_mood_can_be_tapped(in_conversation: Play, photo: bytes) -> None:
    async def scene(desk: Desk) -> None:
        await desk.photo(photo)
        asked = desk.notebook.all(Ask)[0]
        assert not desk.render.requests
        await desk.press(button(asked, "Playful wink"))
        await desk.clip()
        assert GestureName.WINK in {gesture.name for gesture in desk.render.requests[0].direction.gestures}
        desk.patience.over.set()
        await asyncio.sleep(0.05)
        assert len(await desk.queue.list_for(owner=ANNA.owner)) == 1

    in_conversation(scene)


def test_a_photo_that_nobody_says_anything_about_comes_gently_to_life(in_conversation: Play, photo: bytes) -> None:
    async def scene(desk: Desk) -> None:
        await desk.photo(photo)
        desk.patience.over.set()
        await desk.clip()
        assert desk.render.requests[0].direction == silent("")

    in_conversation(scene)


def test_words_before_the_photo_are_kept_for_it(in_conversation: Play, photo: bytes) -> None:
    async def scene(desk: Desk) -> None:
        await desk.say("hello")
        assert desk.notebook.last_words == SAY("hello.start")
        await desk.say("yes")
        assert desk.notebook.last_words == SAY("photo.none")
        await desk.say("laugh")
        assert desk.notebook.last_words == SAY("photo.words_kept")
        await desk.photo(photo)
        await desk.clip()
        assert desk.render.requests[0].direction == silent("laugh")

    in_conversation(scene)


def test_words_after_the_photo_direct_it(in_conversation: Play, photo: bytes) -> None:
    async def scene(desk: Desk) -> None:
        await desk.photo(photo)
        await desk.say("xyzzy")
        assert "xyzzy" in desk.notebook.last_words
        assert not desk.render.requests
        await desk.say("a slow nod, xyzzy")
        clip = await desk.clip()
        assert desk.render.requests[0].direction.gestures[0].name == GestureName.NOD
        assert clip.notes == (SAY("unclear.part", words="xyzzy"),)

    in_conversation(scene)


def test_words_after_a_clip_change_it_and_undo_brings_it_back(in_conversation: Play, photo: bytes) -> None:
    async def scene(desk: Desk) -> None:
        await desk.photo(photo, "nod and smile")
        first = await desk.clip()
        await desk.say("slower")
        second = await desk.clip(2)
        former, changed = (request.direction for request in desk.render.requests)
        assert changed.pace < former.pace
        assert changed.gestures == former.gestures
        await desk.press(button(second, "Undo"))
        third = await desk.clip(3)
        assert third.title == first.title
        assert len(desk.render.requests) == 2, "an undone clip comes from the store"
        assert "Undo" not in {label.label for row in third.rows for label in row}

    in_conversation(scene)


@pytest.mark.parametrize(
    ("label", "field", "grows"),
    [("Slower", "pace", False), ("Faster", "pace", True), ("Subtler", "amount", False), ("Stronger", "amount", True)],
)
def test_the_buttons_under_a_clip_change_it(
    in_conversation: Play, photo: bytes, *, label: str, field: str, grows: bool
) -> None:
    async def scene(desk: Desk) -> None:
        await desk.photo(photo, "nod")
        await desk.press(button(await desk.clip(), label))
        await desk.clip(2)
        former, changed = (getattr(request.direction, field) for request in desk.render.requests)
        assert (changed > former) is grows
        assert changed != former

    in_conversation(scene)


def test_changes_while_a_film_is_made_add_up_and_only_the_last_one_is_sent(in_conversation: Play, photo: bytes) -> None:
    async def scene(desk: Desk) -> None:
        await desk.photo(photo, "nod")
        first = await desk.clip()
        desk.render.go_on.clear()
        for _ in range(3):
            await desk.press(button(first, "Slower"))
        await desk.say("add a smile")
        desk.render.go_on.set()
        second = await desk.clip(2)
        former, changed = [(await desk.queue.get(clip.job_id)).request.direction for clip in (first, second)]
        assert changed.pace < 0.75 * former.pace, "slower, three times"
        assert changed.gestures != former.gestures
        assert {action.job_id for action in desk.notebook.all(ShowProgress)} == {first.job_id, second.job_id}
        assert len(await desk.queue.list_for()) == 2
        await desk.press(button(second, "Undo"))
        assert (await desk.clip(3)).title == first.title

    in_conversation(scene)


def test_taking_a_change_back_stops_it(in_conversation: Play, photo: bytes) -> None:
    async def scene(desk: Desk) -> None:
        await desk.photo(photo, "nod")
        first = await desk.clip()
        desk.render.go_on.clear()
        await desk.press(button(first, "Slower"))
        await desk.say("undo")
        assert (await desk.clip(2)).title == first.title
        states = [job.state for job in await desk.queue.list_for()]
        assert states == [JobState.DONE, JobState.CANCELLED, JobState.DONE]

    in_conversation(scene)


def test_nobody_elses_film_makes_way(in_conversation: Play, photo: bytes) -> None:
    group = {"chat": "test:group", "is_group": True}

    async def scene(desk: Desk) -> None:
        anna, ben = replace(ANNA, **group), replace(BEN, **group)
        await desk.photo(photo, "nod", anna)
        first = await desk.clip()
        desk.render.go_on.clear()
        await desk.press(button(first, "Slower"), anna)
        await desk.press(button(first, "Faster"), ben)
        desk.render.go_on.set()
        await desk.clip(3)
        owners = [job.request.owner for job in await desk.queue.list_for()]
        assert owners == [ANNA.owner, ANNA.owner, BEN.owner]

    in_conversation(scene)


def test_another_take_has_another_seed(in_conversation: Play, photo: bytes) -> None:
    async def scene(desk: Desk) -> None:
        await desk.photo(photo, "nod")
        await desk.press(button(await desk.clip(), "Another take"))
        await desk.clip(2)
        first, second = desk.render.requests
        assert (first.direction, first.options.seed) == (second.direction, second.options.seed - 1)

    in_conversation(scene)


def test_more_offers_menus_and_each_choice_makes_a_clip(in_conversation: Play, photo: bytes) -> None:
    async def scene(desk: Desk) -> None:
        await desk.photo(photo, "nod, square")
        clip = await desk.clip()
        wanted = {
            ("Mood", "Laughing"): ("gestures", understand("she laughs happily").gestures),
            ("Length", "8 seconds"): ("duration", 8.0),
            ("Shape", "Tall"): ("aspect", "9:16"),
            ("Who moves", "On the left"): ("who", "left"),
        }
        for number, ((menu, choice), (name, value)) in enumerate(wanted.items(), start=2):
            await desk.press(button(clip, "More…"))
            await desk.press(button(desk.notebook.all(Ask)[-1], menu))
            await desk.press(button(desk.notebook.all(Ask)[-1], choice))
            await desk.clip(number)
            direction = desk.render.requests[-1].direction
            assert getattr(direction, name) == value
            if menu != "Shape":
                assert direction.aspect == "1:1"

    in_conversation(scene, advice=SEVERAL)


def test_a_clip_may_become_a_sticker_and_stays_one(in_conversation: Play, photo: bytes) -> None:
    async def scene(desk: Desk) -> None:
        await desk.photo(photo, "nod")
        clip = await desk.clip()
        await desk.press(f"form:{clip.job_id}:film")
        assert desk.notebook.last_words == SAY("unclear.no_change")
        await desk.press(f"form:{clip.job_id}:sticker")
        await desk.press(button(await desk.clip(2), "Slower"))
        await desk.clip(3)
        assert [request.options.form for request in desk.render.requests] == ["film", "sticker", "sticker"]
        await desk.press(f"form:{clip.job_id}:exe")
        assert desk.notebook.last_words == SAY("fault.gone")

    in_conversation(scene)


def test_who_moves_is_only_asked_where_there_are_several(in_conversation: Play, photo: bytes) -> None:
    async def scene(desk: Desk) -> None:
        await desk.photo(photo, "nod")
        await desk.press(button(await desk.clip(), "More…"))
        assert labels(desk.notebook.all(Ask)[-1]) == ["Mood", "Length", "Shape", "Form"]

    in_conversation(scene)


@pytest.mark.parametrize(
    ("remark", "answer"),
    [
        ("perfect, thank you ❤️", "pleased"),
        ("thats creepy", "displeased"),
        ("i dont like it", "displeased"),
        ("make it better", "displeased"),
        ("👍", "pleased"),
        ("cool", "pleased"),
        ("ok", "agreed"),
        ("no thanks", "refused"),
        ("nope", "refused"),
        ("hi there", "greeted"),
    ],
)
def test_a_remark_is_answered_and_changes_nothing(
    in_conversation: Play, photo: bytes, remark: str, answer: str
) -> None:
    async def scene(desk: Desk) -> None:
        await desk.photo(photo, "nod")
        await desk.clip()
        await desk.say(remark)
        assert desk.notebook.last_words == SAY(f"remark.{answer}")
        assert len(desk.render.requests) == 1

    in_conversation(scene)


@pytest.mark.parametrize("words", ["again", "another take, please", "Noch einmal", "もう一度"])
def test_once_more_is_another_take(in_conversation: Play, photo: bytes, words: str) -> None:
    async def scene(desk: Desk) -> None:
        await desk.photo(photo, "nod")
        await desk.clip()
        await desk.say(words)
        await desk.clip(2)
        first, again = desk.render.requests
        assert again.direction == first.direction
        assert again.options.seed == first.options.seed + 1
        await desk.say("go back")
        await desk.clip(3)

    in_conversation(scene)


@pytest.mark.parametrize("words", ["no", "stop", "never mind"])
def test_waiting_photos_rest_when_nobody_wants_a_film(in_conversation: Play, photo: bytes, words: str) -> None:
    async def scene(desk: Desk) -> None:
        await desk.photo(photo)
        await desk.say(words)
        assert desk.notebook.last_words == SAY("progress.cancelled")
        desk.patience.over.set()
        await asyncio.sleep(0.05)
        assert not desk.render.requests
        await desk.say("ok")
        assert desk.notebook.last_words == SAY("remark.agreed")
        await desk.say("again")
        assert desk.notebook.last_words == SAY("photo.ask")
        await desk.say("stop")
        await desk.say("smile")
        await desk.clip()
        assert desk.render.requests[0].direction == silent("smile")

    in_conversation(scene)


@pytest.mark.parametrize(("words", "named"), [("help!", "hello.help"), ("thanks", "remark.pleased")])
def test_what_is_no_wish_leaves_photos_waiting(in_conversation: Play, photo: bytes, words: str, named: str) -> None:
    async def scene(desk: Desk) -> None:
        await desk.photo(photo)
        await desk.say(words)
        assert desk.notebook.last_words.startswith(SAY(named, commands="")[:40])
        assert not desk.render.requests
        await desk.say("ok")
        await desk.clip()
        assert desk.render.requests[0].direction == silent("")

    in_conversation(scene)


def test_to_a_photo_a_heart_is_a_wish_and_a_greeting_is_none(in_conversation: Play, photo: bytes) -> None:
    async def scene(desk: Desk) -> None:
        await desk.photo(photo, "hello")
        assert desk.notebook.last_words == SAY("photo.ask")
        await desk.say("❤️")
        await desk.clip()
        assert desk.render.requests[0].direction == silent("❤️")

    in_conversation(scene)


@pytest.mark.parametrize("words", ["stop", "cancel that"])
def test_a_word_stops_a_running_job(in_conversation: Play, photo: bytes, words: str) -> None:
    async def scene(desk: Desk) -> None:
        desk.render.go_on.clear()
        await desk.photo(photo, "nod")
        await desk.notebook.next(ShowProgress)
        await desk.say(words)
        await desk.notebook.next(ShowEnding)
        assert not desk.notebook.all(SendClip)

    in_conversation(scene)


def test_a_change_that_changes_nothing_is_said(in_conversation: Play, photo: bytes) -> None:
    async def scene(desk: Desk) -> None:
        await desk.photo(photo, "nod, 8 seconds")
        clip = await desk.clip()
        await desk.press(f"length:{clip.job_id}:8")
        assert desk.notebook.last_words == SAY("unclear.no_change")
        await desk.say("make it 8 seconds")
        assert desk.notebook.last_words == SAY("unclear.no_change")
        for idle in ("xyzzy", "what is the time"):
            await desk.say(idle)
            assert desk.notebook.last_words == SAY("unclear.nothing", words=idle)
        assert len(desk.render.requests) == 1

    in_conversation(scene)


def test_cancelling_stops_a_running_job(in_conversation: Play, photo: bytes) -> None:
    async def scene(desk: Desk) -> None:
        desk.render.go_on.clear()
        await desk.photo(photo, "nod")
        progress = await desk.notebook.next(ShowProgress)
        await desk.say("/queue")
        assert "A nod." in desk.notebook.last_words
        await desk.press(button(progress, "Cancel"))
        ending = await desk.notebook.next(ShowEnding)
        assert ending.text == SAY("progress.cancelled")
        await desk.press(button(progress, "Cancel"))
        assert desk.notebook.last_words == SAY("queue.nothing_to_cancel")
        assert not desk.notebook.all(SendClip)

    in_conversation(scene)


def test_words_after_animate_begin_anew(in_conversation: Play, photo: bytes) -> None:
    async def scene(desk: Desk) -> None:
        await desk.photo(photo, "nod")
        await desk.clip()
        await desk.say("/animate")
        await desk.say("laugh")
        await desk.clip(2)
        assert desk.render.requests[1].direction == silent("laugh")

    in_conversation(scene)


def test_settings_hold_for_new_clips(in_conversation: Play, photo: bytes) -> None:
    async def scene(desk: Desk) -> None:
        await desk.say("/settings")
        asked = desk.notebook.all(Ask)[-1]
        await desk.press(button(asked, "8 seconds"))
        await desk.press(button(asked, "Square"))
        await desk.photo(photo, "nod")
        await desk.clip()
        direction = desk.render.requests[0].direction
        assert (direction.duration, direction.aspect) == (8.0, "1:1")
        await desk.say("/animate smile, 3 seconds")
        await desk.clip(2)
        direction = desk.render.requests[1].direction
        assert (direction.duration, direction.aspect) == (3.0, "1:1")
        assert GestureName.NOD not in {gesture.name for gesture in direction.gestures}

    in_conversation(scene)


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_answers_a_newcomer(in_conversation: Play, command: str) -> None:
    async def scene(desk: Desk) -> None:
        await desk.say(f"/{command}@reverie_bot")
        assert desk.notebook.last_words != SAY("fault.ours")

    in_conversation(scene)


def test_forget_deletes_everything(in_conversation: Play, photo: bytes) -> None:
    async def scene(desk: Desk) -> None:
        await desk.photo(photo, "nod")
        clip = await desk.clip()
        await desk.say("/forget")
        assert desk.notebook.all(ForgetEverything)
        assert not clip.clip.path.exists()
        assert not await desk.queue.list_for(owner=ANNA.owner)
        assert not await desk.queue.photos_in(ANNA.chat)
        await desk.press(button(clip, "Slower"))
        assert desk.notebook.last_words == SAY("fault.gone")
        await desk.say("slower")
        assert desk.notebook.last_words in (SAY("photo.none"), SAY("photo.words_kept"))

    in_conversation(scene)


def test_nobody_reaches_what_is_anothers(in_conversation: Play, photo: bytes) -> None:
    async def scene(desk: Desk) -> None:
        await desk.photo(photo, "nod")
        clip = await desk.clip()
        verbs = [label.data for row in clip.rows for label in row]
        for data in (*verbs, f"cancel:{clip.job_id}", f"begin:{clip.photo[:16]}:laugh", f"shape:{clip.job_id}:1:1"):
            await desk.press(data, BEN)
            assert desk.notebook.last_words == SAY("fault.gone")
        await desk.say("slower", BEN, about=clip.job_id)
        assert desk.notebook.last_words == SAY("fault.gone")
        assert len(desk.render.requests) == 1

    in_conversation(scene)


@pytest.mark.parametrize(
    "data", ["", ":", "x", "change", "change:no:slower", "set:length:7", "set:x:y", "begin::laugh"]
)
def test_a_button_that_never_was_does_nothing(in_conversation: Play, data: str) -> None:
    async def scene(desk: Desk) -> None:
        await desk.press(data)
        assert desk.notebook.last_words == SAY("fault.gone")

    in_conversation(scene)


def test_what_is_no_photo_is_refused_kindly(in_conversation: Play) -> None:
    async def scene(desk: Desk) -> None:
        await desk.photo(b"Dear diary", "nod")
        assert desk.notebook.last_words == SAY("fault.photo_unreadable")
        assert not desk.notebook.all(AcknowledgePhoto)

    in_conversation(scene)


def test_a_full_queue_is_a_friendly_sentence(in_conversation: Play, photo: bytes) -> None:
    async def scene(desk: Desk) -> None:
        desk.render.go_on.clear()
        await desk.photo(photo, "nod")
        await desk.say("/animate laugh")
        assert desk.notebook.last_words == SAY("fault.full_own", limit=1)
        desk.render.go_on.set()
        await desk.clip()

    in_conversation(scene, limits=QueueLimits(jobs_per_owner=1))


def test_a_fault_is_one_sentence_and_can_be_tried_again(in_conversation: Play, photo: bytes) -> None:
    async def scene(desk: Desk) -> None:
        await desk.photo(photo, "nod")
        ending = await desk.notebook.next(ShowEnding)
        assert ending.text == SAY("fault.ours")
        desk.render.fault = None
        await desk.press(button(ending, "Try again"))
        await desk.clip()

    in_conversation(scene, fault=OSError("/secret/path"))


def test_a_photo_that_cannot_be_used_says_why(in_conversation: Play, photo: bytes) -> None:
    async def scene(desk: Desk) -> None:
        await desk.photo(photo, "nod")
        ending = await desk.notebook.next(ShowEnding)
        assert ending.text == SAY("fault.photo_small", width=9, height=7, limit=64)

    in_conversation(scene, fault=PhotoError("Small.", ErrorCode.PHOTO_SMALL, width=9, height=7, limit=64))


def test_advice_is_told_with_the_clip(in_conversation: Play, photo: bytes) -> None:
    async def scene(desk: Desk) -> None:
        await desk.photo(photo, "nod")
        assert (await desk.clip()).notes == (SAY("advice.several_faces"),)

    in_conversation(scene, advice=SEVERAL)


def test_who_acts_is_no_news_to_whoever_said_it(tmp_path: Path, photo: bytes) -> None:
    async def scene() -> None:
        async with desk_in(tmp_path, StandInRender(advice=SEVERAL)) as desk:
            await desk.photo(photo, "nod")
            assert (await desk.clip()).notes == (SAY("advice.several_faces"),)
            await desk.say("and the right one smiles")
            assert (await desk.clip(2)).notes == ()
            await desk.press(button(desk.notebook.all(SendClip)[-1], "More…"))
            assert "Who moves" in labels(desk.notebook.all(Ask)[-1])

    asyncio.run(scene())


def test_too_many_words_are_refused(in_conversation: Play) -> None:
    async def scene(desk: Desk) -> None:
        await desk.say("nod " * 1000)
        assert desk.notebook.last_words == SAY("fault.too_long", count=1000)

    in_conversation(scene)


def test_a_restart_goes_on_with_jobs_and_waiting_photos(tmp_path: Path, photo: bytes) -> None:
    render = StandInRender()
    render.go_on.clear()

    async def before() -> None:
        async with desk_in(tmp_path, render) as desk:
            await desk.photo(photo, "nod")
            await desk.notebook.next(ShowProgress)
            await desk.photo(photo, place=BEN)

    async def after() -> None:
        async with desk_in(tmp_path, StandInRender()) as desk:
            clip = await desk.clip()
            assert (ANNA, Say(SAY("progress.resumed"))) in desk.notebook.shown
            assert clip.title == "A nod."
            await desk.say("slower")
            await desk.clip(2)
            desk.patience.over.set()
            await desk.clip(3)
            assert {place for place, action in desk.notebook.shown if isinstance(action, SendClip)} == {ANNA, BEN}

    async def later() -> None:
        async with desk_in(tmp_path, StandInRender()) as desk:
            await desk.say("/queue")
            assert not desk.notebook.all(SendClip), "what was delivered is not delivered again"

    for scene in (before, after, later):
        asyncio.run(scene())


def test_a_clip_that_certainly_did_not_arrive_is_sent_again(in_conversation: Play, photo: bytes) -> None:
    async def scene(desk: Desk) -> None:
        desk.notebook.faults = [NotShownError("The network is down.")]
        await desk.photo(photo, "nod")
        await desk.clip()
        assert len(desk.notebook.all(SendClip)) == 1

    in_conversation(scene)


def test_a_clip_that_may_have_arrived_is_sent_again_only_when_asked(in_conversation: Play, photo: bytes) -> None:
    async def scene(desk: Desk) -> None:
        desk.notebook.faults = [ConnectionResetError()]
        await desk.photo(photo, "nod")
        doubt = await desk.notebook.next(ShowEnding)
        assert (doubt.text, desk.notebook.all(SendClip)) == (SAY("fault.unsure"), [])
        await desk.press(button(doubt, "Try again"))
        await desk.clip()
        assert len(desk.render.requests) == 1, "the film is kept and not drawn again"

    in_conversation(scene)


class Stubborn:
    """An understanding that hears a wink in everything, and a laugh in every change."""

    async def understand(self, text: str, locale: str) -> Direction:
        return understand("wink", locale)

    async def adjust(self, direction: Direction, text: str) -> Direction:
        return understand("laugh")


def test_another_understanding_takes_the_place_of_the_built_in_one(tmp_path: Path, photo: bytes) -> None:
    async def scene() -> None:
        async with desk_in(tmp_path, StandInRender(), understanding=Stubborn()) as desk:
            await desk.photo(photo, "nod")
            await desk.clip()
            await desk.say("slower")
            await desk.press(button(await desk.clip(2), "Subtler"))
            await desk.clip(3)
        first, second, third = (request.direction for request in desk.render.requests)
        assert first.gestures == understand("wink").gestures
        assert second.gestures == understand("laugh").gestures
        assert third.amount < second.amount, "a button means the same to everybody"

    asyncio.run(scene())
