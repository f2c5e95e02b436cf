"""The skin of a closed upper lid, which the photo of an open eye does not show.

Its tone is carried over from the skin around the eye, and its grain from the skin below; a soft line stays where it
folds when the eye is open.
"""

from dataclasses import dataclass

import numpy as np

from engine.render.warp.axis_patch import AxisPatch
from engine.render.warp.grid import smooth_step, soften
from engine.types.scene import FloatArray

CHEEK_SHARE, LID_SHARE, SOCKET_SHARE = 1.0, 3.0, 0.3
"""How much the skin below the eye, the visible lid and the skin between crease and brow count for the tone."""
UNLIKE, STRANGE, SHADOW = 30.0, 80.0, 90.0
"""Distances in Y, U, V at which something counts little: a pixel from its area's tone, an area's tone from the
cheek's, and the skin above the lid from the lid's."""
BULGE = 0.10
"""How much brighter the lid is where the eyeball pushes it forward into the light from above."""
CREASE = 0.10
"""How much darker its fold stays."""
GRAIN = 0.6


@dataclass(frozen=True, slots=True, eq=False)
class LidLines:
    """Where the lines around an eye run, at each pixel's place along it; h × w, in the patch's v."""

    brow: FloatArray
    crease: FloatArray
    upper: FloatArray
    """The upper lid's margin."""
    lower: FloatArray
    along: FloatArray
    """−1 at the left corner … 1 at the right corner."""


def unfold(patch: AxisPatch, lines: LidLines) -> FloatArray:
    """Return the picture (h × w × 3) of the upper lid's skin as it lies over the closed eye."""
    width, v, crease = patch.width, patch.v, lines.crease
    cheek = _cheek(patch, lines)
    lid = _tone(patch, lines, cheek)
    height = np.clip((v - crease) / np.maximum(lines.lower - crease, 0.5), 0, 1)
    bulge = BULGE * np.sin(np.pi * height) - 0.09 * smooth_step(0.5, 1.0, height) - 0.05 * lines.along**2
    fold = np.exp(-(((v - crease) / (0.05 * width)) ** 2)) * (1 - smooth_step(0.7, 1.1, np.abs(lines.along)))
    lid[..., 0] += (lid[..., 0] - 16) * (bulge * (v > crease) - CREASE * fold)
    np.minimum(lid[..., 0], _mean(patch.photo, cheek)[0], out=lid[..., 0])  # no lid shines more than the cheek
    grain = patch.photo - soften(patch.photo, max(0.05 * width, 0.8))
    strip = 0.14 * width
    folded = np.abs((v - crease + strip) % (2 * strip) - strip)
    return np.asarray(lid + GRAIN * patch.at(lines.lower + 0.14 * width + folded, grain), np.float32)


def _tone(patch: AxisPatch, lines: LidLines, cheek: FloatArray) -> FloatArray:
    """Return the skin's tone over the whole eye, from coarse to fine out of what is seen around it.

    A normalised convolution (Knutsson & Westin 1993) of the plain skin below the eye, of the visible lid, and of what
    lies between crease and brow.
    """
    width, v, photo = patch.width, patch.v, patch.photo
    above = (lines.crease - v) / width
    lid = smooth_step(0.01, 0.04, -above) * smooth_step(0.06, 0.10, (lines.upper - v) / width)
    socket = smooth_step(0.02, 0.06, above) * smooth_step(0.10, 0.20, (v - lines.brow) / width)
    seen = _plain(photo, CHEEK_SHARE * cheek, cheek) + _plain(photo, LID_SHARE * lid + SOCKET_SHARE * socket, cheek)
    seen += np.float32(1e-5)
    tone = np.asarray(np.broadcast_to(_mean(photo, seen), photo.shape), np.float32)
    for sigma in (0.40 * width, 0.20 * width, 0.10 * width):
        weight = soften(seen, sigma)
        colour = soften(photo * seen[..., None], sigma) / weight[..., None]
        tone = np.asarray(tone + (colour - tone) * smooth_step(0.02, 0.25, weight)[..., None], np.float32)
    tone = soften(tone, 0.08 * width)
    # In a deep socket the lid comes out of the shadow above it; a glasses' rim is no shadow.
    shadow = soften(patch.at(np.minimum(v, lines.crease - 0.03 * width)), 0.09 * width) - tone
    near = np.exp(-((np.linalg.norm(shadow, axis=-1) / SHADOW) ** 2)) * (1 - smooth_step(0.0, 0.3, -above))
    return np.asarray(tone + shadow * near[..., None], np.float32)


def _cheek(patch: AxisPatch, lines: LidLines) -> FloatArray:
    """Return where (h × w, 0…1) the skin below the eye is."""
    below = (patch.v - lines.lower) / patch.width
    return smooth_step(0.10, 0.16, below) * (1 - smooth_step(0.3, 0.5, below))


def _plain(photo: FloatArray, area: FloatArray, cheek: FloatArray) -> FloatArray:
    """Return the weight of an area's pixels as plain skin: a glasses' rim, a reflection, a hair do not count."""
    tone = _mean(photo, area if area.any() else cheek)
    strange = np.linalg.norm(tone - _mean(photo, cheek)) / STRANGE
    unlike = np.linalg.norm(photo - tone, axis=-1) / UNLIKE
    return np.asarray(area * np.exp(-(unlike**2) - strange**2), np.float32)


def _mean(photo: FloatArray, weight: FloatArray) -> FloatArray:
    return np.asarray((photo * weight[..., None]).sum((0, 1)) / max(float(weight.sum()), 1e-6), np.float32)
