"""The lids of an eye, as two layers over the eyeball.

A lid slides over the eyeball; it is an occlusion, not a squeeze. The lash line moves rigidly with the lid's margin;
the skin that unfolds from the crease is the photo's own: first the visible lid stretched, then, as the lid comes
down, the tone and the grain of the skin around the eye.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np

from engine.render.warp.axis_patch import AxisPatch
from engine.render.warp.grid import smooth_step, soften
from engine.types import face_mesh as mesh
from engine.types.scene import FloatArray

LOWER_LID_RISE = 0.05
"""Share of the opening that the lower lid covers in a blink; the upper lid does the rest."""
LOWER_RIM = 0.04
"""Height of the lower lid's pale rim in eye widths: shut, the lashes lie on it and hide it."""
LASH_BAND = 0.09
"""Height of the lash line in eye widths; it is carried along unstretched."""
LASH_THICKNESS = 0.042
"""Of the line that is drawn on a closed lid, in eye widths."""
WIDEST = -0.28
"""Closure at which an eye is as wide as it gets."""


@dataclass(frozen=True, slots=True)
class EyePoints:
    """Where an eye's lines run in the mesh."""

    upper: tuple[int, ...]
    lower: tuple[int, ...]
    crease: tuple[int, ...]
    brow: tuple[int, ...]
    iris: tuple[int, ...]


LEFT = EyePoints(mesh.LEFT_EYE_UPPER, mesh.LEFT_EYE_LOWER, mesh.LEFT_EYE_CREASE, mesh.LEFT_BROW_LOWER, mesh.LEFT_IRIS)
RIGHT = EyePoints(
    mesh.RIGHT_EYE_UPPER, mesh.RIGHT_EYE_LOWER, mesh.RIGHT_EYE_CREASE, mesh.RIGHT_BROW_LOWER, mesh.RIGHT_IRIS
)


@dataclass(frozen=True, slots=True, eq=False)
class Lids:
    """Both lids of one eye on its patch; maps are h × w."""

    patch: AxisPatch
    upper: FloatArray
    """The upper lid's margin in the photo, at each pixel's place along the eye, in v."""
    lower: FloatArray
    crease: FloatArray
    along: FloatArray
    """−1 at the left corner … 1 at the right corner."""
    unfolded: FloatArray
    """h × w × 3: the upper lid's skin as it lies over the closed eye."""
    lash_darkness: float
    """Levels of luma by which the lash line is darker than the lid."""
    softness_px: float
    """Blur of the photo's own edges."""

    @classmethod
    def of(cls, points: EyePoints, landmarks: FloatArray, patch: AxisPatch, softness_px: float) -> Self:
        """Read the lids' lines from the mesh and prepare their skin."""
        upper, lower, crease, brow = (
            patch.line(landmarks[list(line), :2]) for line in (points.upper, points.lower, points.crease, points.brow)
        )
        lower = np.maximum(lower, upper + 0.5)
        crease = np.minimum(crease, upper - 0.06 * patch.width)
        along = patch.u / (patch.width / 2)
        return cls(
            patch=patch,
            upper=upper,
            lower=lower,
            crease=crease,
            along=along,
            unfolded=_unfold(patch, crease, brow, lower, along),
            lash_darkness=_lash_darkness(patch, upper, along),
            softness_px=softness_px,
        )

    @property
    def opening_px(self) -> float:
        """The largest distance between the lids."""
        return float((self.lower - self.upper).max())

    def upper_lid(self, closure: float) -> tuple[FloatArray, FloatArray]:
        """Return the upper lid's picture (h × w × 3) and its coverage; closure `WIDEST` … 0 (the photo) … 1 (shut)."""
        gap = self.lower - self.upper
        rim = LOWER_RIM * self.patch.width * np.maximum(1 - self.along**2, 0)
        shut = np.maximum(self.lower - LOWER_LID_RISE * gap, self.upper) + rim
        margin = np.asarray(self.upper + closure * (shut - self.upper), np.float32)
        return self._lid(margin, closure), self._edge(margin - self.patch.v)

    def lower_lid(self, lift: float) -> tuple[FloatArray, FloatArray]:
        """Return the picture of the skin below the eye, pushed up by `lift` openings, and its coverage."""
        v = self.patch.v
        rise = lift * (self.lower - self.upper)
        fade = 1 - smooth_step(0.0, 0.35, np.maximum(v - self.lower + rise, 0) / self.patch.width)
        return self.patch.at(v + rise * fade), self._edge(v - self.lower + rise)

    def _edge(self, inside_px: FloatArray) -> FloatArray:
        """Return 0…1 across an edge, as sharp as the photo."""
        return np.asarray(np.clip(inside_px / (1 + 2 * self.softness_px) + 0.5, 0, 1), np.float32)

    def _lid(self, margin: FloatArray, closure: float) -> FloatArray:
        v = self.patch.v
        above = margin - v
        lash = np.minimum(LASH_BAND * self.patch.width, 0.6 * (self.upper - self.crease))
        share = np.clip((v - self.crease) / np.maximum(margin - lash - self.crease, 0.5), 0, 1)
        stretched = self.crease + share * (self.upper - lash - self.crease)
        source = np.where(above < lash, self.upper - above, stretched)
        lid = self.patch.at(np.where(v < self.crease, v, source))
        if closure <= 0:
            return lid
        # The rigid lash band fades into the unfolded skin over its own height.
        blend = smooth_step(0.35, 1.3, above / np.maximum(lash, 0.5)) * (v > self.crease)
        blend = blend * smooth_step(0.03, 0.35, closure)
        lid += (self.unfolded - lid) * blend[..., None]
        lid[..., 0] -= self._lashes(above, closure)
        return lid

    def _lashes(self, above: FloatArray, closure: float) -> FloatArray:
        """Return how far the lash line darkens the lid: in the photo it is half hidden in the lid's shadow."""
        thickness = float(np.hypot(LASH_THICKNESS * self.patch.width, self.softness_px))
        line = np.exp(-(((above - 0.4 * thickness) / thickness) ** 2))
        reach = 1 - smooth_step(0.9, 1.08, np.abs(self.along))
        return np.asarray(self.lash_darkness * line * reach * smooth_step(0.2, 0.7, closure), np.float32)


