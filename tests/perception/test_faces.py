import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.perception.faces import FaceFinder, mean_if_enough


@pytest.fixture(scope="module")
def finder(models):
    return FaceFinder(models)


@pytest.mark.parametrize(("name", "count"), [("astronaut", 1), ("hopper", 1), ("cat", 0), ("coffee", 0)])
def test_every_human_is_found_and_nothing_else(finder, picture, name, count):
    assert len(finder.find(picture(name))) == count


def test_a_face_is_where_it_is(face):
    x0, y0, x1, y1 = face.box
    assert (x0 + x1) / 2 == pytest.approx(223, abs=8)
    assert (y0 + y1) / 2 == pytest.approx(125, abs=12)
    assert face.width_px == pytest.approx(92, abs=10)
    assert face.landmarks.shape == (478, 3)
    assert face.score > 0.8
    assert face.landmarks[1, 2] < face.landmarks[234, 2]  # the nose is nearer than the ear


def test_people_come_in_order_from_the_left(finder, picture):
    astronaut, hopper = picture("astronaut")[:500, :400], picture("hopper")[:500, :400]
    (alone,) = finder.find(np.ascontiguousarray(hopper))
    first, second = finder.find(np.hstack([hopper, astronaut]))
    assert first.box == pytest.approx(alone.box, abs=6)
    assert second.box[0] > 400


def test_a_small_face_in_a_large_picture_is_found(finder, picture):
    generator = np.random.default_rng(0)
    grain = generator.integers(60, 200, (100, 150, 3), np.uint8)
    large = cv2.resize(grain, (1800, 1200), interpolation=cv2.INTER_CUBIC)
    small = cv2.resize(picture("hopper"), (128, 150), interpolation=cv2.INTER_AREA)
    large[700:850, 1300:1428] = small
    (face,) = finder.find(large)
    assert 1300 < face.box[0] < face.box[2] < 1428
    assert finder.find(large, thorough=False) == []


def test_a_large_picture_gives_the_same_face(finder, picture, face):
    large = cv2.resize(picture("astronaut"), None, fx=4, fy=4, interpolation=cv2.INTER_CUBIC)
    (found,) = finder.find(large)
    expected = (face.landmarks[:, :2] + 0.5) * 4 - 0.5
    distance = np.linalg.norm(found.landmarks[:, :2] - expected, axis=1)
    assert distance.mean() < 0.02 * found.width_px


@pytest.mark.parametrize("shape", [(64, 64), (64, 384), (400, 70), (1, 1)])
def test_pictures_of_any_shape_are_searched(finder, shape):
    grain = np.random.default_rng(1).integers(0, 256, (*shape, 3), np.uint8)
    assert finder.find(grain) == []


@settings(deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=6), st.floats(0.01, 1))
def test_stopping_early_decides_like_looking_at_everything(scores, least):
    seen = []

    def score(sample):
        seen.append(sample)
        return scores[int(sample)]

    total = sum(scores)
    verdict = mean_if_enough(score, tuple(float(index) for index in range(len(scores))), least)
    if abs(total - least * len(scores)) > 1e-9:
        assert (verdict is not None) == (total > least * len(scores))
    assert verdict is None or verdict >= least - 1e-9
    assert len(seen) <= len(scores)


def test_stopping_is_early():
    seen = []

    def score(sample):
        seen.append(sample)
        return sample

    assert mean_if_enough(score, (0.0, 0.0, 1.0, 1.0), 0.6) is None
    assert len(seen) == 2
    assert mean_if_enough(score, (1.0, 1.0, 0.0, 0.0), 0.5) == 1.0
    assert len(seen) == 4
