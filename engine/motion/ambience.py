"""Ambience: how sky, water, leaves, lights and faceless figures move while nobody acts."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from engine.motion.easing import Curve, step
from engine.motion.life import chest_lift, wandering
from engine.motion.stage import Stage
from engine.types.ambience import WISHES
from engine.types.curves import REGION_CHANNELS, Track
from engine.types.direction import Direction
from engine.types.scene import Region, RegionKind

_ARRIVAL_S = 1.8
"""Nature takes longer to set in than people do."""
_WHOLE_LOOP_S = 1.5
"""A shorter loop moves less: it has to be home again within its last fifth."""
_ASKED = 1.3
"""What was asked for by name moves more than what moves by itself."""
_SKY_SPEED, _SKY_WAY = 0.0022, 0.014
"""Frame widths a second, and at most in a clip."""
_WATER_HZ, _LEAVES_HZ = (0.3, 0.62), (0.21, 0.67)
"""Of the long waves and of the short ones."""
_GUST_HZ, _GUST = (0.05, 0.25), 0.3
_UNEVEN_TURNS = 0.12
"""How far a wave may be ahead or behind."""
_BREATHS_HZ = 0.24
_BREATH = 0.5
_FIGURE_HZ = (0.05, 0.2)
_TILT_DEG, _TURN_DEG = 0.7, 1.2
_FLICKER_HZ, _FLICKER = (0.7, 2.9), 0.14
"""Never three flashes a second: quicker ones may do people harm (WCAG 2.3.1)."""

_Script = Callable[[Track, Stage, float, np.random.Generator], None]
"""Plays a region's motion of a size (1 = gentle) into its track, before arrival and closing."""


@dataclass(frozen=True, slots=True)
class _Part:
    """What a kind of region does in the play."""

    script: _Script
    by_itself: bool
    """Whether it also moves where nothing was wished and nobody acts."""


def region_tracks(
    direction: Direction, regions: Iterable[Region], stage: Stage, *, has_faces: bool, rng: np.random.Generator
) -> tuple[Track, ...]:
    """Return one track for each region, at rest for those that nobody meant.

    Where people act, only what was wished for moves. Otherwise wishes choose among what is there; without any that
    the picture can fulfil, everything moves gently.
    """
    regions = tuple(regions)
    wishes = frozenset(direction.ambient)
    wished = {region.kind for region in regions if WISHES[region.kind] & wishes}
    moving = wished or {region.kind for region in regions if _PARTS[region.kind].by_itself and not has_faces}
    size = min(1.5, max(0.5, direction.amount)) * (_ASKED if wished else 1.0)
    return tuple(
        _track(region.kind, stage, size if region.kind in moving else 0.0, own)
        for region, own in zip(regions, rng.spawn(len(regions)), strict=True)
    )


def _track(kind: RegionKind, stage: Stage, size: float, rng: np.random.Generator) -> Track:
    track = Track.at_rest(REGION_CHANNELS, len(stage.times))
    if size:
        size *= min(1.0, stage.duration_s / _WHOLE_LOOP_S) if stage.loop else 1.0
        _PARTS[kind].script(track, stage, size, rng)
        arrival = step(stage.times, 0.0, min(_ARRIVAL_S, 0.4 * stage.duration_s))
        track.values[:] *= (arrival * stage.closing)[:, None]
    return track


def _drift(track: Track, stage: Stage, size: float, rng: np.random.Generator) -> None:
    """Travel one way at a steady speed; a loop goes there and back."""
    side = 1.0 if rng.random() < 0.5 else -1.0
    way = min(_SKY_WAY, size * _SKY_SPEED * stage.duration_s)
    share = stage.times / stage.duration_s
    track["drift"][:] = side * way * (np.sin(np.pi * share) ** 2 if stage.loop else share)


def _waves(hz: tuple[float, float]) -> _Script:
    """Return a script of long and short waves that travel, in gusts."""

    def play(track: Track, stage: Stage, size: float, rng: np.random.Generator) -> None:
        for channel, frequency_hz in zip(("swell", "ripple"), hz, strict=True):
            strength = min(1.5, size) * (1.0 - _GUST * (0.5 + 0.5 * wandering(stage.times, _GUST_HZ, rng)))
            uneven = _UNEVEN_TURNS * wandering(stage.times, _GUST_HZ, rng)
            phase = 2.0 * np.pi * (frequency_hz * stage.times + uneven)
            track[channel][:] = strength * np.cos(phase)
            track[f"{channel}_late"][:] = strength * np.sin(phase)

    return play


def _live(track: Track, stage: Stage, size: float, rng: np.random.Generator) -> None:
    """Breathe, and hold the body a little differently from moment to moment."""
    track["breath"][:] = min(1.0, _BREATH * size) * chest_lift(_BREATHS_HZ * stage.times)
    track["tilt_deg"][:] = _TILT_DEG * size * _from_zero(stage.times, _FIGURE_HZ, rng)
    track["turn_deg"][:] = _TURN_DEG * size * _from_zero(stage.times, _FIGURE_HZ, rng)


def _flicker(track: Track, stage: Stage, size: float, rng: np.random.Generator) -> None:
    """Burn unevenly, slow and quick changes mixed."""
    track["glow"][:] = _FLICKER * min(1.5, size) * wandering(stage.times, _FLICKER_HZ, rng)


def _from_zero(times: Curve, band_hz: tuple[float, float], rng: np.random.Generator) -> Curve:
    curve = wandering(times, band_hz, rng)
    return np.asarray(curve - curve[0])


_PARTS: dict[RegionKind, _Part] = {
    RegionKind.SKY: _Part(_drift, by_itself=True),
    RegionKind.WATER: _Part(_waves(_WATER_HZ), by_itself=True),
    RegionKind.FOLIAGE: _Part(_waves(_LEAVES_HZ), by_itself=True),
    RegionKind.LIGHT: _Part(_flicker, by_itself=False),
    RegionKind.FIGURE: _Part(_live, by_itself=True),
}
