"""The queue with the real studio, on a sample portrait; films are short and small."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
import skimage.data
from job_steps import OPTIONS, ended, files, play, running
from PIL import Image

from engine.errors import MissingModelError
from engine.jobs import Failure, Job, JobQueue, JobRequest, JobState, RenderRequest, StudioRender
from engine.jobs.quarantine import render_apart
from engine.models import Models, default_folder
from engine.studio import Studio
from engine.types.direction import Direction, Gesture, GestureName, Music
from engine.types.progress import Progress, ignore_progress, never
from engine.types.storyboard import Shot, Storyboard
from engine.video.decoding import decode

NOD = Direction(gestures=(Gesture(name=GestureName.NOD),))


@pytest.fixture
def studio() -> Studio:
    return Studio(Models(default_folder()), device="cpu")


async def ask(queue: JobQueue, photo: bytes, seed: int = 0, seconds: float = 0.5) -> Job:
    key = await queue.keep_photo(photo, owner="anna", chat="chat")
    options = replace(OPTIONS, seed=seed, seconds=seconds)
    return await queue.submit(JobRequest("anna", "chat", (key,), NOD, options))


def test_a_photo_becomes_a_film_and_the_models_load_once(
    studio: Studio, portrait: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = []
    perception = Studio.perception
    monkeypatch.setattr(Studio, "perception", lambda self: opened.append(self) or perception(self))

    async def story() -> None:
        with StudioRender(studio) as render:
            async with JobQueue(tmp_path, [render]) as queue:
                jobs = [await ask(queue, portrait, seed) for seed in range(3)]
                for job in jobs:
                    assert (await ended(queue, job)).state is JobState.DONE
                clip = await queue.clip(jobs[0].id)
                assert [frame.shape for frame in decode(clip.path)] == [(160, 160, 3)] * 4
                assert clip.poster_jpeg.startswith(b"\xff\xd8")

    play(story())
    assert len(opened) == 1


def test_a_real_render_is_cancelled_in_the_middle(studio: Studio, portrait: bytes, tmp_path: Path) -> None:
    async def story() -> None:
        with StudioRender(studio) as render:
            async with JobQueue(tmp_path, [render]) as queue:
                long, short = await ask(queue, portrait, seconds=60), await ask(queue, portrait, seed=1)
                await running(queue, long)
                assert await queue.cancel(long.id)
                # The next one is only begun once the thread is free again.
                assert (await ended(queue, short)).state is JobState.DONE
        assert [path.suffix for path in files(tmp_path)] == [".mp4", ""]

    play(story())


def test_a_text_file_fails_with_the_photo_s_own_sentence(studio: Studio, tmp_path: Path) -> None:
    async def story() -> None:
        with StudioRender(studio) as render:
            async with JobQueue(tmp_path, [render]) as queue:
                failed = await ended(queue, await ask(queue, b"Dear diary"))
                assert (failed.state, failed.failure) == (JobState.FAILED, Failure.REQUEST)
                assert failed.error

    play(story())


def test_the_studio_also_renders_apart(studio: Studio, portrait: bytes, tmp_path: Path) -> None:
    (tmp_path / "photo").write_bytes(portrait)
    told: list[Progress] = []
    request = RenderRequest((tmp_path / "photo",), NOD, OPTIONS, None, tmp_path / "film.mp4")
    with StudioRender(studio) as render:
        clip = render_apart(render, request, told.append, never)
    assert len(list(decode(clip.path))) == clip.frame_count == 4
    assert told[-1].done == told[-1].total

    with pytest.raises(MissingModelError, match="`reverie models`"):
        render_apart(StudioRender(Studio(Models(tmp_path))), request, ignore_progress, never)


def test_a_job_left_running_is_rendered_after_a_restart(studio: Studio, portrait: bytes, tmp_path: Path) -> None:
    async def story() -> None:
        with StudioRender(studio) as render:
            async with JobQueue(tmp_path, [render]) as queue:
                job = await ask(queue, portrait, seconds=3)
                await running(queue, job)
            assert [path.parts[-3] for path in files(tmp_path)] == ["photos"]
            async with JobQueue(tmp_path, [render]) as queue:
                assert [left.id for left in queue.resumed] == [job.id]
                assert (await ended(queue, job)).state is JobState.DONE

    play(story())


def test_a_story_is_rendered_and_its_shots_go_with_its_photos(studio: Studio, portrait: bytes, tmp_path: Path) -> None:
    other = io.BytesIO()
    Image.fromarray(skimage.data.coffee()).save(other, "jpeg", quality=92)
    board = Storyboard(shots=(Shot(photo=0, seconds=0.5), Shot(photo=1, seconds=0.5)), music=Music(mode="none"))

    async def story() -> None:
        with StudioRender(studio) as render:
            async with JobQueue(tmp_path, [render]) as queue:
                keys = [
                    await queue.keep_photo(content, owner=owner, chat="chat")
                    for content, owner in ((portrait, "anna"), (other.getvalue(), "ben"))
                ]
                options = replace(OPTIONS, seconds=None)
                told = await queue.submit(JobRequest("anna", "chat", tuple(keys), NOD, options, storyboard=board))
                assert (await ended(queue, told)).state is JobState.DONE
                assert (await queue.clip(told.id)).frame_count == 8
                same = await queue.submit(JobRequest("ben", "chat", tuple(keys), NOD, options, storyboard=board))
                assert same.state is JobState.DONE, "answered from the store"
                assert {path.parent.name for path in (tmp_path / "shots").glob("*/*.npz")} == set(keys)
                await queue.forget("ben")
                assert [path.name for path in (tmp_path / "shots").iterdir()] == [keys[0]]

    play(story())
