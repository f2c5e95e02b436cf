"""How each kind of region moves: the unit field of every channel that it answers to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from engine.render.warp.grid import Grid
from engine.types.scene import FloatArray, RegionKind

Map = npt.NDArray[np.floating]
"""h × w."""

OVERHEAD = 0.35
"""Clouds at the horizon drift by so much less than those above us."""

WATER_SWELL, WATER_RIPPLE = 0.0032, 0.0012
LEAVES_SWELL, LEAVES_RIPPLE = 0.0026, 0.0011
"""Amplitudes in frame widths: about three pixels and one of 1280."""
WATER_HEAVE = 0.45
"""How far water moves up and down against across."""
HORIZON = 0.12
"""Distance of the farthest water over that of the picture's height of water: waves are no shorter there."""
SWELL_WAVES, RIPPLE_WAVES = 2.6, 6.5
"""Waves behind each other between the near and the far shore, for every e-fold of distance."""
LEAVES_DIP = 0.3

DEEP_BREATH = 0.012
"""Lift of a figure's upper end, in its own heights."""
TURNING_DEPTH = 0.35
"""Depth of a figure's body over its width: what is in front goes farther in a turn."""


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """Where a region lies on the film's grid; maps are h × w."""

    x: FloatArray
    """The nodes, in canvas pixels."""
    y: FloatArray
    cover: FloatArray
    frame_width: int
    left: float
    """The box that holds the region, in canvas pixels."""
    top: float
    right: float
    bottom: float

    @classmethod
    def of(cls, cover: FloatArray, grid: Grid, width: int, height: int) -> Self:
        """Place a region's cover, which spans the canvas at any scale."""
        x, y = grid.nodes()
        at_nodes = grid.spread(cover, width, height)
        rows, columns = np.nonzero(at_nodes > 0.1 * max(float(at_nodes.max()), 1e-3))
        if not rows.size:
            rows, columns = np.zeros(1, np.intp), np.zeros(1, np.intp)
        return cls(
            x=x,
            y=y,
            cover=at_nodes,
            frame_width=width,
            left=float(x[0, columns.min()]),
            top=float(y[rows.min(), 0]),
            right=float(x[0, columns.max()]),
            bottom=float(y[rows.max(), 0]) + grid.step,
        )

    @property
    def down(self) -> FloatArray:
        """0 at the region's upper end, 1 at the lower."""
        return np.asarray(np.clip((self.y - self.top) / (self.bottom - self.top), 0, 1), np.float32)

    def field(self, right_px: Map, down_px: Map) -> FloatArray:
        """Return a field (h × w × 2) of shifts that end where the cover does."""
        return np.asarray(np.stack([right_px * self.cover, down_px * self.cover], axis=-1), np.float32)


def _sky(place: Place) -> Mapping[str, FloatArray]:
    way = place.frame_width * (1 - OVERHEAD * place.down)
    return {"drift": place.field(way, np.zeros_like(way))}


def _water(place: Place) -> Mapping[str, FloatArray]:
    # On a plane seen from above, equal waves lie at equal steps of the logarithm of the distance from the horizon.
    nearness = (place.down + HORIZON) / (1 + HORIZON)
    behind = np.log(nearness)
    across = place.x / place.frame_width
    bent = 0.5 * np.sin(2 * np.pi * (1.3 * across + 0.4 * behind)) + 0.3 * np.sin(2 * np.pi * (3.1 * across - 0.7))
    fields: dict[str, FloatArray] = {}
    for channel, waves, reach, slant in (
        ("swell", SWELL_WAVES, WATER_SWELL, 0.8),
        ("ripple", RIPPLE_WAVES, WATER_RIPPLE, -2.3),
    ):
        # Larger towards the viewer, and coming nearer: as time goes on, a crest is found farther down.
        turns = waves * behind + slant * across + 0.4 * bent
        size = place.frame_width * reach * nearness
        fields |= _travelling(place, channel, turns, size, WATER_HEAVE * size)
    return fields


def _foliage(place: Place) -> Mapping[str, FloatArray]:
    across, down = place.x / place.frame_width, place.y / place.frame_width
    bent = 0.35 * np.sin(2 * np.pi * (1.7 * down + 0.6 * across))
    fields: dict[str, FloatArray] = {}
    for channel, turns, reach in (
        ("swell", 1.2 * across + 0.9 * down + bent, LEAVES_SWELL),
        ("ripple", 5.3 * across - 3.7 * down + 2 * bent, LEAVES_RIPPLE),
    ):
        size = np.full_like(place.x, place.frame_width * reach)
        fields |= _travelling(place, channel, turns, size, LEAVES_DIP * size)
    return fields


def _figure(place: Place) -> Mapping[str, FloatArray]:
    middle_x, half_width = (place.left + place.right) / 2, max((place.right - place.left) / 2, 1.0)
    up, aside = 1 - place.down, (place.x - middle_x) / half_width
    height = place.bottom - place.top
    per_degree = float(np.radians(1))
    # The front of a round body goes farther than its outline, and what it stands on not at all.
    front = TURNING_DEPTH * 2 * half_width * (1 - np.clip(np.abs(aside), 0, 1) ** 2)
    nothing = np.zeros_like(up)
    return {
        "breath": place.field(nothing, -DEEP_BREATH * height * up),
        "turn_deg": place.field(per_degree * front * up * (2 - up), nothing),
        "tilt_deg": place.field(per_degree * height * up**2, per_degree * (place.x - middle_x) * up),
    }


def _travelling(place: Place, channel: str, turns: Map, right_px: Map, down_px: Map) -> Mapping[str, FloatArray]:
    """Return the two fields of a wave that travels towards growing `turns` (h × w, in whole waves).

    sin(a − b) = sin a · cos b − cos a · sin b: two fields that stand still, mixed by the cosine and the sine of time.
    The vertical part is a quarter of a turn behind, so that what floats goes round.
    """
    angle = 2 * np.pi * turns
    sine, cosine = np.sin(angle), np.cos(angle)
    return {
        channel: place.field(right_px * sine, -down_px * cosine),
        f"{channel}_late": place.field(-right_px * cosine, -down_px * sine),
    }


FIELDS: dict[RegionKind, Callable[[Place], Mapping[str, FloatArray]]] = {
    RegionKind.SKY: _sky,
    RegionKind.WATER: _water,
    RegionKind.FOLIAGE: _foliage,
    RegionKind.FIGURE: _figure,
}
"""What a kind of region does, channel by channel; lights change no shape (see `shine`)."""
