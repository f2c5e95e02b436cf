"""A real Ray cluster of two nodes, one of which is killed; takes most of a minute: `make test-ray`."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest
import skimage.data

from benchmarks.photos import jpeg
from benchmarks.ray_nodes import RayNodes, ray_nodes
from bot.settings import Settings
from engine.cluster import rendering_on
from engine.jobs import Job, JobQueue, JobRequest, JobState
from engine.provenance import origin_of
from engine.types.direction import Direction
from engine.types.options import RenderOptions
from engine.types.progress import Stage
from engine.video.decoding import decode

pytestmark = [
    pytest.mark.skipif(find_spec("ray") is None, reason="Ray is an extra; `make test-ray` installs it."),
    pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning"),  # Ray's own
]

LIMIT_S = 150
SHORT = RenderOptions(seconds=0.5, fps=8, size_px=160)
LONG = RenderOptions(seconds=5, size_px=640)
ENDLESS = RenderOptions(seconds=60, size_px=1280)

Play = Callable[[Callable[[JobQueue], Awaitable[None]]], None]


@pytest.fixture(scope="module")
def nodes() -> Iterator[RayNodes]:
    with ray_nodes(2) as nodes:
        yield nodes


@pytest.fixture
def play(nodes: RayNodes, tmp_path: Path) -> Play:
    """Run a story with a queue on the cluster, once both nodes work."""
    settings = Settings(workers=nodes.address, data_dir=tmp_path, device="cpu")
    cluster = settings.cluster()
    assert cluster is not None

    async def with_queue(story: Callable[[JobQueue], Awaitable[None]]) -> None:
        async with (
            JobQueue(tmp_path / "jobs", []) as queue,
            rendering_on(cluster, settings.equipment(), settings.credentials(), queue.employ),
        ):
            while queue.workers < 2:  # noqa: ASYNC110 - nobody tells
                await asyncio.sleep(0.05)
            await story(queue)

    return lambda story: asyncio.run(asyncio.wait_for(with_queue(story), LIMIT_S))


async def ask(queue: JobQueue, options: RenderOptions, seed: int = 0) -> Job:
    key = await queue.keep_photo(jpeg(skimage.data.astronaut()), owner="anna", chat="chat")
    return await queue.submit(JobRequest("anna", "chat", (key,), Direction(), replace(options, seed=seed)))


async def drawing(queue: JobQueue, job: Job) -> None:
    """Wait until frames of a job have been drawn."""
    async for now in queue.watch(job.id):
        if now.stage is Stage.RENDER and now.fraction > 0.2:
            return
    raise AssertionError("it was over before anything was told")


async def ended(queue: JobQueue, job: Job) -> Job:
    return [now async for now in queue.watch(job.id)][-1]


def test_films_come_from_the_nodes_and_are_signed_here(play: Play) -> None:
    async def story(queue: JobQueue) -> None:
        for job in [await ask(queue, SHORT, seed) for seed in range(4)]:
            assert (await ended(queue, job)).state is JobState.DONE
            clip = await queue.clip(job.id)
            assert [frame.shape for frame in decode(clip.path)] == [(160, 160, 3)] * 4
            assert origin_of(clip.path)
            assert clip.poster_jpeg.startswith(b"\xff\xd8")

    play(story)


def test_a_cancelled_job_frees_its_node_at_once(play: Play) -> None:
    async def story(queue: JobQueue) -> None:
        endless = [await ask(queue, ENDLESS, seed) for seed in range(2)]
        after = await ask(queue, SHORT)
        for job in endless:
            await drawing(queue, job)
        assert await queue.cancel(endless[0].id)
        assert (await ended(queue, endless[0])).state is JobState.CANCELLED
        assert (await ended(queue, after)).state is JobState.DONE
        assert (await queue.get(endless[1].id)).state is JobState.RUNNING
        assert await queue.cancel(endless[1].id)

    play(story)


def test_the_job_of_a_killed_node_is_made_on_the_other_one(play: Play, nodes: RayNodes) -> None:
    async def story(queue: JobQueue) -> None:
        jobs = [await ask(queue, LONG, seed) for seed in range(4)]
        for job in jobs[:2]:
            await drawing(queue, job)
        nodes.kill(0)
        for job in jobs:
            assert (await ended(queue, job)).state is JobState.DONE
            assert (await queue.clip(job.id)).frame_count == 150
        assert queue.workers == 1
        attempts = [(await queue.get(job.id)).attempts for job in jobs]
        assert sorted(attempts) in ([1, 1, 1, 1], [1, 1, 1, 2])  # by whether the node or its answer was missed first

    play(story)
