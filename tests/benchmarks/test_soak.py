"""What the soak compares."""

from hypothesis import given
from hypothesis import strategies as st

from benchmarks.soak import Held, first_and_last


@given(jobs=st.integers(0, 600), warm_up=st.integers(0, 100), window=st.integers(1, 200))
def test_the_first_and_the_last_jobs_are_as_many_and_never_the_same(jobs: int, warm_up: int, window: int) -> None:
    held = [Held(float(number), threads=1, open_files=1, files=1) for number in range(jobs)]
    first, last = first_and_last(held, warm_up, window)
    assert len(first) == len(last) == min(window, max(0, jobs - warm_up) // 2)
    assert set(first).isdisjoint(last)
    if first:
        assert (first[0].memory_mb, last[-1].memory_mb) == (warm_up, jobs - 1)
