"""What may move by itself where nobody acts: sky, water, foliage, lights, and figures without a face.

Found from colour, texture and place alone, so only what is clear counts: a wall that waves is worse than a sea that
rests. A cover ends well before everything that must stand still.
"""

from collections.abc import Callable, Iterator

import cv2
import numpy as np

from engine.perception.lights import find_lights
from engine.perception.looks import GRAIN_PX, Looks, Mask, between, share_around
from engine.perception.resampling import resized
from engine.types.scene import FloatArray, Region, RegionKind

FADE = {RegionKind.SKY: 0.09, RegionKind.WATER: 0.04, RegionKind.FOLIAGE: 0.03}
"""Over this share of the long side a cover grows from 0 at the region's edge to 1."""

WINDOW_PX = 9
"""Side of the neighbourhood in which a kind's pixels must be the most."""
OCCUPIED = 0.1
"""Where a matte is above this, nothing else moves."""

SKY_BLUE = 0.05
"""Blue less red, from which on a pixel may be sky."""
SKY_DARKEST = 0.12
CLOUD_SATURATION, CLOUD_VALUE = 0.13, 0.6
SKY_EDGE = 0.07
"""Clouds have softer edges than roofs: steeper than this the sky ends."""
SKY_TEXTURE = 0.02
"""Half of a sky is smoother than this; blue cloth is not."""
SKY_SHARE, SKY_BLUE_SHARE, SKY_TOP_SHARE = 0.06, 0.35, 0.25

WATER_HUES = (140.0, 265.0)
WATER_TOP = 0.25
"""Above this share of the height no water is sought."""
WATER_LYING, WATER_TEXTURE = 0.66, 0.006
WATER_SHARE, WATER_WIDTH = 0.05, 0.4

FOLIAGE_HUES = (55.0, 165.0)
FOLIAGE_SATURATION, FOLIAGE_TEXTURE = 0.16, 0.035
FOLIAGE_LYING = (0.2, 0.8)
FOLIAGE_SHARE = 0.04

FIGURE_SOFTNESS = 0.025
"""Standard deviation of a figure's soft outline, over the long side."""


def find_regions(looks: Looks, matte: FloatArray, figure: FloatArray) -> tuple[Region, ...]:
    """Return the regions of a picture, at most one of each kind; covers have the size of the matte.

    `matte` (0…1) says where people are, `figure` (any size, 0…1) where a body without a face is: nothing else moves
    there.
    """
    height, width = looks.shape
    return tuple(
        Region(kind, resized(cover, matte.shape[1], matte.shape[0]))
        for kind, cover in _covers(looks, resized(matte, width, height), resized(figure, width, height))
    )


def _covers(looks: Looks, people: FloatArray, figure: FloatArray) -> Iterator[tuple[RegionKind, FloatArray]]:
    free = np.maximum(people, figure) < OCCUPIED
    light = find_lights(looks, free)
    if light.any():
        yield RegionKind.LIGHT, light
    for kind, find in FINDERS.items():
        found = find(looks) & free
        if found.any():
            yield kind, _fading(found, FADE[kind])
            free &= ~_widened(found)
    if figure.max() > 0.5:
        softness = FIGURE_SOFTNESS * max(figure.shape)
        yield RegionKind.FIGURE, np.asarray(cv2.GaussianBlur(figure, (0, 0), softness), np.float32)


def _sky(looks: Looks) -> Mask:
    """Return what is blue or cloudy and smooth and reaches the upper edge."""
    blue = (looks.coolness > SKY_BLUE) & (looks.value > SKY_DARKEST) & between(looks.hue_deg, (185.0, 265.0))
    cloud = (looks.saturation < CLOUD_SATURATION) & (looks.value > CLOUD_VALUE)
    may_be = (blue | cloud) & (looks.steepness < SKY_EDGE) & ~looks.straight
    height, _ = looks.shape

    def is_sky(part: Mask) -> bool:
        return bool(
            part.mean() > SKY_SHARE
            and part[: max(1, height // 50)].any(axis=0).mean() > SKY_TOP_SHARE
            and blue[part].mean() > SKY_BLUE_SHARE
            and np.median(looks.texture[part]) < SKY_TEXTURE
        )

    return _parts(may_be, is_sky)


def _water(looks: Looks) -> Mask:
    """Return what is cool in colour and rippled across, below the upper part of the picture."""
    height, _ = looks.shape
    cool = between(looks.hue_deg, WATER_HUES) & (looks.coolness > 0)
    rippled = (looks.lying > WATER_LYING) & (looks.texture > WATER_TEXTURE)
    may_be = (share_around(cool & rippled, WINDOW_PX) > 0.6) & ~looks.built
    may_be[: int(WATER_TOP * height)] = False

    def is_water(part: Mask) -> bool:
        reaches_edge = part[-2:].any() or part[:, :2].any() or part[:, -2:].any()
        return bool(part.mean() > WATER_SHARE and part.any(axis=0).mean() > WATER_WIDTH and reaches_edge)

    return _parts(may_be, is_water)


def _foliage(looks: Looks) -> Mask:
    """Return what is green and full of detail in all directions."""
    green = between(looks.hue_deg, FOLIAGE_HUES) & (looks.saturation > FOLIAGE_SATURATION)
    dense = (looks.texture > FOLIAGE_TEXTURE) & between(looks.lying, FOLIAGE_LYING)
    may_be = (share_around(green & dense, WINDOW_PX) > 0.5) & ~looks.straight
    return _parts(may_be, lambda part: bool(part.mean() > FOLIAGE_SHARE))


FINDERS: dict[RegionKind, Callable[[Looks], Mask]] = {
    RegionKind.SKY: _sky,
    RegionKind.WATER: _water,
    RegionKind.FOLIAGE: _foliage,
}


def _widened(mask: Mask) -> Mask:
    """Return a mask and what is so near that texture there is taken over its edge."""
    return np.asarray(cv2.dilate(mask.astype(np.uint8), np.ones((GRAIN_PX, GRAIN_PX), np.uint8)) > 0)


def _parts(mask: Mask, is_meant: Callable[[Mask], bool]) -> Mask:
    """Return the connected parts of a mask that are what is sought."""
    count, labels = cv2.connectedComponents(mask.astype(np.uint8), connectivity=4)
    sizes = np.bincount(labels.ravel(), minlength=count)
    kept = np.zeros(mask.shape, bool)
    for label in (index for index in range(1, count) if sizes[index] > 0.01 * mask.size):
        part = labels == label
        if is_meant(part):
            kept |= part
    return kept


def _fading(mask: Mask, fade: float) -> FloatArray:
    """Return 0 at the edge of a mask and 1 well inside; the picture's own borders are edges, too, but not the upper."""
    framed = cv2.copyMakeBorder(mask.astype(np.uint8), 0, 1, 1, 1, cv2.BORDER_CONSTANT, value=(0,))
    distance = cv2.distanceTransform(framed, cv2.DIST_L2, 5)[:-1, 1:-1]
    share = np.clip(distance / (fade * max(mask.shape)), 0, 1)
    return np.asarray(share * share * (3 - 2 * share), np.float32)
