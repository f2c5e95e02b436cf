"""`reverie admin`, beside a chat that runs and without one."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.app import app
from bot.conversation import Memory
from bot.conversation.reported_clips import ReportedClip
from bot.database import Database
from bot.operations.back_door import back_door
from engine.jobs import JobQueue, JobRequest
from engine.types.direction import Direction


@pytest.fixture
def admin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Run a command on the data folder and return what it prints."""
    monkeypatch.setenv("REVERIE_DATA_DIR", str(tmp_path))

    def run(*words: str) -> str:
        result = CliRunner().invoke(app, ["admin", *words])
        assert result.exit_code == 0, result.output
        return result.output

    return run


HEARD: list[str] = []


async def tell_admins(text: str) -> int:
    HEARD.append(text)
    return 2


async def with_a_job(folder: Path, then: Callable[[JobQueue], object]) -> None:
    async with JobQueue(folder / "jobs", []) as queue:
        photo = await queue.keep_photo(b"a photo", owner="test:anna", chat="test:chat")
        await queue.submit(JobRequest("test:anna", "test:chat", (photo,), Direction()))
        async with back_door(folder, queue.report, tell_admins):
            await asyncio.to_thread(then, queue)


def test_the_queue_of_a_running_chat_is_told(tmp_path: Path, admin: Callable[..., str]) -> None:
    told = []
    asyncio.run(with_a_job(tmp_path, lambda _queue: told.extend(map(admin, ("stats", "queue", "set-aside")))))
    stats, queue, set_aside = told
    assert "1 queued" in stats and "photos  1" in stats
    assert "test:anna  in test:chat" in queue
    assert set_aside == "Nothing was set aside.\n"


def test_the_queue_is_read_and_left_as_it_is_when_nothing_runs(tmp_path: Path, admin: Callable[..., str]) -> None:
    asyncio.run(with_a_job(tmp_path, lambda _queue: None))
    before = (tmp_path / "jobs" / "queue.sqlite").read_bytes()
    assert "test:anna  in test:chat" in admin("queue")
    assert (tmp_path / "jobs" / "queue.sqlite").read_bytes() == before


def test_only_the_own_user_may_ask(tmp_path: Path) -> None:
    modes = []
    asyncio.run(with_a_job(tmp_path, lambda _queue: modes.append((tmp_path / "admin.sock").stat().st_mode & 0o777)))
    assert modes == [0o600]
    assert not (tmp_path / "admin.sock").exists()


def test_people_are_blocked_listed_and_served_again(admin: Callable[..., str]) -> None:
    assert admin("block", "telegram:42") == "telegram:42 is blocked.\n"
    assert admin("block", "telegram:42") == "telegram:42 was blocked already.\n"
    assert admin("blocked").startswith("telegram:42  since ")
    assert admin("unblock", "telegram:42") == "telegram:42 is served again.\n"
    assert admin("unblock", "telegram:42") == "telegram:42 was not blocked.\n"
    assert admin("blocked") == ""


def test_the_admins_are_told_through_the_chat_that_runs(tmp_path: Path, admin: Callable[..., str]) -> None:
    told: list[str] = []
    asyncio.run(with_a_job(tmp_path, lambda _queue: told.append(admin("broadcast", "Back at noon – ♥"))))
    assert told == ["Told 2.\n"]
    assert HEARD[-1] == "Back at noon – ♥"


def test_without_a_chat_nobody_can_be_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REVERIE_DATA_DIR", str(tmp_path))
    result = CliRunner().invoke(app, ["admin", "broadcast", "hello"])
    assert result.exit_code == 2
    assert "No chat runs" in result.output


def test_what_was_reported_is_listed(tmp_path: Path, admin: Callable[..., str]) -> None:
    async def report() -> None:
        async with Database(tmp_path / "conversations.db") as database:
            memory = Memory(database)
            await memory.open()
            await memory.reports.put(ReportedClip("j1", "telegram:-5", "telegram:1", "telegram:2", "not me", 0.0))

    assert admin("reports") == ""
    asyncio.run(report())
    listed = "clip j1 in telegram:-5, made for telegram:1, reported by telegram:2  not me"
    assert admin("reports").strip().endswith(listed)


def test_an_empty_folder_is_told_in_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REVERIE_DATA_DIR", str(tmp_path / "nothing"))
    result = CliRunner().invoke(app, ["admin", "stats"])
    assert result.exit_code == 1
    assert "cannot be opened" in result.output