def _unfold(patch: AxisPatch, crease: FloatArray, brow: FloatArray, lower: FloatArray, along: FloatArray) -> FloatArray:
    """Return the skin of a closed lid: smooth tone from below the eye and above the crease, with the skin's grain."""
    width, v = patch.width, patch.v
    cheek = np.mean([patch.at(lower + share * width) for share in (0.16, 0.22, 0.28)], axis=0)
    skin_above = np.maximum(0.45 * (crease - brow), 0.05 * width)  # plain skin before the brow's hair
    above = np.mean([patch.at(crease - share * skin_above) for share in (0.25, 0.6, 0.95)], axis=0)
    # Above the crease may lie a glasses' rim or a reflection: what is unlike the cheek does not count.
    unlike = np.linalg.norm(above - np.median(cheek.reshape(-1, 3), axis=0), axis=-1, keepdims=True)
    tone = soften(cheek + (above - cheek) * (0.6 * np.exp(-((unlike / 40) ** 2))), 0.12 * width)
    height = np.clip((v - crease) / np.maximum(lower - crease, 0.5), 0, 1)
    at_crease = patch.at(np.minimum(v, crease))
    lid = at_crease + (tone - at_crease) * smooth_step(0.0, 0.4, height)[..., None]
    # Light falls on the bulge of the eyeball from above: brighter in its middle, darker towards both corners.
    bulge = 0.04 * np.sin(np.pi * height) - 0.10 * smooth_step(0.5, 1.0, height) - 0.08 * along**2
    lid[..., 0] += (lid[..., 0] - 16) * bulge
    grain = patch.photo - soften(patch.photo, max(0.05 * width, 0.8))
    strip = 0.14 * width
    folded = np.abs((np.maximum(v - crease, 0) + strip) % (2 * strip) - strip)
    return np.asarray(lid + 0.6 * patch.at(lower + 0.14 * width + folded, grain), np.float32)


def _lash_darkness(patch: AxisPatch, upper: FloatArray, along: FloatArray) -> float:
    """Return how much darker the photo's lash line is than the lid above it, at least a trace."""
    middle = np.abs(along) < 0.8
    line = middle & (np.abs(patch.v - upper) < 0.03 * patch.width)
    lid = middle & (np.abs(patch.v - upper + 0.22 * patch.width) < 0.06 * patch.width)
    if not line.any() or not lid.any():
        return 20.0
    difference = np.median(patch.photo[..., 0][lid]) - np.percentile(patch.photo[..., 0][line], 30)
    return float(np.clip(difference, 70, 95))
