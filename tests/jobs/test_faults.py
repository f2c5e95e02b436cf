"""What the world does to a queue: killed processes, full disks, files that are not what they should be."""

import asyncio
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from job_renders import Failing, deadly, quick
from job_steps import OPTIONS, ask, ended, files, play, running

from engine.errors import StoreError
from engine.jobs import Delivery, Failure, JobQueue, JobRequest, JobState, RenderRequest
from engine.jobs.store import Store
from engine.types.clip import Clip
from engine.types.direction import Direction
from engine.types.progress import Progress
from tests.stand_in_renders import Patient

JOBS = 20
KILLS = 10

SERVICE = """
import asyncio, os, sys
from pathlib import Path
from job_renders import {render}
from job_steps import ask
from engine.jobs import JobQueue, JobState

async def deliver(queue, job_id, outbox):
    async for job in queue.watch(job_id):
        pass
    if await queue.claim_delivery(job_id):
        outbox.write(job_id + "\\n")  # the message leaves; only then is it recorded
        outbox.flush()
        await queue.record_delivered(job_id, "sent")

async def serve(folder):
    with open(folder / "outbox", "a") as outbox:
        async with JobQueue(folder, [{render}]) as queue:
            known = await queue.list_for(chat="chat")
            for seed in range(len(known), {jobs}):
                known.append(await ask(queue, f"owner {{seed % 4}}", seed + {first_seed}))
            print("ready", flush=True)
            await asyncio.gather(*(deliver(queue, job.id, outbox) for job in known))

if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1])))
"""


