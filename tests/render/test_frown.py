import numpy as np
import pytest

from engine.render.warp.anatomy import measure
from engine.render.warp.eye import Eye
from engine.render.warp.frown import FrownLines
from engine.render.warp.lids import LEFT, RIGHT
from engine.render.warp.texture import yuv_of
from engine.types import face_mesh as mesh


@pytest.fixture(scope="module")
def yuv(canvas):
    return yuv_of(canvas.pixels)


@pytest.fixture(scope="module")
def eyes(canvas, yuv):
    return [Eye.of(side, canvas.landmarks[0], yuv, 0.0).patch.rect for side in (LEFT, RIGHT)]


@pytest.fixture(scope="module")
def frown(canvas, yuv, eyes):
    return FrownLines.of(canvas.landmarks[0], yuv, measure(canvas.landmarks[0]).size, eyes)


def test_two_dark_lines_stand_between_the_brows(frown, canvas):
    """And between them and beside them the skin is no darker than before."""
    brows = canvas.landmarks[0][[mesh.LEFT_BROW_UPPER[-1], mesh.RIGHT_BROW_UPPER[-1]], :2]
    row = round(float(brows[:, 1].mean())) - frown.rect[1]
    darkening = frown.change[row - 1 : row + 2, :, 0].mean(axis=0)
    dark = np.flatnonzero(darkening < -8) + frown.rect[0]
    assert np.sum(np.diff(dark) > 1) == 1
    assert brows[0, 0] < dark.min()
    assert dark.max() < brows[1, 0]


def test_every_pixel_has_one_painter(frown, canvas, eyes):
    """The lines that cross the eyes' rectangles are painted there, the rest once, and together they are whole."""
    painters = np.zeros((canvas.height, canvas.width), int)
    painted = np.zeros((canvas.height, canvas.width, 3), np.float32)
    for rect in (*eyes, *frown.parts):
        x0, y0, x1, y1 = rect
        painters[y0:y1, x0:x1] += 1
        painted[y0:y1, x0:x1] += frown.paint(rect, 0.5)
    x0, y0, x1, y1 = frown.rect
    assert (painters[y0:y1, x0:x1] == 1).all()
    assert np.array_equal(painted[y0:y1, x0:x1], 0.5 * frown.change)
    painted[y0:y1, x0:x1] = 0
    assert not painted.any()


def test_the_lines_end_inside_their_rectangle(frown):
    border = np.concatenate([frown.change[0], frown.change[-1], frown.change[:, 0], frown.change[:, -1]])
    assert np.abs(border).max() < 0.01


@pytest.mark.parametrize(("units", "deep"), [({"AU4": 1.0}, True), ({"AU4": -1.0}, False), ({"AU1": 1.0}, False)])
def test_a_film_shows_them_with_drawn_brows_only(film_of, frown, units, deep):
    """Drawn one after the other and each by itself, the frames are the same."""
    film = film_of({name: np.array([0.0, value], np.float32) for name, value in units.items()})
    assert (film.people[0].frown_depth(1) > 0.9) is deep
    in_order, alone = list(film.draw(0, 2))[1], next(iter(film.draw(1, 2)))
    assert np.array_equal(in_order.y, alone.y)
