"""The queue on a cluster whose nodes come, go and are lost."""

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from local_cluster import EQUIPMENT, WAIT_S, LocalCluster, steady

from engine.cluster import fleet, rendering_on
from engine.jobs import Job, JobQueue, JobRequest, JobState, RenderRequest
from engine.types.clip import Clip
from engine.types.direction import Direction
from engine.types.options import RenderOptions
from engine.types.progress import Progress
from tests.stand_in_renders import Patient, film


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fleet, "LOOK_EVERY_S", 0.01)
    monkeypatch.setattr(fleet, "TRY_AGAIN_S", 0.01)


def play(story: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(story, 2 * WAIT_S))


async def ask(queue: JobQueue, seed: int) -> Job:
    key = await queue.keep_photo(b"a photo", owner="anna", chat="chat")
    return await queue.submit(JobRequest("anna", "chat", (key,), Direction(), RenderOptions(seed=seed)))


async def ended(queue: JobQueue, job: Job) -> Job:
    return [now async for now in queue.watch(job.id)][-1]


async def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WAIT_S
    while not condition():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.005)


def test_jobs_are_rendered_on_all_nodes_and_never_more_at_once_than_there_are(tmp_path: Path) -> None:
    at_once, most = 0, 0
    counting = threading.Lock()

    def counted(request: RenderRequest, on_progress: Callable[[Progress], None], cancelled: Callable[[], bool]) -> Clip:
        nonlocal at_once, most
        with counting:
            at_once += 1
            most = max(most, at_once)
        time.sleep(0.05)
        with counting:
            at_once -= 1
        return film(request)

    async def story() -> None:
        cluster = LocalCluster(north=counted, south=counted)
        async with JobQueue(tmp_path, []) as queue:
            jobs = [await ask(queue, seed) for seed in range(8)]
            async with rendering_on(cluster, EQUIPMENT, None, queue.employ):
                for seed, job in enumerate(jobs):
                    done = await ended(queue, job)
                    assert done.state is JobState.DONE
                    assert (await queue.clip(job.id)).path.read_bytes() == f"film {seed} 1280|a photo".encode()
                assert queue.workers == 2
            assert queue.workers == 0
        assert cluster.closed
        assert cluster.equipment == EQUIPMENT
        assert most == 2

    play(story())


def test_the_job_of_a_lost_node_is_made_on_another_and_no_other_is_touched(tmp_path: Path) -> None:
    async def story() -> None:
        north, south = Patient(), Patient()
        cluster = LocalCluster(north=north, south=south)
        async with JobQueue(tmp_path, []) as queue, rendering_on(cluster, EQUIPMENT, None, queue.employ):
            jobs = [await ask(queue, seed) for seed in range(3)]
            await until(lambda: len(north.started) == len(south.started) == 1)
            cluster.lose("north")
            await until(lambda: queue.workers == 1)
            south.may_go.release(3)
            for job in jobs:
                assert (await ended(queue, job)).state is JobState.DONE
        assert len(north.started) == 1
        assert sorted(south.started) == [0, 1, 2]

    play(story())


def test_everything_waits_for_a_cluster_without_nodes_and_goes_on_when_one_comes(tmp_path: Path) -> None:
    async def story() -> None:
        cluster = LocalCluster(north=steady)
        async with JobQueue(tmp_path, []) as queue, rendering_on(cluster, EQUIPMENT, None, queue.employ):
            await until(lambda: queue.workers == 1)
            cluster.lose("north")
            await until(lambda: queue.workers == 0)
            job = await ask(queue, 1)
            await asyncio.sleep(0.05)
            assert (await queue.get(job.id)).state is JobState.QUEUED
            cluster.nodes["north"] = 2
            assert (await ended(queue, job)).state is JobState.DONE

    play(story())


def test_a_cluster_out_of_reach_is_told_of_once_and_tried_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def story() -> None:
        cluster = LocalCluster(north=steady)
        cluster.reachable = False
        async with JobQueue(tmp_path, []) as queue, rendering_on(cluster, EQUIPMENT, None, queue.employ):
            job = await ask(queue, 1)
            await asyncio.sleep(0.1)
            assert [record.getMessage() for record in caplog.records] == ["The cluster cannot be reached."]
            cluster.reachable = True
            assert (await ended(queue, job)).state is JobState.DONE

    play(story())


def test_who_is_on_a_cluster_that_gets_out_of_reach_is_dismissed(tmp_path: Path) -> None:
    async def story() -> None:
        north = Patient()
        cluster = LocalCluster(north=north)
        async with JobQueue(tmp_path, []) as queue, rendering_on(cluster, EQUIPMENT, None, queue.employ):
            job = await ask(queue, 1)
            await until(lambda: north.started == [1])
            cluster.reachable = False
            await until(lambda: queue.workers == 0)
            assert (await queue.get(job.id)).state is JobState.QUEUED
            cluster.reachable = True
            north.may_go.release()
            assert (await ended(queue, job)).attempts == 1

    play(story())


def test_a_node_with_another_version_gets_no_job(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async def story() -> None:
        cluster = LocalCluster(north=steady)
        cluster.greeting = "0.0.1"
        async with JobQueue(tmp_path, []) as queue, rendering_on(cluster, EQUIPMENT, None, queue.employ):
            job = await ask(queue, 1)
            await until(lambda: "0.0.1" in caplog.text)
            assert queue.workers == 0
            cluster.greeting = None
            assert (await ended(queue, job)).state is JobState.DONE

    play(story())


def test_a_cancelled_job_frees_its_worker(tmp_path: Path) -> None:
    async def story() -> None:
        north = Patient()
        async with (
            JobQueue(tmp_path, []) as queue,
            rendering_on(LocalCluster(north=north), EQUIPMENT, None, queue.employ),
        ):
            job, other = await ask(queue, 1), await ask(queue, 2)
            await until(lambda: north.started == [1])
            assert await queue.cancel(job.id)
            north.may_go.release(2)  # one may go to the render that is about to stop: its film is thrown away
            assert (await ended(queue, other)).state is JobState.DONE
            assert (await queue.get(job.id)).state is JobState.CANCELLED

    play(story())


def test_leaving_in_the_middle_keeps_the_job_for_the_next_start(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def story() -> None:
        north = Patient()
        async with JobQueue(tmp_path, []) as queue:
            async with rendering_on(LocalCluster(north=north), EQUIPMENT, None, queue.employ):
                job = await ask(queue, 1)
                await until(lambda: north.started == [1])
            assert (await queue.get(job.id)).state is JobState.QUEUED
        async with (
            JobQueue(tmp_path, []) as queue,
            rendering_on(LocalCluster(north=steady), EQUIPMENT, None, queue.employ),
        ):
            assert [left.id for left in queue.resumed] == [job.id]
            assert (await ended(queue, job)).attempts == 1

    with caplog.at_level(logging.ERROR):
        play(story())
    assert caplog.records == []
