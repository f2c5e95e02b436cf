"""The skin of a closed upper lid, which the photo of an open eye does not show.

Its tone is carried over from the skin around the eye, and its grain from the skin below; a soft line stays where it
folds when the eye is open.
"""

from dataclasses import dataclass

import numpy as np

from engine.render.warp.axis_patch import AxisPatch
from engine.render.warp.grid import smooth_step, soften
from engine.types.scene import FloatArray

UNLIKE = (90.0, 45.0, 28.0)
"""Distances in Y, U, V from the skin's tone at which a pixel counts little, one a round of the fit: brows, hair, a
glasses' rim and reflections drop out of it."""
LIT_LID = (-18.0, 2.0)
"""Levels of luma against the light around the eye from which a visible lid counts as skin; a darker one lies in the
shadow of brow and lashes, out of which it comes as it unfolds."""
LID_SHARE = 2.0
"""How much a visible lid in the light counts beside the skin around the eye."""
SHADOW = 90.0
"""Distance in Y, U, V between the skin above the lid and the lid at which the one says little about the other."""
BULGE = 0.10
"""How much brighter the lid is where the eyeball pushes it forward into the light from above."""
CREASE = 0.10
"""How much darker its fold stays."""
GRAIN = 0.6
FLATNESS = 0.01
"""Ridge of the light's slope: skin that is only seen on one side says little about the other."""


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
    lid = _tone(patch, lines)
    height = np.clip((v - crease) / np.maximum(lines.lower - crease, 0.5), 0, 1)
    bulge = BULGE * np.sin(np.pi * height) - 0.06 * smooth_step(0.6, 1.0, height) - 0.05 * lines.along**2
    fold = np.exp(-(((v - crease) / (0.035 * width)) ** 2)) * (1 - smooth_step(0.7, 1.1, np.abs(lines.along)))
    lid[..., 0] += (lid[..., 0] - 16) * (bulge * (v > crease) - CREASE * fold)
    grain = patch.photo - soften(patch.photo, max(0.05 * width, 0.8))
    strip = 0.2 * width
    folded = np.abs((v - crease + strip) % (2 * strip) - strip)
    return np.asarray(lid + GRAIN * patch.at(lines.lower + 0.14 * width + folded, grain), np.float32)


def _tone(patch: AxisPatch, lines: LidLines) -> FloatArray:
    """Return the skin's tone over the whole eye: the light on the skin around it, and the lid's own colour."""
    width, v, photo = patch.width, patch.v, patch.photo
    above, below = (lines.crease - v) / width, (v - lines.lower) / width
    cheek = smooth_step(0.10, 0.16, below) * (1 - smooth_step(0.3, 0.5, below))
    socket = smooth_step(0.02, 0.06, above) * smooth_step(0.10, 0.20, (v - lines.brow) / width)
    plane, skin = _light(patch, np.asarray(cheek + socket, np.float32))
    lid = smooth_step(0.01, 0.04, -above) * smooth_step(0.06, 0.10, (lines.upper - v) / width)
    skin = skin + LID_SHARE * lid * smooth_step(*LIT_LID, photo[..., 0] - plane[..., 0])
    # From coarse to fine, what the plane misses: a normalised convolution (Knutsson & Westin 1993).
    # Beside its corners the lid meets what is there, skin or shadow.
    beside = smooth_step(1.05, 1.2, np.abs(lines.along))
    tone = plane
    for sigma, seen in ((0.25 * width, skin), (0.12 * width, skin + beside)):
        weight = soften(seen, sigma)
        missed = soften((photo - tone) * seen[..., None], sigma) / np.maximum(weight, 1e-4)[..., None]
        tone = np.asarray(tone + missed * smooth_step(0.02, 0.3, weight)[..., None], np.float32)
    # In a deep socket the lid comes out of the shadow above it; a glasses' rim is no shadow.
    shadow = soften(patch.at(np.minimum(v, lines.crease - 0.03 * width)), 0.09 * width) - tone
    near = np.exp(-((np.linalg.norm(shadow, axis=-1) / SHADOW) ** 2)) * (1 - smooth_step(0.0, 0.25, -above))
    return np.asarray(tone + shadow * near[..., None], np.float32)


def _light(patch: AxisPatch, area: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the plane (h × w × 3) that fits the tone of the plain skin in an area, and where that skin is (h × w).

    Least squares, weighted anew with every round, so that what is not skin loses its say.
    """
    places = np.stack([np.ones_like(patch.u), patch.u / patch.width, patch.v / patch.width], axis=-1)
    photo = soften(patch.photo, max(0.03 * patch.width, 0.8))
    area = area + np.float32(1e-4)  # the smallest eyes have no pixel of it
    plane = _mean(photo, area * (np.abs(patch.u) < 0.4 * patch.width))
    for unlike in UNLIKE:
        skin = area * np.exp(-((np.linalg.norm(photo - plane, axis=-1) / unlike) ** 2))
        weighted = (places * skin[..., None]).reshape(-1, 3).T
        spread = weighted @ places.reshape(-1, 3) + np.diag([0, FLATNESS, FLATNESS]) * (skin.sum() + 1)
        plane = np.asarray(places @ np.linalg.solve(spread, weighted @ photo.reshape(-1, 3)), np.float32)
    return plane, np.asarray(skin, np.float32)


def _mean(photo: FloatArray, weight: FloatArray) -> FloatArray:
    return np.asarray((photo * weight[..., None]).sum((0, 1)) / max(float(weight.sum()), 1e-6), np.float32)
