import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.render.warp.border import stay_inside
from engine.render.warp.grid import Grid

GRID = Grid(-1.5, -1.5, 4, 42, 32)


def looking(shift_x, shift_y, centre_x):
    """Return where nodes look around a column that is moved, the rest at rest."""
    x, y = GRID.nodes()
    near = np.exp(-(((x - centre_x) / 20) ** 2)).astype(np.float32)
    return x + np.float32(shift_x) * near, y + np.float32(shift_y) * near


@settings(deadline=None)
@given(st.floats(-12, 12), st.floats(-30, 30), st.floats(40, 120))
def test_nobody_looks_beyond_the_border_and_order_is_kept(shift_x, shift_y, centre_x):
    x, y = looking(shift_x, shift_y, centre_x)
    stay_inside(GRID, x, y)
    rest_x, rest_y = GRID.nodes()
    for places, rest, axis in ((x, rest_x, 1), (y, rest_y, 0)):
        assert places.min() >= rest.min() - 1e-3
        assert places.max() <= rest.max() + 1e-3
        assert np.diff(places, axis=axis).min() > 0


def test_what_looks_inside_is_left_alone():
    x, y = looking(0, -12, 80)
    before_x, before_y = x.copy(), y.copy()
    stay_inside(GRID, x, y)
    np.testing.assert_array_equal(x, before_x)
    far_from_border, column_at_rest = GRID.nodes()[1] > 45, np.abs(GRID.nodes()[0] - 80) > 75
    assert np.abs(y - before_y)[far_from_border | column_at_rest].max() < 0.01
    assert np.abs(y - before_y).max() > 10
