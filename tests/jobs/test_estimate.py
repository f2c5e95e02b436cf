"""Time to go, by arithmetic."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.jobs import JobRequest
from engine.jobs.estimate import finish_times_s, fraction_of, work_of
from engine.types.direction import Direction
from engine.types.options import RenderOptions
from engine.types.progress import Progress, Stage
from engine.types.storyboard import Shot, Storyboard

SECONDS = st.lists(st.floats(0.1, 100), max_size=20)


def test_work_follows_length_rate_size_and_photos() -> None:
    request = JobRequest("a", "c", ("p",), Direction(), RenderOptions(seconds=2, fps=30, size_px=1000))
    assert work_of(request) == pytest.approx(2 * 30 * 0.75)
    natural = replace(request, options=RenderOptions(fps=30, size_px=1000))
    assert work_of(replace(natural, photos=("p", "q"))) == pytest.approx(2 * 3 * 30 * 0.75)
    board = Storyboard(shots=(Shot(photo=0, seconds=4), Shot(photo=1)))
    assert work_of(replace(natural, photos=("p", "q"), storyboard=board)) == pytest.approx(7 * 30 * 0.75)
    assert work_of(replace(request, options=RenderOptions(size_px=1000))) == pytest.approx(5 * 30 * 0.75)
    longer = replace(request, direction=Direction(duration=10.0), options=RenderOptions(size_px=1000))
    assert work_of(longer) == pytest.approx(10 * 30 * 0.75)


def test_the_fraction_only_rises_from_stage_to_stage() -> None:
    told = [Progress(stage, done, 4) for stage in Stage for done in range(5)]
    fractions = [fraction_of(progress) for progress in told]
    assert fractions == sorted(fractions)
    assert (fractions[0], fractions[-1]) == (0.0, 1.0)


def test_one_worker_adds_up_and_two_share() -> None:
    assert finish_times_s([3.0], [1.0, 2.0], 1) == [4.0, 6.0]
    assert finish_times_s([], [1.0, 2.0], 1) == [1.0, 3.0]
    assert finish_times_s([3.0], [1.0, 1.0, 2.0], 2) == [1.0, 2.0, 4.0]


@settings(deadline=None)
@given(SECONDS, st.integers(1, 4))
def test_workers_are_never_idle_and_never_faster_than_they_are(waiting: list[float], workers: int) -> None:
    finished = finish_times_s([], waiting, workers)
    assert all(done >= own for done, own in zip(finished, waiting, strict=True))
    if waiting:
        assert sum(waiting) / workers <= max(finished) + 1e-6
        assert max(finished) <= sum(waiting) / workers + max(waiting) + 1e-6
