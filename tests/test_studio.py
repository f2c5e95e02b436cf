"""The studio with the real stages, on a sample portrait; films are short and small."""

import io
import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.errors import CancelledRenderError, MissingModelError, PhotoError, RequestError
from engine.models import Models, default_folder
from engine.studio import Studio
from engine.types.direction import Direction, Gesture, GestureName
from engine.types.options import RenderLimits, RenderOptions
from engine.types.progress import Progress, Stage
from engine.video.decoding import decode

SMALL = RenderOptions(seconds=0.5, fps=20, size_px=240)


@pytest.fixture(scope="module")
def studio() -> Studio:
    return Studio(Models(default_folder()), device="cpu", limits=RenderLimits(seconds=3, size_px=640))


def test_a_photo_and_a_mood_become_a_film(studio: Studio, portrait: bytes, tmp_path: Path) -> None:
    output = tmp_path / "clip.mp4"
    report = studio.animate(portrait, "slow, wistful nod", output, SMALL)
    frames = list(decode(output))
    clip = report.clip
    assert (clip.frame_count, clip.fps, clip.width, clip.height) == (10, 20, 240, 240)
    assert [frame.shape for frame in frames] == [(240, 240, 3)] * 10
    assert clip.size_bytes == output.stat().st_size
    assert clip.duration_s == 0.5
    assert clip.direction.gestures[0].name == GestureName.NOD
    assert report.curves.frame_count == 10
    assert len(report.scene.faces) == 1
    assert list(report.seconds) == list(Stage)
    assert report.peak_memory_mb is None or report.peak_memory_mb > 50
    assert list(tmp_path.iterdir()) == [output]


def test_a_mark_is_put_into_the_picture_where_it_is_wished(studio: Studio, portrait: bytes, tmp_path: Path) -> None:
    plain, marked = tmp_path / "plain.mp4", tmp_path / "marked.mp4"
    studio.animate(portrait, "nod", plain, SMALL)
    studio.animate(portrait, "nod", marked, replace(SMALL, is_marked=True))
    for one, other in zip(decode(plain), decode(marked), strict=True):
        changed = np.abs(one.astype(int) - other).max(axis=2) > 50
        assert changed[200:, 200:].sum() > 10
        assert changed[:200].mean() < 0.01  # as much as x264's threads make two films of the same frames differ


def test_the_poster_is_the_photo(studio: Studio, portrait: bytes, tmp_path: Path) -> None:
    poster = studio.animate(portrait, "laugh", tmp_path / "clip.mp4", SMALL).clip.poster_jpeg
    assert len(poster) < 200_000
    with Image.open(io.BytesIO(poster)) as picture:
        assert max(picture.size) <= 320
        shown = np.asarray(picture.convert("RGB")).astype(float)
    with Image.open(io.BytesIO(portrait)) as photo:
        wanted = np.asarray(photo.resize((240, 240), Image.Resampling.LANCZOS)).astype(float)
    assert np.abs(shown - wanted).mean() < 6


def test_a_ready_direction_needs_no_words(studio: Studio, portrait: bytes, tmp_path: Path) -> None:
    direction = Direction(gestures=(Gesture(name=GestureName.WINK, side="left"),), duration=1.5)
    report = studio.animate(portrait, direction, tmp_path / "clip.mp4", replace(SMALL, seconds=None))
    assert report.clip.direction == direction
    assert report.clip.frame_count == 30


@pytest.mark.parametrize(
    ("options", "seconds", "shape"),
    [
        (SMALL, 0.5, (192, 240)),
        (replace(SMALL, seconds=None), 1.0, (192, 240)),
        (replace(SMALL, aspect="16:9"), 0.5, (240, 136)),
        (replace(SMALL, aspect="source"), 0.5, (240, 240)),
    ],
)
def test_an_option_wins_over_the_direction(
    studio: Studio, portrait: bytes, tmp_path: Path, *, options: RenderOptions, seconds: float, shape: tuple[int, int]
) -> None:
    direction = Direction(duration=1.0, aspect="4:5")
    clip = studio.animate(portrait, direction, tmp_path / "clip.mp4", options).clip
    assert clip.duration_s == seconds
    assert (clip.width, clip.height) == shape


