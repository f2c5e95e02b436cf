from dataclasses import astuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.perception.measures import measure
from engine.types.face_mesh import LEFT_EYE_LOWER, LEFT_EYE_UPPER, LEFT_IRIS, LOWER_LIP_INNER, UPPER_LIP_INNER


def numbers(measures):
    return np.hstack(astuple(measures))


@settings(deadline=None)
@given(st.floats(-3, 3), st.floats(0.2, 5), st.floats(-1000, 1000))
def test_size_place_and_lean_do_not_matter(face, angle, scale, shift):
    cosine, sine = np.cos(angle), np.sin(angle)
    turn = np.array([[cosine, -sine, 0], [sine, cosine, 0], [0, 0, 1]])
    moved = scale * face.landmarks @ turn.T + (shift, -shift, 0)
    np.testing.assert_allclose(numbers(measure(moved)), numbers(measure(face.landmarks)), atol=1e-3)


def test_a_shut_eye_and_a_shut_mouth_read_zero_and_nothing_else_changes(face):
    shut = face.landmarks.copy()
    shut[list(LEFT_EYE_LOWER)] = shut[list(LEFT_EYE_UPPER)]
    shut[list(LOWER_LIP_INNER)] = shut[list(UPPER_LIP_INNER)]
    before, after = measure(face.landmarks), measure(shut)
    assert after.eye_openness_left == pytest.approx(0, abs=1e-6)
    assert after.mouth_openness == pytest.approx(0, abs=1e-6)
    assert after.eye_openness_right == before.eye_openness_right
    assert after.mouth_width == before.mouth_width


def test_the_astronauts_face(face):
    measures = measure(face.landmarks)
    assert 0.2 < measures.eye_openness_left < 0.45
    assert 0.2 < measures.eye_openness_right < 0.45
    assert measures.mouth_openness > 0.1  # she shows her teeth
    assert np.hypot(*measures.gaze_left) < 0.15


def test_gaze_goes_with_the_iris(face):
    looking = face.landmarks.copy()
    along = looking[LEFT_EYE_UPPER[-1], :2] - looking[LEFT_EYE_UPPER[0], :2]
    looking[list(LEFT_IRIS), :2] += 0.2 * along
    before, after = measure(face.landmarks), measure(looking)
    assert after.gaze_left[0] - before.gaze_left[0] == pytest.approx(0.2, abs=1e-3)
    assert after.gaze_left[1] == pytest.approx(before.gaze_left[1], abs=1e-3)
    assert after.gaze_right == before.gaze_right
