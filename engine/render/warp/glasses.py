"""Glasses: whether a face wears any, and where they keep the skin under them from being seen to move.

A frame sits on the nose: it goes with the head, while brows, cheeks and eyes move above, below and behind it.
"""

import cv2
import numpy as np

from engine.render.warp.anatomy import Anatomy
from engine.render.warp.grid import Grid, smooth_step
from engine.types import face_mesh as mesh
from engine.types.scene import FloatArray

BRIDGE_SIGHT = (0.14, 0.24)
"""Range of brightness down the bridge of the nose, in shares of its mean and after its smooth course is taken away: no
glasses, and surely glasses. Bare noses show 0.02–0.11 (ten portraits), Hopper's frame 0.31."""
BRIDGE_WIDTH = 0.22
"""Half the width of the strip that is looked at, in distances of the inner corners of the eyes."""
BRIDGE_HEIGHT = (-0.45, 0.55)
"""From above the corners to below them, in the same unit."""
FRAME_ASIDE, FRAME_UP, FRAME_DOWN = (0.76, 0.96), (0.16, 0.24), (0.36, 0.54)
"""How far a frame reaches from the middle between the eyes, and where its hold ends; the unit is the distance of the
eyes' outer corners. Upwards it ends evenly: skin that comes out from behind the rim is then stretched least, and brows
just above it rise."""


def wears_glasses(anatomy: Anatomy, yuv: FloatArray) -> float:
    """Return how surely a face wears glasses, 0…1: a frame crosses the bare skin between the eyes.

    `yuv` is H × W × 3, the canvas's colours.
    """
    left, right = anatomy.landmarks[[mesh.LEFT_EYE_UPPER[-1], mesh.RIGHT_EYE_UPPER[-1]], :2]
    unit = float(np.linalg.norm(right - left))
    across = (right - left) / max(unit, 1e-6)
    down = np.array([-across[1], across[0]])
    aside = np.linspace(-BRIDGE_WIDTH, BRIDGE_WIDTH, 9) * unit
    below = np.linspace(*BRIDGE_HEIGHT, 41) * unit
    places = (left + right) / 2 + aside[None, :, None] * across + below[:, None, None] * down
    map_x, map_y = np.asarray(places[..., 0], np.float32), np.asarray(places[..., 1], np.float32)
    strip = cv2.remap(yuv, map_x, map_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    profile = cv2.GaussianBlur(np.median(strip[..., 0], axis=1).reshape(-1, 1), (1, 0), 0.8)
    course = cv2.GaussianBlur(profile, (0, 0), 6, borderType=cv2.BORDER_REPLICATE)
    sight = float(np.ptp(profile - course)) / max(float(profile.mean()), 20.0)
    return float(smooth_step(*BRIDGE_SIGHT, sight))


def frame_of_glasses(anatomy: Anatomy, grid: Grid) -> FloatArray:
    """Return h × w, 0…1: where glasses would hold the picture to the head."""
    left, right = anatomy.landmarks[[mesh.LEFT_EYE_UPPER[0], mesh.RIGHT_EYE_UPPER[0]], :2]
    unit = float(np.linalg.norm(right - left))
    across = (right - left) / max(unit, 1e-6)
    middle = (left + right) / 2
    x, y = grid.nodes()
    aside = np.abs((x - middle[0]) * across[0] + (y - middle[1]) * across[1]) / unit
    below = ((y - middle[1]) * across[0] - (x - middle[0]) * across[1]) / unit
    held = (
        (1 - smooth_step(*FRAME_ASIDE, aside))
        * np.interp(-below, FRAME_UP, (1, 0))
        * (1 - smooth_step(*FRAME_DOWN, below))
    )
    return np.asarray(held, np.float32)
