"""A round head on a plain ground, moved as a whole."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.render.warp.grid import Grid
from engine.render.warp.silhouette import MARGIN, STRETCH, THINNEST, Silhouette, Skulls
from engine.review.folds import smallest_area

GRID = Grid.over((0, 0, 480, 480), 4)
CENTRE, RADIUS, FACE = 240, 80, 100


def silhouette(matte_radius=RADIUS, skull_radius=RADIUS, locks=0, lock_px=0.0):
    """Return a head's; its hair stands out and falls in by so much, so often around it."""
    x, y = GRID.nodes()
    away = np.hypot(x - CENTRE, y - CENTRE).astype(np.float32)
    nobody = np.full_like(away, np.inf)
    hair = lock_px * np.cos(locks * np.arctan2(y - CENTRE, x - CENTRE))
    matte = (away < matte_radius + hair).astype(np.float32)
    return Silhouette.of(GRID, FACE, matte, Skulls(away / np.float32(skull_radius), nobody, nobody))


def held(move_x, move_y=0.0, **shape):
    """Return the backward field where the head moves so far."""
    move = np.full((GRID.height, GRID.width, 2), (-move_x, -move_y), np.float32)
    return silhouette(**shape).hold(move)


def at(field, x, y=CENTRE):
    return field[round(y / GRID.step - 0.5), round(x / GRID.step - 0.5)]


def test_the_head_moves_as_a_whole():
    for x in (CENTRE + 20 - RADIUS, CENTRE + 20, CENTRE + 16 + RADIUS):
        assert at(held(20), x) == pytest.approx([-20, 0], abs=0.01)


def test_what_a_head_moves_towards_stands_still_until_it_is_covered():
    beyond = CENTRE + RADIUS + 40 + (MARGIN + THINNEST) * FACE
    assert not at(held(40), beyond + 2 * GRID.step).any()
    assert np.abs(at(held(-40), beyond - 80)).max() > 5  # the same place, uncovered: 40 px of the 64 px wide rim


def test_beyond_the_rim_nothing_moves():
    beyond = CENTRE - RADIUS - (MARGIN + STRETCH * 0.4) * FACE + 40
    assert not at(held(40), beyond - 2 * GRID.step).any()


def test_a_matte_that_knows_the_face_is_believed_and_one_that_does_not_is_not():
    beside = CENTRE + 0.99 * RADIUS
    assert not at(held(2, matte_radius=0.7 * RADIUS), beside).any()
    assert at(held(2, matte_radius=0.3 * RADIUS), beside)[0] < -1.9


@settings(deadline=None)
@given(st.floats(0, 60), st.floats(0, 2 * np.pi), st.integers(0, 10), st.floats(0, 25))
def test_no_movement_folds_the_ground(length, direction, locks, lock_px):
    """Nor does it beside hair, which may cover a place on the whole of a way and uncover it on its last bit."""
    hair = {"locks": locks, "lock_px": lock_px}
    field = held(length * np.cos(direction), length * np.sin(direction), **hair)
    x, y = GRID.nodes()
    assert smallest_area(x + field[..., 0], y + field[..., 1], GRID.step) > 0.05
