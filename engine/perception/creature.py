"""A creature: what is alive in a photo without people, above all a pet.

No model here knows animals. Two weak signs together are trusted: the matte's model sees a body, furry or leafy all over
and without straight edges, and the face detector half believes in a face within it. Cups have neither fur nor such a
face. Whoever is found is moved as a whole and gently; there are no eyes or lips to know of.
"""

import cv2
import numpy as np

from engine.perception.looks import Looks, Mask
from engine.perception.resampling import resized
from engine.types.scene import FloatArray

SHARES = (0.1, 0.85)
"""How much of the picture a creature fills."""
BODY = 0.7
"""Matte that counts as body."""
FURRY = 0.02
"""Spread of the brightness in fur, feathers and petals …"""
FURRY_SHARE, STRAIGHT_SHARE = 0.85, 0.25
"""… which are nearly everywhere, and straight edges hardly anywhere. Measured: a cat .99 and .18, a flower .98 and .08,
a cup on a saucer .68 and .34, a pagoda .99 and .41."""
HOLE_PX = 25
FACE_SHARE = 0.2
"""Side of a face-like place over the picture's long side, at least."""


def creature_matte(looks: Looks, rough: FloatArray, likenesses: FloatArray) -> FloatArray:
    """Return where (1, else 0) a creature is, at the size of `looks`; all zero where none is.

    `rough` is the view of the matte's model (any size, 0…1), `likenesses` (N × 4) are face-like places in shares of
    the picture.
    """
    height, width = looks.shape
    matte = np.clip(resized(rough, width, height), 0, 1)
    for left, top, right, bottom in likenesses * (width, height, width, height):
        column, row = int((left + right) / 2), int((top + bottom) / 2)
        body = _around(matte > BODY, min(max(row, 0), height - 1), min(max(column, 0), width - 1))
        if right - left >= FACE_SHARE * max(width, height) and _is_creature(looks, body):
            return _closed(body).astype(np.float32)
    return np.zeros(looks.shape, np.float32)


def _is_creature(looks: Looks, body: Mask) -> bool:
    return bool(
        body.any()
        and SHARES[0] < body.mean() < SHARES[1]
        and (looks.texture[body] > FURRY).mean() > FURRY_SHARE
        and looks.straight[body].mean() < STRAIGHT_SHARE
    )


def _around(mask: Mask, row: int, column: int) -> Mask:
    """Return the connected part of a mask at a pixel; nothing where the pixel lies outside."""
    _, labels = cv2.connectedComponents(mask.astype(np.uint8))
    return np.asarray((labels == labels[row, column]) & mask[row, column])


def _closed(mask: Mask) -> Mask:
    """Return a mask without the small holes that eyes and stripes leave."""
    return np.asarray(
        cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((HOLE_PX, HOLE_PX), np.uint8)) > 0
    )