def start(folder: Path, render: str, jobs: int = JOBS, first_seed: int = 0) -> "subprocess.Popen[str]":
    script = folder.parent / "service.py"
    script.write_text(SERVICE.format(render=render, jobs=jobs, first_seed=first_seed))
    folder.mkdir(exist_ok=True)
    path = {"PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.Popen([sys.executable, script, folder], stdout=subprocess.PIPE, text=True, env=path)


class WithLargePoster(Patient):
    def __call__(
        self, request: RenderRequest, on_progress: Callable[[Progress], None], cancelled: Callable[[], bool]
    ) -> Clip:
        return replace(super().__call__(request, on_progress, cancelled), poster_jpeg=bytes(100_000))


def test_killed_at_ten_moments_every_job_is_done_and_none_told_twice(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    chance = random.Random(20)  # noqa: S311 - no secret
    for _ in range(KILLS):
        service = start(folder, "slow")
        assert service.stdout is not None
        service.stdout.readline()
        time.sleep(chance.uniform(0, 0.1))  # anywhere in the 50 ms of a render, or in the writing after it
        service.kill()
        service.communicate()
    last = start(folder, "slow")
    last.communicate()
    assert last.returncode == 0

    async def story() -> None:
        async with JobQueue(folder, [quick]) as queue:
            jobs = await queue.list_for(chat="chat")
            assert [job.state for job in jobs] == [JobState.DONE] * JOBS
            sent = (folder / "outbox").read_text().split()
            assert len(sent) == len(set(sent))
            # A kill between sending and recording leaves "unknown": never sent again, never silently lost.
            for job in jobs:
                assert (job.delivery, job.id in sent) in (
                    (Delivery.DELIVERED, True),
                    (Delivery.UNKNOWN, True),
                    (Delivery.UNKNOWN, False),
                )
            for job in jobs:
                assert (await queue.clip(job.id)).path.stat().st_size > 0
        kept = [path.relative_to(folder).parts[0] for path in files(folder)]
        assert kept == ["clips"] * JOBS + ["outbox", "photos"]

    play(story())


def test_a_job_that_kills_its_process_is_set_aside_and_the_others_go_on(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    codes = []
    for _ in range(3):
        service = start(folder, "deadly", jobs=4, first_seed=12)
        service.communicate()
        codes.append(service.returncode)
    assert codes == [-signal.SIGKILL, -signal.SIGKILL, 0]

    async def story() -> None:
        async with JobQueue(folder, [quick]) as queue:
            jobs = {job.request.options.seed: job for job in await queue.list_for(chat="chat")}
        assert [jobs[seed].state for seed in (12, 14, 15)] == [JobState.DONE] * 3
        assert (jobs[13].state, jobs[13].failure, jobs[13].attempts) == (JobState.FAILED, Failure.SET_ASIDE, 3)

    play(story())


def test_a_job_that_was_only_there_when_the_process_died_is_made_apart(tmp_path: Path) -> None:
    async def story() -> None:
        for _ in range(2):
            store = Store(tmp_path)
            with store.transaction():
                known = store.jobs.of(None, None)
                if not known:
                    key = store.photos.keep(b"a photo", "anna", "chat")
                    known = [store.jobs.add(JobRequest("anna", "chat", (key,), Direction(), OPTIONS))]
                store.begin(known[0].id)
            store.close()  # as good as a kill: nothing is put back
        async with JobQueue(tmp_path, [deadly]) as queue:
            done = await ended(queue, known[0])
            assert (done.state, done.attempts) == (JobState.DONE, 3)
            assert (await queue.clip(done.id)).path.read_bytes() == b"film 0 160|a photo"

    play(story())


def test_a_render_apart_can_be_cancelled(tmp_path: Path) -> None:
    async def story() -> None:
        async with JobQueue(tmp_path, [Patient()]) as queue:
            job = await ask(queue)
            await running(queue, job)
        with sqlite3.connect(tmp_path / "queue.sqlite") as connection:
            connection.execute("UPDATE jobs SET attempts = 2")
        connection.close()
        async with JobQueue(tmp_path, [Failing([])]) as queue:
            assert await queue.cancel(job.id)
        assert [path.parts[-3] for path in files(tmp_path)] == ["photos"]

    play(story())


def test_a_file_that_is_no_database_is_named_and_left_alone(tmp_path: Path) -> None:
    database = tmp_path / "queue.sqlite"
    database.write_bytes(b"a letter to my mother " * 1000)

    async def story() -> None:
        with pytest.raises(StoreError, match=r"queue in .* cannot go on: the file is not a database"):
            async with JobQueue(tmp_path, [quick]):
                pass

    play(story())
    assert database.read_bytes().startswith(b"a letter to my mother")


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file in the way")

    async def story() -> None:
        with pytest.raises(StoreError, match="cannot go on: file exists"):
            async with JobQueue(tmp_path / "data", [quick]):
                pass

    play(story())


def test_two_processes_do_not_share_a_folder(tmp_path: Path) -> None:
    async def story() -> None:
        async with JobQueue(tmp_path, [quick]):
            with pytest.raises(StoreError, match="another Reverie"):
                Store(tmp_path)

    play(story())


def test_a_full_disk_is_told_and_costs_no_job(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite's own limit on pages stands in for the disk's end; it refuses with the very same error."""
    monkeypatch.setattr("engine.jobs.worker.TRY_AGAIN_S", 0.01)

    async def story() -> None:
        render = WithLargePoster()
        async with JobQueue(tmp_path, [render]) as queue:
            job = await ask(queue)
            await running(queue, job)
            pages = await full(queue)
            with pytest.raises(StoreError, match="the disk is full"):
                await ask(queue, seed=2, note="long" * 10_000)
            render.may_go.release()  # its poster has no room either: the worker insists
            await asyncio.sleep(0.1)
            assert (await queue.get(job.id)).state is JobState.RUNNING
            await room(queue, pages)
            assert (await ended(queue, job)).state is JobState.DONE
            assert (await queue.clip(job.id)).path.exists()

    async def full(queue: JobQueue) -> int:
        def limit(store: Store) -> int:
            pages: int = store._database.execute("PRAGMA page_count").fetchone()[0]
            store._database.execute(f"PRAGMA max_page_count = {pages}")
            return pages

        return await queue._desk.ask(limit)

    async def room(queue: JobQueue, pages: int) -> None:
        await queue._desk.ask(lambda store: store._database.execute(f"PRAGMA max_page_count = {pages * 1000}"))

    play(story())


def test_a_photo_that_the_disk_refuses_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: int) -> None:
        raise OSError(28, "No space left on device")

    async def story() -> None:
        async with JobQueue(tmp_path, [quick]) as queue:
            with monkeypatch.context() as disk:
                disk.setattr("os.fsync", refuse)
                with pytest.raises(StoreError, match="no space left on device"):
                    await queue.keep_photo(b"a photo", owner="anna", chat="chat")
            assert files(tmp_path) == []
            assert (await ended(queue, await ask(queue))).state is JobState.DONE

    play(story())


def test_every_release_of_the_tables_is_numbered(tmp_path: Path) -> None:
    Store(tmp_path).close()
    with sqlite3.connect(tmp_path / "queue.sqlite") as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM _sqlite_migrations ORDER BY id")]
        (mode,) = connection.execute("PRAGMA journal_mode").fetchone()
    connection.close()
    assert mode == "wal"
    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1)), json.dumps(names)
