"""The lids of an eye, as two layers over the eyeball.

A lid slides over the eyeball; it is an occlusion, not a squeeze. The lash line moves rigidly with the lid's margin;
above it the visible lid is stretched at first, and then, as the lid comes down, gives way to its unfolded skin
(`lid_skin`).
"""

from dataclasses import dataclass
from typing import Self

import numpy as np

from engine.render.warp.axis_patch import AxisPatch
from engine.render.warp.grid import smooth_step
from engine.render.warp.lid_skin import LidLines, unfold
from engine.types import face_mesh as mesh
from engine.types.scene import FloatArray

LOWER_LID_RISE = 0.05
"""Share of the opening that the lower lid covers in a blink; the upper lid does the rest."""
LOWER_RIM, CORNER_DROP = 0.055, 0.6
"""Height of the lower lid's pale rim in eye widths, which the lashes hide when the eye is shut; and how much further
down, in shares of it, they lie at the corners: the line of a closed eye is flatter than the lower lid's."""
LASH_BAND = 0.09
"""Height of the lash line in eye widths; it is carried along unstretched."""
LASH_THICKNESS, LASH_LENGTH = 0.038, 0.05
"""Of the line on a closed lid, upwards and downwards, in eye widths."""
LASH_REACH = 1.06
"""How far along the eye lashes grow; 1 is the corner."""
LASH_CONTRAST = (82.0, 90.0)
"""Levels of luma by which lashes are darker than the lid, at least and at most."""
LID_GATHERS = 0.35
"""Up to how far above the margin the skin gathers when an eye opens wide, in eye widths."""
LID_SHADOW = 0.45
"""Of the lashes' darkness, on the eyeball under the lid of an eye as wide as it gets."""
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
            unfolded=unfold(patch, LidLines(brow, crease, upper, lower, along)),
            lash_darkness=_lash_darkness(patch, upper, along),
            softness_px=softness_px,
        )

    @property
    def opening_px(self) -> float:
        """The largest distance between the lids."""
        return float((self.lower - self.upper).max())

    def upper_lid(self, closure: float) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return the upper lid's picture (h × w × 3), its coverage, and how far its lashes darken what lies below.

        `closure` runs from `WIDEST` over 0 (the photo) to 1 (shut); the shade is in levels of luma.
        """
        gap = self.lower - self.upper
        rim = LOWER_RIM * self.patch.width * (1 + CORNER_DROP * self.along**2)
        rim *= 1 - smooth_step(1.0, 1.2, np.abs(self.along))
        shut = np.maximum(self.lower - LOWER_LID_RISE * gap, self.upper) + rim
        margin = np.asarray(self.upper + closure * (shut - self.upper), np.float32)
        above = margin - self.patch.v
        coverage = self._edge(above)
        return self._lid(margin, closure), coverage, self._lash_shade(above, closure) * (1 - coverage)

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
        v, width = self.patch.v, self.patch.width
        above = margin - v
        if closure <= 0:
            # An eye that opens wide pushes its lid up under the brow, all in one piece.
            return self.patch.at(v + (self.upper - margin) * (1 - smooth_step(0.02, LID_GATHERS, above / width)))
        lash = np.minimum(LASH_BAND * width, 0.6 * (self.upper - self.crease))
        share = np.clip((v - self.crease) / np.maximum(margin - lash - self.crease, 0.5), 0, 1)
        stretched = self.crease + share * (self.upper - lash - self.crease)
        source = np.where(above < lash, self.upper - above, stretched)
        lid = self.patch.at(np.where(v < self.crease, v, source))
        # The rigid lash band fades into the unfolded skin over its own height; the fold above smooths out with it.
        along = np.abs(self.along)
        below_fold = (v - self.crease) / width
        skin = smooth_step(0.35, 1.3, above / np.maximum(lash, 0.5)) * (1 - smooth_step(1.0, 1.15, along))
        fold = smooth_step(-0.12, 0.08, below_fold) * (1 - smooth_step(0.75, 1.0, along) * (below_fold < 0))
        blend = np.where(below_fold > 0, skin, 1) * fold
        blend = blend * smooth_step(0.03, 0.35, closure)
        lid += (self.unfolded - lid) * blend[..., None]
        # Where the photo's own lashes are dark enough, none are drawn.
        shade = self._lash_shade(above, closure)
        missing = np.minimum(self.unfolded[..., 0] - shade - lid[..., 0], 0)
        lid[..., 0] += missing * np.minimum(4 * shade / self.lash_darkness, 1)
        return lid

    def _lash_shade(self, above: FloatArray, closure: float) -> FloatArray:
        """Return how far the lashes darken the skin: a thin line, sharp on the lid and fading into the lashes below."""
        taper = np.sqrt(np.clip(1 - (self.along / LASH_REACH) ** 2, 0, 1))
        thin, soft = (
            np.hypot(thickness * self.patch.width, self.softness_px) for thickness in (LASH_THICKNESS, LASH_LENGTH)
        )
        line = np.exp(-((above / np.where(above > 0, thin, soft)) ** 2))
        # Shut, the line is all there is of the eye; wide open, the lid's shadow falls on what it uncovers.
        strength = smooth_step(0.2, 0.7, closure) + LID_SHADOW * np.clip(closure / WIDEST, 0, 1)
        return np.asarray(self.lash_darkness * line * taper * strength, np.float32)


def _lash_darkness(patch: AxisPatch, upper: FloatArray, along: FloatArray) -> float:
    """Return how much darker the photo's lash line is than the lid above it, at least a trace."""
    middle = np.abs(along) < 0.8
    line = middle & (np.abs(patch.v - upper) < 0.03 * patch.width)
    lid = middle & (np.abs(patch.v - upper + 0.22 * patch.width) < 0.06 * patch.width)
    if not line.any() or not lid.any():
        return 20.0
    difference = np.median(patch.photo[..., 0][lid]) - np.percentile(patch.photo[..., 0][line], 30)
    return float(np.clip(difference, *LASH_CONTRAST))
