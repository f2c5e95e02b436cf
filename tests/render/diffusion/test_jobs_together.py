"""Jobs that wait in the queue, made side by side by one model."""

import asyncio
import io
from pathlib import Path
from threading import Event
from typing import Any

import pytest
import skimage.data
from PIL import Image
from takes import WAIT_S, small, wait_until
from tiny import pipeline

from engine.jobs import Job, JobQueue, JobRequest, JobState, StudioRender
from engine.models import Models, default_folder
from engine.render.diffusion import renderer, shared_model
from engine.render.diffusion.models import MODELS, DiffusionOptions
from engine.render.diffusion.renderer import DiffusionRenderer
from engine.render.diffusion.sampling import sample
from engine.render.engines import ENGINES
from engine.studio import Studio
from engine.types.direction import Direction
from engine.types.options import RenderOptions
from engine.video.decoding import decode

NAME = "svd-xt"


async def ask(queue: JobQueue, photo: str, seed: int) -> Job:
    options = RenderOptions(seconds=0.5, fps=10, size_px=160, seed=seed)
    return await queue.submit(JobRequest("anna", "chat", (photo,), Direction(), options))


async def ended(queue: JobQueue, job: Job) -> Job:
    return [seen async for seen in queue.watch(job.id)][-1]


def test_waiting_jobs_become_one_run_and_cancelling_one_leaves_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[int] = []
    all_wait, somebody_left = Event(), Event()

    def sampled(pipe: Any, family: Any, takes: list[Any], lead: Any, **options: Any) -> Any:
        runs.append(len(takes))
        assert (all_wait if len(runs) == 1 else somebody_left).wait(WAIT_S)
        return sample(pipe, family, takes, lead, **options)

    monkeypatch.setattr(shared_model, "sample", sampled)
    monkeypatch.setattr(renderer, "places", lambda *_: 3)
    monkeypatch.setitem(MODELS, NAME, small(NAME, latent_frames=3))
    pipe = pipeline(NAME)
    options = DiffusionOptions(NAME, may_download=True)  # so that nobody looks for weights
    engine = DiffusionRenderer(options, "cpu", lambda *_: pipe)
    monkeypatch.setitem(ENGINES, "diffusion", lambda *_: engine)
    studio = Studio(Models(default_folder()), engine="diffusion", device="cpu", diffusion=options)
    portrait = io.BytesIO()
    Image.fromarray(skimage.data.astronaut()).save(portrait, "jpeg")

    async def story() -> None:
        renders = [StudioRender(studio) for _ in range(4)]
        async with JobQueue(tmp_path, renders) as queue:
            key = await queue.keep_photo(portrait.getvalue(), owner="anna", chat="chat")
            jobs = [await ask(queue, key, 0)]
            await asyncio.to_thread(wait_until, lambda: runs == [1])
            jobs += [await ask(queue, key, seed) for seed in (1, 2, 3)]
            await asyncio.to_thread(wait_until, lambda: len(engine._kept()._waiting) == 3)
            all_wait.set()
            await asyncio.to_thread(wait_until, lambda: len(runs) == 2)
            assert await queue.cancel(jobs[2].id)
            somebody_left.set()
            states = [(await ended(queue, job)).state for job in jobs]
            assert states == [JobState.DONE, JobState.DONE, JobState.CANCELLED, JobState.DONE]
            for job in (jobs[0], jobs[1], jobs[3]):
                assert len(list(decode((await queue.clip(job.id)).path))) == 5

    asyncio.run(asyncio.wait_for(story(), WAIT_S))
    assert runs == [1, 3]