def test_words_that_ask_for_too_much_get_what_there_is(studio: Studio, portrait: bytes, tmp_path: Path) -> None:
    options = replace(SMALL, seconds=None, fps=8)
    assert studio.animate(portrait, Direction(duration=40), tmp_path / "clip.mp4", options).clip.duration_s == 3


def test_the_seed_decides_the_motion(studio: Studio, portrait: bytes, tmp_path: Path) -> None:
    first, again, other = (
        studio.animate(portrait, "nod", tmp_path / f"{index}.mp4", replace(SMALL, seed=seed))
        for index, seed in enumerate((5, 5, 6))
    )
    assert np.array_equal(first.curves.people[0].values, again.curves.people[0].values)
    assert not np.array_equal(first.curves.people[0].values, other.curves.people[0].values)

    def apart(one: Path, another: Path) -> float:
        """Mean difference of the pictures: x264, on several threads, does not write quite the same file each time."""
        pairs = zip(decode(one), decode(another), strict=True)
        return float(np.mean([np.abs(left.astype(int) - right).mean() for left, right in pairs]))

    assert apart(first.clip.path, again.clip.path) < 0.1 * apart(first.clip.path, other.clip.path)


def test_progress_is_told_stage_by_stage(studio: Studio, portrait: bytes, tmp_path: Path) -> None:
    told: list[Progress] = []
    studio.animate(portrait, "nod", tmp_path / "clip.mp4", SMALL, on_progress=told.append)
    assert list(dict.fromkeys(progress.stage for progress in told)) == list(Stage)
    for stage in Stage:
        steps = [progress for progress in told if progress.stage is stage]
        assert steps[0].done == 0
        assert steps[-1].done == steps[-1].total
        assert [step.done for step in steps] == sorted(step.done for step in steps)
    assert {progress.total for progress in told if progress.stage is Stage.RENDER} == {10}


@pytest.mark.parametrize("stage", Stage)
def test_a_film_can_be_stopped_in_any_stage(studio: Studio, portrait: bytes, tmp_path: Path, stage: Stage) -> None:
    stopped = threading.Event()

    def stop_when_entered(progress: Progress) -> None:
        if progress.stage is stage:
            stopped.set()

    with pytest.raises(CancelledRenderError):
        studio.animate(
            portrait, "nod", tmp_path / "clip.mp4", SMALL, on_progress=stop_when_entered, cancelled=stopped.is_set
        )
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "change",
    [{"seconds": 0.0}, {"seconds": 3.1}, {"seconds": float("nan")}, {"fps": 7}, {"fps": 61}, {"size_px": 159},
     {"size_px": 641}, {"seed": -1}],
)  # fmt: skip
def test_an_impossible_option_is_refused_before_any_work(
    studio: Studio, tmp_path: Path, change: dict[str, float]
) -> None:
    with pytest.raises(RequestError) as caught:
        studio.animate(b"never looked at", "nod", tmp_path / "clip.mp4", replace(SMALL, **change))
    assert not isinstance(caught.value, PhotoError)


def test_an_unknown_engine_is_refused_with_the_known_ones(portrait: bytes, tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="warp"):
        Studio(Models(default_folder()), engine="steam").animate(portrait, "nod", tmp_path / "clip.mp4")


def test_a_bad_photo_leaves_no_file(studio: Studio, tmp_path: Path) -> None:
    with pytest.raises(PhotoError):
        studio.animate(b"", "nod", tmp_path / "clip.mp4", SMALL)
    assert not list(tmp_path.iterdir())


def test_missing_models_are_named(portrait: bytes, tmp_path: Path) -> None:
    with pytest.raises(MissingModelError, match="`reverie models`"):
        Studio(Models(tmp_path)).look(portrait)
