"""Renders elsewhere, which come, go and are lost, while the jobs stay."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from job_steps import LIMIT_S, ask, ended, files, play, running

from engine.errors import EngineError
from engine.jobs import Failure, JobQueue, JobState, LostRenderError, RenderRequest
from engine.types.clip import Clip
from engine.types.progress import Progress, Stage
from tests.stand_in_renders import Patient, film


class Doomed(Patient):
    """Is lost in the middle of its first job, when it is let, whatever anybody says meanwhile."""

    def __call__(
        self, request: RenderRequest, on_progress: Callable[[Progress], None], cancelled: Callable[[], bool]
    ) -> Clip:
        self.started.append(request.options.seed)
        request.output.write_bytes(b"half a film")
        on_progress(Progress(Stage.RENDER, 5, 10))
        assert self.may_go.acquire(timeout=LIMIT_S)
        raise LostRenderError("The node is gone.")


async def dismissed(work: "asyncio.Task[None]") -> None:
    work.cancel()
    with suppress(asyncio.CancelledError):
        await work


def test_a_job_whose_render_is_lost_is_made_by_another_one_and_once(tmp_path: Path) -> None:
    async def story() -> None:
        doomed, sound = Doomed(), Patient()
        async with JobQueue(tmp_path, []) as queue:
            first = asyncio.create_task(queue.employ(doomed))
            job, other = await ask(queue, seed=1), await ask(queue, seed=2)
            await running(queue, job)
            doomed.may_go.release()
            await first  # by itself
            second = asyncio.create_task(queue.employ(sound))
            again = await running(queue, job)
            assert again.attempts == 2
            sound.may_go.release(2)
            assert (await ended(queue, job)).state is JobState.DONE
            assert (await ended(queue, other)).attempts == 1
            await dismissed(second)
        assert (doomed.started, sound.started) == ([1], [1, 2])
        assert [path.parent.name for path in files(tmp_path)].count("work") == 0

    play(story())


def test_a_job_that_loses_three_renders_is_set_aside(tmp_path: Path) -> None:
    async def story() -> None:
        async with JobQueue(tmp_path, []) as queue:
            job = await ask(queue, seed=1)
            for _ in range(3):
                render = Doomed()
                render.may_go.release()
                await queue.employ(render)
            after = await ended(queue, job)
            assert (after.failure, after.attempts) == (Failure.SET_ASIDE, 3)

    play(story())


def test_a_cancelled_job_is_not_tried_elsewhere_when_its_render_is_lost(tmp_path: Path) -> None:
    async def story() -> None:
        doomed, sound = Doomed(), Patient()
        async with JobQueue(tmp_path, []) as queue:
            first = asyncio.create_task(queue.employ(doomed))
            job = await ask(queue, seed=1)
            await running(queue, job)
            await queue.cancel(job.id)
            doomed.may_go.release()
            await dismissed(first)
            second = asyncio.create_task(queue.employ(sound))
            sound.may_go.release()
            assert (await ended(queue, await ask(queue, seed=2))).state is JobState.DONE
            assert (await queue.get(job.id)).state is JobState.CANCELLED
            await dismissed(second)
        assert sound.started == [2]

    play(story())


@pytest.mark.parametrize("while_rendering", [False, True])
def test_who_is_dismissed_leaves_the_job_to_others_uncounted(tmp_path: Path, *, while_rendering: bool) -> None:
    async def story() -> None:
        slow, sound = Patient(), Patient()
        async with JobQueue(tmp_path, []) as queue:
            first = asyncio.create_task(queue.employ(slow))
            job = await ask(queue, seed=1)
            if while_rendering:
                await running(queue, job)
            await dismissed(first)
            waiting = await queue.get(job.id)
            assert (waiting.state, waiting.attempts, waiting.position) == (JobState.QUEUED, 0, 1)
            second = asyncio.create_task(queue.employ(sound))
            sound.may_go.release()
            assert (await ended(queue, job)).attempts == 1
            await dismissed(second)

    play(story())


def test_dismissals_at_every_moment_leave_no_job_behind(tmp_path: Path) -> None:
    def quick(request: RenderRequest, on_progress: Callable[[Progress], None], cancelled: Callable[[], bool]) -> Clip:
        return film(request)

    async def story() -> None:
        async with JobQueue(tmp_path, []) as queue:
            jobs = [await ask(queue, owner=f"owner {seed % 3}", seed=seed) for seed in range(12)]
            for steps in range(40):
                work = asyncio.create_task(queue.employ(quick))
                for _ in range(steps):
                    await asyncio.sleep(0)
                await dismissed(work)
                assert all(job.state is JobState.QUEUED for job in queue.open_jobs())
            work = asyncio.create_task(queue.employ(quick))
            for job in jobs:
                assert (await ended(queue, job)).state is JobState.DONE
            await dismissed(work)

    play(story())


def test_a_queue_counts_who_renders_and_says_when_nobody_does(tmp_path: Path) -> None:
    async def story() -> None:
        async with JobQueue(tmp_path, []) as queue:
            with pytest.raises(EngineError, match="Nobody renders"):
                await queue.check()
            render = Patient()
            work = [asyncio.create_task(queue.employ(render)) for render in (render, Patient())]
            job = await ask(queue)
            await running(queue, job)
            assert queue.workers == 2
            await queue.check()
            for one in work:
                await dismissed(one)
            assert queue.workers == 0
            assert (await queue.get(job.id)).eta_s is None

    play(story())
