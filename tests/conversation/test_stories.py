"""Several photos: albums, photos that may belong together, and stories that a chat collects."""

import asyncio
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import ExifTags, Image

from bot.conversation import Place, SentPhoto
from bot.conversation.actions import AcknowledgePhoto, Ask, Say
from bot.wording import wording
from engine.types.direction import GestureName
from engine.types.storyboard import MOST_SHOTS, Storyboard
from tests.conversation.desk import ANNA, Desk, StandInRender, button, desk_in, labels

Play = Callable[..., None]
SAY = wording("en")
ANNA_IN_GROUP = Place("test:anna", "test:family", message="1", is_group=True, may_administer=False)
CARLA_IN_GROUP = replace(ANNA_IN_GROUP, owner="test:carla", message="2")


def told(desk: Desk, number: int = 0) -> Storyboard:
    """Return the storyboard of a render."""
    storyboard = desk.render.requests[number].storyboard
    assert storyboard is not None
    return storyboard


def gestures(storyboard: Storyboard, shot: int) -> set[GestureName]:
    return {gesture.name for gesture in storyboard.shots[shot].direction.gestures}


def test_an_album_with_words_becomes_one_film_in_its_order(in_conversation: Play, photos: list[bytes]) -> None:
    async def scene(desk: Desk) -> None:
        await desk.album(*photos[:3], words="everybody nods")
        clip = await desk.clip()
        assert clip.title == f"{SAY('story.title', count=3)} · A nod."
        request = desk.render.requests[0]
        assert [path.read_bytes() for path in request.photos] == photos[:3]
        assert [shot.photo for shot in told(desk).shots] == [0, 1, 2]
        assert all(GestureName.NOD in gestures(told(desk), shot) for shot in range(3))
        assert len(desk.notebook.all(AcknowledgePhoto)[0].album) == 3

    in_conversation(scene)


def test_captions_direct_their_own_photos(in_conversation: Play, photos: list[bytes]) -> None:
    async def scene(desk: Desk) -> None:
        await desk.album(SentPhoto(photos[0], "smile"), SentPhoto(photos[1]), SentPhoto(photos[2], "a wink"))
        await desk.clip()
        assert GestureName.SMILE in gestures(told(desk), 0)
        assert GestureName.WINK in gestures(told(desk), 2)
        assert GestureName.WINK not in gestures(told(desk), 0)

    in_conversation(scene)


def test_an_album_alone_is_asked_about(in_conversation: Play, photos: list[bytes]) -> None:
    async def scene(desk: Desk) -> None:
        await desk.album(*photos[:2])
        asked = desk.notebook.all(Ask)[0]
        assert asked.text == SAY("photo.ask_all", count=2)
        await desk.photo(photos[2], "nod")
        await desk.clip()
        await desk.press(button(asked, "Playful wink"))
        await desk.clip(2)
        assert len(desk.render.requests[1].photos) == 2, "an earlier album's button means the earlier album"
        assert GestureName.WINK in gestures(told(desk, 1), 1)

    in_conversation(scene)


def test_one_shot_of_a_story_can_be_changed_in_words_and_the_change_undone(
    in_conversation: Play, photos: list[bytes]
) -> None:
    async def scene(desk: Desk) -> None:
        await desk.album(*photos[:3], words="nod")
        await desk.clip()
        await desk.say("drop the last")
        await desk.clip(2)
        assert [shot.photo for shot in told(desk, 1).shots] == [0, 1]
        await desk.say("undo")
        clip = await desk.clip(3)
        assert clip.title == f"{SAY('story.title', count=3)} · A nod."
        assert len(desk.render.requests) == 2
        await desk.press(button(clip, "Slower"))
        await desk.clip(4)
        assert all(
            slower.direction.pace < former.direction.pace
            for former, slower in zip(told(desk).shots, told(desk, 2).shots, strict=True)
        )

    in_conversation(scene)


def test_more_offers_what_suits_a_story(in_conversation: Play, photos: list[bytes]) -> None:
    async def scene(desk: Desk) -> None:
        await desk.album(*photos[:3], words="nod")
        clip = await desk.clip()
        await desk.press(button(clip, "More…"))
        asked = desk.notebook.all(Ask)[-1]
        assert labels(asked) == ["Mood", "Length", "Shape", "Form"]
        await desk.press(button(asked, "Length"))
        await desk.press(button(desk.notebook.all(Ask)[-1], "20 seconds"))
        await desk.clip(2)
        assert told(desk, 1) == told(desk).model_copy(update={"seconds": 20.0})
        await desk.press(button(asked, "Mood"))
        await desk.press(button(desk.notebook.all(Ask)[-1], "Proud"))
        await desk.clip(3)
        assert {shot.direction.emotion.label for shot in told(desk, 2).shots} == {"pride"}

    in_conversation(scene)


def test_a_story_may_follow_the_dates_of_its_photos(in_conversation: Play, photos: list[bytes]) -> None:
    async def scene(desk: Desk) -> None:
        album = [dated(photos[0], 2021), photos[1], dated(photos[2], 1999)]
        await desk.album(*album, words="by date")
        await desk.clip()
        assert [shot.photo for shot in told(desk).shots] == [2, 0, 1]

    in_conversation(scene)


