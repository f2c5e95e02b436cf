import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.render.warp.grid import INVERSION_STEPS, Grid, smooth_step

STEP = 4
GRID = Grid.over((0, 0, 160, 120), STEP)


def bump(center_x, center_y, shift_x, shift_y, radius):
    x, y = GRID.nodes()
    weight = np.exp(-((x - center_x) ** 2 + (y - center_y) ** 2) / (2 * radius**2))
    return np.stack([shift_x * weight, shift_y * weight], axis=-1).astype(np.float32)


@settings(deadline=None)
@given(st.floats(70, 90), st.floats(55, 65), st.floats(0, 8), st.floats(0, 2 * np.pi), st.floats(11, 14))
def test_going_there_and_back_ends_where_it_began(center_x, center_y, length, direction, radius):
    forward = bump(center_x, center_y, length * np.cos(direction), length * np.sin(direction), radius)
    backward = GRID.invert(forward)
    x, y = GRID.nodes()
    source_x, source_y = x + backward[..., 0], y + backward[..., 1]
    there = GRID.sample(forward, source_x, source_y)
    off = np.hypot(source_x + there[..., 0] - x, source_y + there[..., 1] - y)
    steepness = length * np.exp(-0.5) / radius  # a Gaussian's steepest slope; each step shrinks the error by it
    assert (
        off.max() <= (1 + steepness) * steepness ** (INVERSION_STEPS + 1) * length + 0.06
    )  # and remap rounds to 1/32 of a cell


def test_a_field_that_moves_nothing_is_its_own_inverse():
    nothing = np.zeros((GRID.height, GRID.width, 2), np.float32)
    assert not GRID.invert(nothing).any()


def test_more_steps_come_nearer():
    forward = bump(80, 60, 8, 5, 16)
    exact = GRID.invert(forward, steps=30)
    errors = [np.abs(GRID.invert(forward, steps) - exact).max() for steps in (0, 1, 2, 3)]
    assert errors == sorted(errors, reverse=True)
    assert errors[0] > 1
    assert errors[3] < 0.2


def test_nodes_lie_in_the_middle_of_cells_that_tile_the_rectangle():
    grid = Grid.over((10, 20, 45, 50), 5)
    x, y = grid.nodes()
    assert (grid.width, grid.height) == (7, 6)
    assert (x[0, 0], y[0, 0]) == (12, 22)
    assert (x[-1, -1], y[-1, -1]) == (42, 47)


def test_sampling_is_linear_between_nodes_and_zero_outside():
    x, y = GRID.nodes()
    plane = (2 * x + 3 * y).astype(np.float32)
    at_x, at_y = np.array([[33.3, 70.1]], np.float32), np.array([[21.7, 90.9]], np.float32)
    np.testing.assert_allclose(GRID.sample(plane, at_x, at_y), 2 * at_x + 3 * at_y, atol=0.3)
    far = np.array([[1000.0]], np.float32)
    assert GRID.sample(plane, far, far) == 0
    assert GRID.sample(plane, far, far, outside_zero=False) == plane[-1, -1]


def test_distance_outside_a_square():
    square = np.array([(40, 40), (80, 40), (80, 80), (40, 80)], np.float32)
    distance = GRID.distance_outside(square)
    x, y = GRID.nodes()
    inside = (x > 44) & (x < 76) & (y > 44) & (y < 76)
    assert not distance[inside].any()
    beside = np.argmin(np.abs(x[0] - 120)), np.argmin(np.abs(y[:, 0] - 60))
    assert distance[beside[1], beside[0]] == pytest.approx(40, abs=2 * STEP)


@given(st.floats(-5, 5), st.floats(0.01, 5), st.lists(st.floats(-20, 20), min_size=2, max_size=20))
def test_smooth_step_rises_once_from_nought_to_one(start, length, places):
    values = smooth_step(start, start + length, np.array(sorted(places)))
    assert values.min() >= 0
    assert values.max() <= 1
    assert (np.diff(values) >= -1e-6).all()
    assert smooth_step(start, start + length, start) == 0
    assert smooth_step(start, start + length, start + length) == pytest.approx(1)
    assert smooth_step(start, start + length, start + length / 2) == pytest.approx(0.5, abs=1e-5)
