import cv2
import numpy as np
import pytest
import skimage.data

from engine.models import Models, default_folder
from engine.perception.faces import FaceFinder
from engine.perception.tracking import FaceTracker
from engine.review.remeasure import Performance, remeasure
from engine.types.face_mesh import (
    LEFT_EYE_LOWER,
    LEFT_EYE_UPPER,
    LOWER_LIP_OUTER,
    MOUTH_LEFT,
    MOUTH_RIGHT,
    UPPER_LIP_OUTER,
)


@pytest.fixture(scope="module")
def models():
    return Models(default_folder())


@pytest.fixture(scope="module")
def landmarks(models):
    return FaceFinder(models).find(skimage.data.astronaut())[0].landmarks


def test_a_turned_picture_is_measured_as_a_roll(models, landmarks):
    center = landmarks[:, :2].mean(axis=0).tolist()
    frames = [
        cv2.warpAffine(
            skimage.data.astronaut(),
            cv2.getRotationMatrix2D(center, -angle, 1),
            (512, 512),
            borderMode=cv2.BORDER_REPLICATE,
        )
        for angle in (0, 5, 10)
    ]
    seen = remeasure(frames, FaceTracker(models), landmarks)
    np.testing.assert_allclose(seen.roll_deg, (0, 5, 10), atol=0.5)
    for still in (seen.yaw_deg, seen.pitch_deg):
        assert np.abs(still).max() < 1
    for same in (seen.openness_left, seen.openness_right, seen.mouth_width, seen.brow_height_left):
        np.testing.assert_allclose(same, 1, atol=0.08)


def test_what_changes_is_told_as_a_share_of_the_first_frame(landmarks):
    changed = landmarks.copy()
    upper, lower = list(LEFT_EYE_UPPER), list(LEFT_EYE_LOWER)
    changed[lower] = changed[upper] + 0.5 * (changed[lower] - changed[upper])
    middle = (changed[MOUTH_LEFT] + changed[MOUTH_RIGHT]) / 2
    for corner in (MOUTH_LEFT, MOUTH_RIGHT):
        changed[corner] = middle + 1.2 * (changed[corner] - middle)
    seen = Performance.of(np.stack([landmarks, changed]))
    assert seen.openness_left.tolist() == pytest.approx([1, 0.5], abs=0.01)
    assert seen.openness_right.tolist() == pytest.approx([1, 1])
    assert seen.mouth_width.tolist() == pytest.approx([1, 1.2], abs=1e-3)
    assert (seen.yaw_deg[0], seen.pitch_deg[0]) == pytest.approx((0, 0), abs=1e-3)


def test_a_mouth_bends_when_its_corners_sink_and_not_when_all_of_it_does(landmarks):
    lips = [*LOWER_LIP_OUTER, *UPPER_LIP_OUTER]
    bent, lowered = landmarks.copy(), landmarks.copy()
    bent[[MOUTH_LEFT, MOUTH_RIGHT], 1] += 4
    lowered[sorted(set(lips)), 1] += 4
    seen = Performance.of(np.stack([landmarks, bent, lowered]))
    assert seen.mouth_bend[1] < -0.03
    assert seen.mouth_bend[2] == pytest.approx(0, abs=1e-3)
    assert seen.corner_height[1] == pytest.approx(seen.corner_height[2], abs=1e-3)
