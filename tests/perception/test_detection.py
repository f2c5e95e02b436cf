import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.perception.detection import (
    FACE_FULL_RANGE,
    Candidates,
    Detector,
    intersection_over_union,
    merge,
    overlap_of_smaller,
)

boxes = st.lists(
    st.tuples(*[st.floats(0, 100, width=32)] * 2, *[st.floats(1, 60, width=32)] * 2, st.floats(0.5, 1, width=32)),
    min_size=1,
    max_size=12,
)


def candidates_of(rows):
    values = np.array(rows, np.float32)
    corners = np.stack([values[:, :2], values[:, :2] + values[:, 2:4], values[:, :2]], axis=1)
    return Candidates(corners, values[:, 4])


@settings(deadline=None)
@given(boxes)
def test_merging_keeps_the_best_score_and_stays_within_what_was_proposed(rows):
    candidates = candidates_of(rows)
    found = merge(candidates)
    scores = [detection.score for detection in found]
    assert scores[0] == candidates.scores.max()
    assert scores == sorted(scores, reverse=True)
    low, high = candidates.points.min(axis=(0, 1)), candidates.points.max(axis=(0, 1))
    for detection in found:
        assert (detection.box[:2] >= low - 1e-3).all()
        assert (detection.box[2:] <= high + 1e-3).all()


def test_overlapping_boxes_are_averaged_by_score_and_others_stay():
    found = merge(candidates_of([(0, 0, 10, 10, 0.9), (1, 0, 10, 10, 0.6), (50, 50, 10, 10, 0.7)]))
    assert [detection.score for detection in found] == pytest.approx([0.9, 0.7])
    np.testing.assert_allclose(found[0].box, [0.4, 0, 10.4, 10], atol=1e-5)
    np.testing.assert_allclose(found[1].box, [50, 50, 60, 60])


def test_nothing_merges_to_nothing():
    assert merge(Candidates(np.zeros((0, 8, 2), np.float32), np.zeros(0, np.float32))) == []


def test_overlap_of_known_boxes():
    box = np.array([0, 0, 10, 10], np.float32)
    others = np.array([[0, 0, 10, 10], [5, 0, 15, 10], [20, 20, 30, 30]], np.float32)
    np.testing.assert_allclose(intersection_over_union(box, others), [1, 1 / 3, 0])
    assert overlap_of_smaller(box, np.array([2, 2, 4, 4], np.float32)) == pytest.approx(1)
    assert overlap_of_smaller(box, others[2]) == 0


@settings(deadline=None)
@given(boxes, st.floats(0.1, 1), st.integers(0, 200), st.integers(0, 200))
def test_moving_into_the_whole_picture_follows_the_sample_grid(rows, scale, x, y):
    candidates = candidates_of(rows)
    moved = candidates.moved((x, y), scale)
    # The centre of a pixel of the reduced picture is the centre of the pixels that it stands for.
    expected = (candidates.points + (x, y) + 0.5) / scale - 0.5
    np.testing.assert_allclose(moved.points, expected, rtol=1e-4, atol=1e-2)


def test_the_detector_finds_the_astronaut_wherever_she_is(models, picture, face):
    detector = Detector(models, FACE_FULL_RANGE)
    astronaut = picture("astronaut")
    wide = np.zeros((512, 800, 3), np.uint8)
    wide[:, 200:712] = astronaut
    for pixels, shift in ((astronaut, 0), (wide, 200)):
        best = merge(detector.candidates(pixels))[0]
        assert intersection_over_union(best.box - (shift, 0, shift, 0), np.array([face.box]))[0] > 0.55
        eyes = face.landmarks[[468, 473], :2] + (shift, 0)
        np.testing.assert_allclose(best.keypoints[:2], eyes, atol=0.12 * face.width_px)