def dated(photo: bytes, year: int) -> bytes:
    """Return the photo as if it had been taken in a year."""
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = f"{year}:05:17 12:00:00"
    file = io.BytesIO()
    Image.open(io.BytesIO(photo)).save(file, "jpeg", exif=exif)
    return file.getvalue()


def test_a_story_has_music_and_a_button_takes_it_away(in_conversation: Play, photos: list[bytes]) -> None:
    async def scene(desk: Desk) -> None:
        await desk.album(*photos[:2], words="nod")
        await desk.press(button(await desk.clip(), "Music off"))
        assert "Music on" in labels(await desk.clip(2))
        assert [told(desk, number).music.mode for number in range(2)] == ["auto", "none"]

    in_conversation(scene)


def test_what_is_no_photo_is_left_out_of_an_album(in_conversation: Play, photos: list[bytes]) -> None:
    async def scene(desk: Desk) -> None:
        await desk.album(photos[0], b"Dear diary", photos[1], words="nod")
        await desk.clip()
        assert len(told(desk).shots) == 2
        assert Say(SAY("photo.left_out", reason=SAY("fault.photo_unreadable"))) in desk.notebook.all(Say)
        await desk.album(b"Dear", b"diary")
        assert desk.notebook.last_words == SAY("fault.photo_unreadable")

    in_conversation(scene)


def test_a_film_takes_so_many_photos_and_says_so(in_conversation: Play, photos: list[bytes]) -> None:
    async def scene(desk: Desk) -> None:
        await desk.album(*photos, words="nod")
        await desk.clip()
        assert len(told(desk).shots) == MOST_SHOTS
        assert Say(SAY("photo.too_many", most=MOST_SHOTS)) in desk.notebook.all(Say)

    in_conversation(scene)


@pytest.mark.parametrize(("way", "films"), [("One film of all", [3]), ("Each by itself", [1, 1, 1])])
def test_photos_that_come_one_by_one_may_be_joined(
    in_conversation: Play, photos: list[bytes], way: str, films: list[int]
) -> None:
    async def scene(desk: Desk) -> None:
        for photo in photos[:3]:
            await desk.photo(photo)
        desk.patience.quiet.set()
        asked = await desk.notebook.next(Ask, 2)
        assert asked.text == SAY("join.ask", count=3)
        await asyncio.sleep(0.05)
        assert len(desk.notebook.all(Ask)) == 2, "it is asked once, when no further photo comes"
        await desk.press(button(asked, way))
        await desk.clip(len(films))
        assert [len(request.photos) for request in desk.render.requests] == films

    in_conversation(scene)


def test_words_join_the_photos_that_wait(in_conversation: Play, photos: list[bytes]) -> None:
    async def scene(desk: Desk) -> None:
        for photo in photos[:2]:
            await desk.photo(photo)
        await desk.say("everybody nods")
        await desk.clip()
        assert len(told(desk).shots) == 2

    in_conversation(scene)


def test_a_story_may_be_ended_in_the_caption_of_its_photos(in_conversation: Play, photos: list[bytes]) -> None:
    async def scene(desk: Desk) -> None:
        await desk.say("/story")
        await desk.album(*photos[:2], words="/done a slow nod")
        await desk.clip()
        assert [path.read_bytes() for path in desk.render.requests[0].photos] == photos[:2]
        assert all(GestureName.NOD in gestures(told(desk), shot) for shot in range(2))

    in_conversation(scene)


def test_a_group_collects_a_story(in_conversation: Play, photos: list[bytes]) -> None:
    async def scene(desk: Desk) -> None:
        await desk.say("/done", ANNA_IN_GROUP)
        assert desk.notebook.last_words == SAY("story.none")
        await desk.say("/story", ANNA_IN_GROUP)
        await desk.say("/done", ANNA_IN_GROUP)
        assert desk.notebook.last_words == SAY("story.empty")
        await desk.photo(photos[0], "a wink", ANNA_IN_GROUP)
        await desk.album(*photos[1:3], place=CARLA_IN_GROUP)
        assert desk.notebook.last_words == SAY("story.empty"), "nothing is said while photos come"
        desk.patience.quiet.set()
        await desk.notebook.next(Ask, 3)
        assert desk.notebook.last_words == SAY("story.count", count=3)
        assert len(desk.notebook.all(Ask)) == 3, "and once for all of them"
        assert not desk.render.requests
        await desk.say("/done a slow nod", CARLA_IN_GROUP)
        await desk.clip()
        assert [path.read_bytes() for path in desk.render.requests[0].photos] == photos[:3]
        assert GestureName.WINK in gestures(told(desk), 0)
        assert GestureName.NOD in gestures(told(desk), 2)
        assert [place for place, _ in desk.notebook.shown][-1].owner == CARLA_IN_GROUP.owner
        await desk.photo(photos[3], "nod", CARLA_IN_GROUP)
        await desk.clip(2)
        assert desk.render.requests[1].storyboard is None, "the story is over"

    in_conversation(scene)


