"""Sounds that people send, from the shelf to the film."""

import asyncio
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest
import skimage.data
from job_steps import OPTIONS, ended, files, play
from PIL import Image

from engine.audio import bare_sound
from engine.errors import ErrorCode, QueueFullError, SoundError, UnknownJobError
from engine.jobs import Job, JobQueue, JobRequest, JobState, QueueLimits, RenderRequest, StudioRender
from engine.models import Models, default_folder
from engine.studio import Studio
from engine.types.clip import Clip
from engine.types.direction import Direction
from engine.types.progress import Progress
from tests.audio.sounds import encoded, plucked, speech_like, tone
from tests.stand_in_renders import film

SONG = bare_sound(encoded(tone(1.0), "mp3", "libmp3lame", rate=44_100))
VOICE = bare_sound(encoded(speech_like(1.2), "ogg", "libopus"))


class Listening:
    """Renders at once, and notes the sounds that it was given."""

    def __init__(self) -> None:
        self.heard: list[bytes | None] = []

    def __call__(
        self, request: RenderRequest, on_progress: Callable[[Progress], None], cancelled: Callable[[], bool]
    ) -> Clip:
        self.heard.append(None if request.sound is None else request.sound.read_bytes())
        return film(request)


async def ask(queue: JobQueue, owner: str = "anna", sound: str = "", *, is_spoken: bool | None = None) -> Job:
    key = await queue.keep_photo(f"face of {owner}".encode(), owner=owner, chat="chat")
    options = replace(OPTIONS, is_spoken=is_spoken)
    return await ended(queue, await queue.submit(JobRequest(owner, "chat", (key,), Direction(), options, sound=sound)))


async def kept(queue: JobQueue, content: bytes, owner: str = "anna") -> str:
    return await queue.keep_sound(content, owner=owner, chat="chat")


def test_a_film_is_made_once_for_each_sound(tmp_path: Path) -> None:
    async def story() -> None:
        render = Listening()
        async with JobQueue(tmp_path, [render]) as queue:
            song, voice = await kept(queue, SONG), await kept(queue, VOICE)
            assert song == await kept(queue, SONG)
            silent = await ask(queue)
            sung = await ask(queue, sound=song)
            assert (await ask(queue, sound=song)).result == sung.result
            spoken = await ask(queue, sound=voice, is_spoken=True)
            guessed = await ask(queue, sound=voice)
            assert len({job.result for job in (silent, sung, spoken, guessed)}) == 4
            assert render.heard == [None, SONG, VOICE, VOICE]
            assert (await queue.get(spoken.id)).request == spoken.request

    play(story())


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"no sound", ErrorCode.SOUND_UNREADABLE),
        (encoded(tone(1.0, level=0.0), "wav", "pcm_s16le"), ErrorCode.SOUND_SILENT),
    ],
)
def test_what_cannot_be_heard_is_not_kept(tmp_path: Path, content: bytes, code: ErrorCode) -> None:
    async def story() -> None:
        async with JobQueue(tmp_path, [Listening()]) as queue:
            with pytest.raises(SoundError) as caught:
                await kept(queue, content)
            assert caught.value.code == code
        assert files(tmp_path) == []

    play(story())


def test_of_a_video_only_what_is_heard_is_kept(tmp_path: Path) -> None:
    file = io.BytesIO()
    with av.open(file, "w", format="mov") as video:
        video.metadata.update({"title": "Carla at home", "location": "+52.5200+013.4050/"})
        pictures = video.add_stream("mpeg4", rate=10, width=64, height=64, pix_fmt="yuv420p")
        sound = video.add_stream("aac", rate=48_000, layout="stereo")
        picture = av.VideoFrame.from_ndarray(np.full((64, 64, 3), 200, np.uint8), format="rgb24")
        video.mux([*pictures.encode(picture), *pictures.encode(None)])
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(tone(1.0).T), format="fltp", layout="stereo")
        frame.sample_rate = 48_000
        video.mux([*sound.encode(frame), *sound.encode(None)])
    sent = file.getvalue()
    assert b"Carla" in sent and b"+52.52" in sent

    async def story() -> None:
        async with JobQueue(tmp_path, [Listening()]) as queue:
            await kept(queue, sent)
        (left,) = files(tmp_path)
        assert not any(told in left.read_bytes() for told in (b"Carla", b"+52.52"))
        with av.open(str(left)) as heard:
            assert [stream.type for stream in heard.streams] == ["audio"]
            assert not heard.metadata

    play(story())


def test_what_one_person_may_leave_here_is_bounded(tmp_path: Path) -> None:
    limits = QueueLimits(kept_mb_per_owner=1.1 * len(VOICE) / 1e6)

    async def story() -> None:
        async with JobQueue(tmp_path, [Listening()], limits) as queue:
            await kept(queue, SONG)
            with pytest.raises(QueueFullError) as caught:
                await kept(queue, VOICE)
            assert caught.value.code == ErrorCode.FULL_KEPT
            with pytest.raises(QueueFullError):
                await queue.keep_photo(bytes(len(VOICE)), owner="anna", chat="another chat")
            await kept(queue, VOICE, "ben")
            await queue.forget("anna")
            await kept(queue, VOICE)

    play(story())


def test_forgetting_takes_the_sound_and_the_films_with_it(tmp_path: Path) -> None:
    async def story() -> None:
        async with JobQueue(tmp_path, [Listening()]) as queue:
            sound = await kept(queue, SONG)
            of_ben = await ask(queue, "ben", sound)
            await queue.forget("anna")
            with pytest.raises(UnknownJobError):
                await queue.get(of_ben.id)
            with pytest.raises(UnknownJobError):
                await ask(queue, "ben", sound)
        assert [path.read_bytes() for path in files(tmp_path)] == [b"face of ben"]

    play(story())


def test_old_sounds_are_deleted(tmp_path: Path) -> None:
    async def story() -> None:
        async with JobQueue(tmp_path, [Listening()]) as queue:
            await ask(queue, sound=await kept(queue, SONG))
            await kept(queue, VOICE)
        async with JobQueue(tmp_path, [Listening()], QueueLimits(keep_hours=0)) as queue:
            await asyncio.sleep(0)
            await queue.photos_in("chat")
        assert files(tmp_path) == []

    play(story())


def test_the_studio_makes_films_with_the_sound(tmp_path: Path) -> None:
    picture = io.BytesIO()
    Image.fromarray(skimage.data.astronaut()).resize((256, 256)).save(picture, "jpeg")

    async def story() -> None:
        with StudioRender(Studio(Models(default_folder()), device="cpu")) as render:
            async with JobQueue(tmp_path, [render]) as queue:
                photo = await queue.keep_photo(picture.getvalue(), owner="anna", chat="chat")
                sound = await kept(queue, encoded(plucked(1.5, 120)[0], "ogg", "libopus"))
                for photos in ((photo,), (photo, photo)):
                    job = await queue.submit(JobRequest("anna", "chat", photos, Direction(), OPTIONS, sound=sound))
                    job = await ended(queue, job)
                    assert job.state is JobState.DONE, job.error
                    with av.open(str((await queue.clip(job.id)).path)) as made:
                        assert {stream.type for stream in made.streams} == {"video", "audio"}

    play(story())
