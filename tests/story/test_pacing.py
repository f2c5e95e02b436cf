"""Shots fill the film without gaps, joints lie around the cuts, and cuts fall on near beats."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.story.pacing import shot_lengths_s, slots
from engine.types.storyboard import Shot, Storyboard, TransitionName


def board(*seconds: float | None, total: float | None = None) -> Storyboard:
    return Storyboard(shots=tuple(Shot(photo=i, seconds=s) for i, s in enumerate(seconds)), seconds=total)


def test_named_lengths_stay_and_the_others_share_the_rest() -> None:
    assert shot_lengths_s(board(None, 5, None)) == [3, 5, 3]
    assert shot_lengths_s(board(2, None, None, total=10)) == [2, 4, 4]
    assert shot_lengths_s(board(2, None, total=10), 6) == [2, 4]


def test_a_film_too_short_for_its_named_lengths_scales_all() -> None:
    lengths = shot_lengths_s(board(10, None, 10, total=10))
    assert sum(lengths) == pytest.approx(10)
    assert lengths[0] == lengths[2] > lengths[1] > 0


@given(
    lengths=st.lists(st.floats(0.3, 6), min_size=1, max_size=20),
    names=st.lists(st.sampled_from(list(TransitionName)), min_size=19, max_size=19),
    fps=st.sampled_from([10, 24, 30, 60]),
    beats=st.lists(st.floats(0, 60), max_size=40),
)
@settings(deadline=None)
def test_every_frame_of_the_film_belongs_to_a_shot_or_to_the_joint_of_two(
    lengths: list[float], names: list[TransitionName], fps: int, beats: list[float]
) -> None:
    placed = slots(lengths, names[: len(lengths) - 1], fps, sorted(beats))
    assert placed[0].start == placed[0].head == 0
    assert placed[-1].stop == round(sum(lengths) * fps)
    assert placed[-1].tail == 0
    for before, after in pairwise(placed):
        assert before.tail == after.head
        assert before.stop - before.tail == after.start
        assert before.stop == after.start + after.head
    assert all(slot.frame_count >= slot.head + slot.tail for slot in placed)


def test_cuts_fall_on_a_beat_that_is_near_and_stay_where_none_is() -> None:
    cut = [TransitionName.CUT] * 2
    assert [slot.stop for slot in slots([3, 3, 3], cut, 30, [3.2, 6.4])] == [96, 180, 270]


def test_a_cut_takes_no_frames_and_a_morph_takes_its_own() -> None:
    assert [slot.head for slot in slots([3, 3, 3], [TransitionName.CUT, TransitionName.FACE_MORPH], 30)] == [0, 0, 24]