def test_a_story_outlives_a_restart_and_counts_what_was_not_addressed(tmp_path: Path, photos: list[bytes]) -> None:
    unaddressed = replace(CARLA_IN_GROUP, message="7")

    async def before() -> None:
        async with desk_in(tmp_path, StandInRender()) as desk:
            await desk.photo(photos[0], place=unaddressed, is_addressed=False)
            assert not desk.notebook.shown, "nobody spoke to Reverie"
            await desk.say("/story quiet, then joy", ANNA_IN_GROUP)
            await desk.photo(photos[1], place=unaddressed, is_addressed=False)
            await desk.photo(photos[1], place=unaddressed, is_addressed=False)

    async def after() -> None:
        async with desk_in(tmp_path, StandInRender()) as desk:
            desk.patience.quiet.set()
            await desk.photo(photos[2], place=ANNA_IN_GROUP)
            await desk.notebook.next(Ask)
            assert desk.notebook.last_words == SAY("story.count", count=2)
            await desk.press(button(desk.notebook.all(Ask)[-1], "That is all"), ANNA_IN_GROUP)
            await desk.clip()
            assert len(told(desk).shots) == 2

    for scene in (before, after):
        asyncio.run(scene())


def test_a_full_story_takes_no_more(in_conversation: Play, photos: list[bytes]) -> None:
    async def scene(desk: Desk) -> None:
        await desk.say("/story")
        await desk.album(*photos[: MOST_SHOTS - 1])
        desk.patience.quiet.set()
        await desk.album(*photos[-3:])
        await desk.notebook.next(Ask, 2)
        assert desk.notebook.last_words == SAY("story.full", count=MOST_SHOTS)

    in_conversation(scene)


def test_only_who_began_a_story_or_an_admin_drops_it(in_conversation: Play, photos: list[bytes]) -> None:
    async def scene(desk: Desk) -> None:
        await desk.say("/story", ANNA_IN_GROUP)
        never_mind = button(desk.notebook.all(Ask)[-1], "Never mind")
        await desk.press(never_mind, CARLA_IN_GROUP)
        assert desk.notebook.last_words == SAY("group.not_yours")
        await desk.press(never_mind, replace(CARLA_IN_GROUP, may_administer=True))
        assert desk.notebook.last_words == SAY("story.dropped")
        await desk.say("/story", ANNA_IN_GROUP)
        await desk.say("/cancel", ANNA_IN_GROUP)
        assert desk.notebook.last_words == SAY("story.dropped")

    in_conversation(scene)


def test_forgetting_takes_ones_photos_out_of_a_story(in_conversation: Play, photos: list[bytes]) -> None:
    async def scene(desk: Desk) -> None:
        await desk.say("/story", ANNA_IN_GROUP)
        await desk.photo(photos[0], place=ANNA_IN_GROUP)
        await desk.photo(photos[1], place=CARLA_IN_GROUP)
        await desk.say("/forget", CARLA_IN_GROUP)
        await desk.say("/done", ANNA_IN_GROUP)
        await desk.clip()
        assert [path.read_bytes() for path in desk.render.requests[0].photos] == [photos[0]]

    in_conversation(scene)


def test_a_photo_of_the_past_comes_back_and_can_be_animated(in_conversation: Play, photos: list[bytes]) -> None:
    async def scene(desk: Desk) -> None:
        await desk.say("/memory")
        assert desk.notebook.last_words == SAY("memory.none")
        for number, photo in enumerate(photos[:3], start=1):
            await desk.photo(photo, "nod")
            await desk.clip(number)
        latest = desk.notebook.all(AcknowledgePhoto)[-1].photo
        await desk.say("/memory")
        first = desk.notebook.all(Ask)[-1]
        await desk.press(button(first, "Another one"))
        second = desk.notebook.all(Ask)[-1]
        assert len({first.photo, second.photo, latest}) == 3
        await desk.press(button(second, "Bring to life"))
        await desk.press(button(desk.notebook.all(Ask)[-1], "Laughing"))
        assert (await desk.clip(4)).photo == second.photo

    in_conversation(scene)


@pytest.mark.parametrize(("answer", "films"), [("yes", [2]), ("no", [1, 1])])
def test_whether_photos_belong_together_may_be_said(
    in_conversation: Play, photos: list[bytes], answer: str, films: list[int]
) -> None:
    async def scene(desk: Desk) -> None:
        for photo in photos[:2]:
            await desk.photo(photo)
        desk.patience.quiet.set()
        await desk.notebook.next(Ask, 2)
        assert desk.notebook.last_words == SAY("join.ask", count=2)
        await desk.say(answer)
        await desk.clip(len(films))
        assert [len(request.photos) for request in desk.render.requests] == films

    in_conversation(scene)


def test_a_chat_may_refuse_its_memories(in_conversation: Play) -> None:
    async def scene(desk: Desk) -> None:
        await desk.say("/settings")
        await desk.press(button(desk.notebook.all(Ask)[-1], "Memories off"))
        await desk.say("/memory", ANNA)
        assert desk.notebook.last_words == SAY("memory.not_allowed")

    in_conversation(scene)
