"""Flames and lamps, and what they shine upon."""

import cv2
import numpy as np

from engine.perception.looks import Looks, Mask, between
from engine.types.scene import FloatArray

VALUE, BRIGHTNESS = 0.93, 0.6
"""White and the colours of flames are both; pure red is not bright."""
SHARES, ROUNDNESS = (0.0003, 0.04), 0.4
"""Share of the picture; share of its own box, against rims and seams that shine."""
SURROUND, WARMTH = 0.4, 0.03
"""A light outshines its surroundings, whose mean brightness is below this, and gives them some of its colour."""
RING = (1.5, 3.5)
"""The surroundings, in the light's own radii."""
HALO = 4.0
"""How far a light's shine reaches, in its own radii."""
REACH = 2.5
"""Beyond so many halos nothing is left of it."""
MOST = 24
"""In a city at night so many of the largest speak for all."""


def find_lights(looks: Looks, free: Mask) -> FloatArray:
    """Return how much flames and lamps shine upon each place, h × w, 0…1; zero where there are none.

    They are sought where `free` is set: what gleams on a face is no lamp.
    """
    height, width = looks.shape
    bright = (looks.value > VALUE) & (looks.brightness > BRIGHTNESS) & free
    _, _, stats, centres = cv2.connectedComponentsWithStats(bright.astype(np.uint8))
    areas = stats[:, cv2.CC_STAT_AREA]
    is_round = areas > ROUNDNESS * stats[:, cv2.CC_STAT_WIDTH] * stats[:, cv2.CC_STAT_HEIGHT]
    is_small = (areas > SHARES[0] * height * width) & (areas < SHARES[1] * height * width)
    candidates = [label for label in np.argsort(-areas) if label and is_round[label] and is_small[label]]

    shine = np.zeros((height, width), np.float32)
    rows, columns = np.mgrid[:height, :width].astype(np.float32)
    for label in candidates[:MOST]:
        radius = max(2.0, float(np.sqrt(areas[label] / np.pi)))
        x, y = centres[label]
        reach = REACH * HALO * radius
        part = (
            slice(max(0, int(y - reach)), int(y + reach) + 1),
            slice(max(0, int(x - reach)), int(x + reach) + 1),
        )
        distance = np.asarray(np.hypot(columns[part] - x, rows[part] - y) / radius, np.float32)
        around = between(distance, RING)
        if not around.any():
            continue
        if looks.brightness[part][around].mean() < SURROUND and looks.coolness[part][around].mean() < -WARMTH:
            shine[part] = np.maximum(shine[part], np.exp(-((distance / HALO) ** 2)))
    return shine
