import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.video.segments import cut


@given(
    frame_count=st.integers(1, 5000),
    longest=st.integers(2, 200),
    workers=st.integers(1, 16),
)
def test_segments_cover_the_film_evenly(frame_count: int, longest: int, workers: int) -> None:
    segments = cut(frame_count, longest, workers)
    assert [index for segment in segments for index in segment] == list(range(frame_count))
    lengths = [len(segment) for segment in segments]
    assert max(lengths) <= longest
    assert max(lengths) - min(lengths) <= 1
    assert len(segments) == 1 or min(lengths) >= longest // 5


def test_all_workers_have_a_part() -> None:
    assert cut(150, 75, 2) == [range(75), range(75, 150)]
    assert len(cut(150, 75, 4)) == 4
    assert len(cut(1800, 75, 2)) == 24


def test_no_film_without_frames() -> None:
    with pytest.raises(ValueError, match="at least one frame"):
        cut(0, 75, 2)
