"""Who is answered, and what the others are told."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from bot.conversation import AlbumReceived, Place, SentPhoto, TextReceived
from bot.conversation.admission import MOST_EVENTS, PAUSE_S, WITHIN_S, Admission, Guests, Verdict
from bot.conversation.blocking import Blocking
from bot.conversation.events import ButtonPressed, Event, PhotoReceived
from bot.database import Database
from bot.wording import LANGUAGES, wording
from engine.jobs import QueueLimits
from tests.conversation.desk import ANNA, BEN, StandInRender, desk_in

EVERYBODY = Guests()


def verdicts(
    folder: Path, *events: Event, guests: Guests = EVERYBODY, blocked: str = "", times: list[float] | None = None
) -> list[Verdict]:
    """Return what becomes of events at times in seconds, 100 s apart where none are given."""
    clock = iter(times or [100.0 * index for index in range(len(events))])

    async def scene() -> list[Verdict]:
        async with Database(folder / "conversations.db") as database:
            blocking = Blocking(database)
            if blocked:
                await blocking.block(blocked)
            admission = Admission(guests, blocking, now=lambda: next(clock))
            return [await admission.verdict(event) for event in events]

    return asyncio.run(scene())


def test_everybody_is_welcome_unless_somebody_says_otherwise(tmp_path: Path) -> None:
    events = (PhotoReceived(ANNA, b""), TextReceived(BEN, "smile"), ButtonPressed(ANNA, "x"))
    assert verdicts(tmp_path, *events) == [Verdict.WELCOME] * 3


@pytest.mark.parametrize("command", ["/privacy", "/forget", " /Forget@reverie_bot"])
def test_the_blocked_may_only_ask_what_is_kept_and_delete_it(tmp_path: Path, command: str) -> None:
    events = (TextReceived(ANNA, "smile"), TextReceived(ANNA, command), TextReceived(BEN, "smile"))
    told = verdicts(tmp_path, *events, blocked=ANNA.owner)
    assert told == [Verdict.BLOCKED, Verdict.WELCOME, Verdict.WELCOME]


def test_photos_in_a_group_that_are_not_meant_are_refused_without_a_word(tmp_path: Path) -> None:
    events = (PhotoReceived(ANNA, b"", is_addressed=False), AlbumReceived(ANNA, (SentPhoto(b""),), "", False))
    assert verdicts(tmp_path, *events, blocked=ANNA.owner) == [Verdict.IGNORED] * 2
    assert verdicts(tmp_path, *events, guests=Guests(frozenset({BEN.owner}))) == [Verdict.IGNORED] * 2


@pytest.mark.parametrize(
    ("allowed", "is_welcome"),
    [
        ("tg:7", True),
        ("tg:-1001", True),
        ("tg:-1001:5", True),
        ("tg:-100", False),
        ("tg:8", False),
        ("tg", False),
    ],
)
def test_people_and_chats_with_their_topics_are_invited(tmp_path: Path, allowed: str, is_welcome: bool) -> None:
    event = TextReceived(Place("tg:7", "tg:-1001:5", is_group=True), "smile")
    told = verdicts(tmp_path, event, guests=Guests(frozenset({allowed})))
    assert told == [Verdict.WELCOME if is_welcome else Verdict.CLOSED]


def test_admins_may_always_come(tmp_path: Path) -> None:
    guests = Guests(frozenset({BEN.owner}), admins=frozenset({ANNA.owner}))
    assert verdicts(tmp_path, TextReceived(ANNA, "smile"), guests=guests, blocked=ANNA.owner) == [Verdict.WELCOME]


def test_a_flood_is_told_once_and_then_ignored_for_a_while(tmp_path: Path) -> None:
    events = [TextReceived(ANNA, "smile")] * (MOST_EVENTS + 5)
    times = [0.1] * (MOST_EVENTS + 3) + [0.1 + PAUSE_S - 1, 0.1 + PAUSE_S]
    told = verdicts(tmp_path, *events, times=times)
    assert told[:MOST_EVENTS] == [Verdict.WELCOME] * MOST_EVENTS
    assert told[MOST_EVENTS:] == [Verdict.SLOW, Verdict.IGNORED, Verdict.IGNORED, Verdict.IGNORED, Verdict.WELCOME]


def test_a_steady_pace_is_no_flood_and_others_are_not_counted(tmp_path: Path) -> None:
    events = [TextReceived(ANNA, "smile"), TextReceived(BEN, "smile")] * MOST_EVENTS
    assert set(verdicts(tmp_path, *events, times=[0.0] * len(events))) == {Verdict.WELCOME}
    steady = [TextReceived(ANNA, "smile")] * (3 * MOST_EVENTS)
    pace = [1.01 * index * WITHIN_S / MOST_EVENTS for index in range(len(steady))]
    assert set(verdicts(tmp_path, *steady, times=pace)) == {Verdict.WELCOME}


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_is_turned_away_is_told_in_their_language(tmp_path: Path, photo: bytes, language: str) -> None:
    async def scene() -> None:
        async with (
            Database(tmp_path / "conversations.db") as database,
            desk_in(tmp_path, StandInRender(), admission=Admission(EVERYBODY, Blocking(database))) as desk,
        ):
            await Blocking(database).block(ANNA.owner)
            await desk.photo(photo, "smile", replace(ANNA, language=language))
            assert desk.notebook.last_words == wording(language)(Verdict.BLOCKED)
            assert not desk.render.requests
            assert await desk.queue.photos_in(ANNA.chat) == []
            await Blocking(database).unblock(ANNA.owner)
            await desk.photo(photo, "smile", replace(ANNA, language=language))
            await desk.clip()

    asyncio.run(scene())


def test_an_admin_changes_the_settings_of_any_group(tmp_path: Path) -> None:
    group = replace(ANNA, chat="test:group", is_group=True, may_administer=False)

    async def scene() -> None:
        async with Database(tmp_path / "conversations.db") as database:
            for admins, answer in ((frozenset(), "group.admins_only"), (frozenset({ANNA.owner}), "settings.now")):
                admission = Admission(Guests(admins=admins), Blocking(database))
                async with desk_in(tmp_path, StandInRender(), admission=admission) as desk:
                    await desk.say("/settings", group)
                    assert desk.notebook.last_words[:12] == wording("en").table()[answer][:12]

    asyncio.run(scene())


def test_the_limit_of_a_day_says_when_there_is_room(tmp_path: Path, photo: bytes) -> None:
    async def scene() -> None:
        async with desk_in(tmp_path, StandInRender(), QueueLimits(jobs_per_day=2)) as desk:
            for index, words in enumerate(("smile", "nod"), 1):
                await desk.photo(photo, words)
                await desk.clip(index)
            await desk.photo(photo, "laugh")
            assert desk.notebook.last_words == wording("en")("fault.full_day", limit=2, hours=24)
            await desk.photo(photo, "laugh", BEN)
            await desk.clip(3)

    asyncio.run(scene())
