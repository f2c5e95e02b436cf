"""What an operator's instruments are told."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from job_renders import Failing, quick
from job_steps import ask, ended, play, running

from engine.errors import PhotoError, QueueFullError
from engine.jobs import Delivery, Job, JobQueue, JobRequest, Observer, QueueLimits, RenderRequest
from engine.types.clip import Clip
from engine.types.progress import Progress, Stage
from tests.stand_in_renders import Patient, film


class Diary(Observer):
    """Writes down all it hears."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def submitted(self, job: Job) -> None:
        self.heard.append(f"submitted {job.state}")

    def refused(self, request: JobRequest, error: QueueFullError) -> None:
        self.heard.append(f"refused {request.owner}")

    def started(self, job: Job) -> None:
        self.heard.append("started")

    def stage_ended(self, job: Job, stage: Stage, seconds: float, steps: int) -> None:
        assert seconds >= 0
        self.heard.append(f"stage {stage}, {steps} steps")

    def ended(self, job: Job) -> None:
        self.heard.append(f"ended {job.state}")

    def delivered(self, outcome: Delivery) -> None:
        self.heard.append(f"delivery {outcome}")


def test_a_job_is_told_from_its_asking_to_its_delivery(tmp_path: Path) -> None:
    diary = Diary()

    async def story() -> None:
        async with JobQueue(tmp_path, [quick], observer=diary) as queue:
            job = await ended(queue, await ask(queue))
            assert await queue.claim_delivery(job.id)
            await queue.record_delivered(job.id)
            await ask(queue)  # the store has it

    play(story())
    assert diary.heard == ["submitted queued", "started", "ended done", "delivery delivered", "submitted done"]


def test_each_stage_is_timed_once(tmp_path: Path) -> None:
    diary = Diary()

    def staged(request: RenderRequest, on_progress: Callable[[Progress], None], cancelled: Callable[[], bool]) -> Clip:
        for stage in Stage:
            for done in (0, 1, 2, 2):
                on_progress(Progress(stage, done, 2))
        return film(request)

    async def story() -> None:
        async with JobQueue(tmp_path, [staged], observer=diary) as queue:
            await ended(queue, await ask(queue))

    play(story())
    assert [told for told in diary.heard if told.startswith("stage")] == [f"stage {stage}, 2 steps" for stage in Stage]


def test_a_refusal_is_told(tmp_path: Path) -> None:
    diary, render = Diary(), Patient()

    async def story() -> None:
        async with JobQueue(tmp_path, [render], QueueLimits(jobs_per_owner=1), diary) as queue:
            await running(queue, await ask(queue, seed=1))
            with pytest.raises(QueueFullError):
                await ask(queue, seed=2)
            render.may_go.release()

    play(story())
    assert diary.heard[:3] == ["submitted queued", "started", "refused anna"]


def test_a_failure_is_told(tmp_path: Path) -> None:
    diary = Diary()

    async def story() -> None:
        async with JobQueue(tmp_path, [Failing([PhotoError("Dark.")])], observer=diary) as queue:
            await ended(queue, await ask(queue))

    play(story())
    assert diary.heard == ["submitted queued", "started", "ended failed"]


def test_a_job_that_is_cancelled_while_it_runs_ends_once(tmp_path: Path) -> None:
    diary, render = Diary(), Patient()

    async def story() -> None:
        async with JobQueue(tmp_path, [render], observer=diary) as queue:
            job = await running(queue, await ask(queue))
            assert await queue.cancel(job.id)
            render.may_go.release()
            await asyncio.sleep(0.05)
            assert not await queue.cancel(job.id)

    play(story())
    assert [told for told in diary.heard if told.startswith("ended")] == ["ended cancelled"]
