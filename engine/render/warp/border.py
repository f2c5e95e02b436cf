"""The picture's border: what a moving head would show from beyond it is stretched from what lies within."""

import numpy as np

from engine.render.warp.grid import Grid
from engine.types.scene import FloatArray

STRETCHED = 2.5
"""Length over which the picture stretches, in lengths of what is missing; 1 would press the border into a line."""


def stay_inside(grid: Grid, x: FloatArray, y: FloatArray) -> None:
    """Change where the nodes of a frame look (h × w each), so that nobody looks beyond the grid.

    Only rows and columns that do are changed, and only near the border; the order of places along them is kept.
    """
    for places, first, count in ((x.T, grid.first_x, grid.width), (y, grid.first_y, grid.height)):
        last = first + grid.step * (count - 1)
        if places.min() < first:
            _bound_below(places, first)
        if places.max() > last:
            opposite = -places
            _bound_below(opposite, -last)
            np.negative(opposite, out=places)


def _bound_below(places: FloatArray, low: float) -> None:
    """Lift what is below a bound, column by column.

    A parabola takes what lies between a column's lowest place and the end of its stretched part, where its slope is 1.
    """
    missing = low - places.min(axis=0)
    beyond = np.flatnonzero(missing > 0)
    if not beyond.size:
        return
    lacking = missing[beyond]
    length = STRETCHED * lacking
    column = places[:, beyond]
    share = (column - low + lacking) / (length + lacking)
    flat = 1 - 1 / STRETCHED
    places[:, beyond] = np.where(share < 1, low + length * share * (flat + (1 - flat) * share), column)
