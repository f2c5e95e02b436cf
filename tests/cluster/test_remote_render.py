"""A render elsewhere, as a worker sees it."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from local_cluster import STEPS, LocalStudio, steady, until

from engine.cluster import remote_render
from engine.cluster.node import PART_BYTES
from engine.cluster.remote_render import RemoteRender
from engine.errors import CancelledRenderError, EngineError, ErrorCode, PhotoError, RequestError
from engine.jobs import LostRenderError, Render, RenderRequest
from engine.types.clip import Clip
from engine.types.direction import Direction
from engine.types.options import RenderOptions
from engine.types.progress import Progress, Stage, ignore_progress, never
from tests.stand_in_renders import Patient, film

Opened = Callable[[Render], LocalStudio]


@pytest.fixture
def opened() -> Iterator[Opened]:
    studios: list[LocalStudio] = []

    def open_studio(render: Render) -> LocalStudio:
        studios.append(LocalStudio(render))
        return studios[-1]

    yield open_studio
    for studio in studios:
        studio.end()


@pytest.fixture
def request_(tmp_path: Path) -> RenderRequest:
    photos = []
    for number in range(2):
        photos.append(tmp_path / f"photo {number}")
        photos[-1].write_bytes(f"photo {number} ".encode() * 600_000)  # 4.8 MB
    sound = tmp_path / "voice"
    sound.write_bytes(b"a voice")
    return RenderRequest(tuple(photos), Direction(), RenderOptions(seed=7), None, tmp_path / "film.mp4", sound=sound)


def left_at(studio: LocalStudio) -> list[str]:
    return [path.name for path in studio.node._folder.iterdir()]


def test_the_film_comes_here_whole_and_nothing_stays_there(opened: Opened, request_: RenderRequest) -> None:
    studio = opened(steady)
    clip = RemoteRender(studio, None)(request_, ignore_progress, never)
    content = b"film 7 1280|" + b"|".join(photo.read_bytes() for photo in request_.photos) + b"|a voice"
    assert len(content) > 2 * PART_BYTES
    assert clip.path.read_bytes() == content
    assert (clip.path, clip.size_bytes) == (request_.output, len(content))
    assert left_at(studio) == []
    assert sorted(path.name for path in request_.output.parent.iterdir()) == [
        "film.mp4",
        "photo 0",
        "photo 1",
        "voice",
    ]


def test_a_studio_makes_one_film_after_the_other(opened: Opened, request_: RenderRequest, tmp_path: Path) -> None:
    render = RemoteRender(opened(steady), None)
    render(request_, ignore_progress, never)
    silent = RenderRequest(request_.photos[:1], Direction(), RenderOptions(seed=8), None, tmp_path / "second.mp4")
    clip = render(silent, ignore_progress, never)
    assert clip.path.read_bytes() == b"film 8 1280|" + request_.photos[0].read_bytes()


def test_every_beginning_and_end_of_a_stage_is_told_in_order(opened: Opened, request_: RenderRequest) -> None:
    seen: list[Progress] = []
    RemoteRender(opened(steady), None)(request_, seen.append, never)
    edges = [progress for progress in seen if progress.done in (0, progress.total)]
    assert edges == [
        Progress(Stage.ANALYSE, 0, 1),
        Progress(Stage.ANALYSE, 1, 1),
        Progress(Stage.PLAN, 0, 1),
        Progress(Stage.PLAN, 1, 1),
        Progress(Stage.RENDER, 0, STEPS),
        Progress(Stage.RENDER, STEPS, STEPS),
    ]


def test_progress_arrives_while_the_render_goes_on(opened: Opened, request_: RenderRequest) -> None:
    patient = Patient()
    seen: list[Progress] = []

    def on_progress(progress: Progress) -> None:
        seen.append(progress)
        patient.may_go.release()  # only what is told lets it end

    RemoteRender(opened(patient), None)(request_, on_progress, never)
    assert seen == [Progress(Stage.RENDER, 5, 10)]


def test_who_cancels_stops_the_render_there(opened: Opened, request_: RenderRequest) -> None:
    patient, stop = Patient(), threading.Event()
    studio = opened(patient)
    with pytest.raises(CancelledRenderError):
        RemoteRender(studio, None)(request_, lambda _: stop.set(), stop.is_set)
    assert not studio.node._thread.is_alive()
    assert left_at(studio) == []
    assert not request_.output.exists()


@pytest.mark.parametrize(
    ("error", "kind"),
    [(PhotoError("Too dark.", ErrorCode.PHOTO_DAMAGED), RequestError), (MemoryError("CUDA"), MemoryError)],
)
def test_what_a_render_raises_there_is_raised_here(
    opened: Opened, request_: RenderRequest, error: Exception, kind: type[Exception]
) -> None:
    def failing(request: RenderRequest, on_progress: object, cancelled: object) -> Clip:
        request.output.write_bytes(b"half a film")
        raise error

    studio = opened(failing)
    with pytest.raises(kind, match=str(error)) as raised:
        RemoteRender(studio, None)(request_, ignore_progress, never)
    assert getattr(raised.value, "code", None) == getattr(error, "code", None)
    assert left_at(studio) == []
    assert not request_.output.exists()


def test_a_node_that_ends_in_the_middle_is_lost(opened: Opened, request_: RenderRequest) -> None:
    studio = opened(Patient())
    with pytest.raises(LostRenderError):
        RemoteRender(studio, None)(request_, lambda _: studio.end(), never)
    with pytest.raises(LostRenderError):
        RemoteRender(studio, None)(request_, ignore_progress, never)


def test_a_node_that_ends_while_the_film_is_fetched_leaves_no_half_film(
    opened: Opened, request_: RenderRequest
) -> None:
    studio = opened(steady)
    part = studio.node.part

    def last_part(start: int) -> bytes:
        if start:
            raise OSError("the disk is gone")
        return part(start)

    studio.node.part = last_part  # type: ignore[method-assign]  # a disk that breaks
    with pytest.raises(LostRenderError):
        RemoteRender(studio, None)(request_, ignore_progress, never)


def test_a_node_that_says_nothing_is_given_up(
    opened: Opened, request_: RenderRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote_render, "CALL_LIMIT_S", 0.05)
    studio = opened(steady)
    asleep = threading.Event()
    studio.node.begin = lambda order: asleep.wait(5.0)  # type: ignore[assignment, method-assign]  # a node that hangs
    try:
        with pytest.raises(LostRenderError, match="does not answer"):
            RemoteRender(studio, None)(request_, ignore_progress, never)
    finally:
        asleep.set()


def test_a_film_beyond_all_bounds_is_not_fetched(
    opened: Opened, request_: RenderRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote_render, "MOST_BYTES", 1000)
    studio = opened(steady)
    with pytest.raises(EngineError, match="too large"):
        RemoteRender(studio, None)(request_, ignore_progress, never)
    assert "part" not in studio.calls


def test_a_render_that_does_not_stop_makes_the_studio_useless_and_says_so(
    opened: Opened, request_: RenderRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.cluster.node.STOP_LIMIT_S", 0.05)
    may_end, stop = threading.Event(), threading.Event()

    def stubborn(request: RenderRequest, on_progress: Callable[[Progress], None], cancelled: object) -> Clip:
        on_progress(Progress(Stage.RENDER, 0, 10))
        may_end.wait(20.0)
        return film(request)

    studio = opened(stubborn)
    render = RemoteRender(studio, None)
    with pytest.raises(CancelledRenderError):
        render(request_, lambda _: stop.set(), stop.is_set)
    with pytest.raises(LostRenderError):
        render(request_, ignore_progress, never)
    may_end.set()
    until(lambda: not studio.node._thread.is_alive())
