"""An eye with its lids, painted into the texture.

A lid slides over the eyeball; it is an occlusion, not a squeeze. The lash line moves rigidly with the lid's margin;
the skin that unfolds from the crease is the photo's own: first the visible lid stretched, then, as the lid comes
down, the tone and the grain of the skin around the eye. Below the margin the eyeball stays where it is.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np

from engine.render.warp.axis_patch import AxisPatch, Reach, between
from engine.render.warp.eyeball import Eyeball
from engine.render.warp.grid import smooth_step, soften
from engine.types import face_mesh as mesh
from engine.types.scene import FloatArray

SMALLEST_WIDTH_PX = 8.0
"""Below this an eye is a few pixels, and painting lids on it would only smear."""
LOWER_LID_RISE = 0.05
"""Share of the opening that the lower lid covers in a blink; the upper lid does the rest."""
LOWER_RIM = 0.04
"""Height of the lower lid's pale rim in eye widths."""
SQUINT_LIFT = 0.40
"""Share of the opening that the lower lid covers in the tightest squint."""
LASH_BAND = 0.09
"""Height of the lash line in eye widths; it is carried along unstretched."""
LID_FOLLOWS_GAZE_DOWN = 0.016
"""Closure for each degree of looking down: the upper lid rides on the cornea's bulge."""
LID_FOLLOWS_GAZE_UP = 0.007
WIDEST = -0.28
"""Closure at which an eye is as wide as it gets."""


@dataclass(frozen=True, slots=True)
class EyeState:
    """What an eye does: closure of the upper lid, lift of the lower lid (0…1), gaze in degrees."""

    closure: float = 0.0
    lower_lift: float = 0.0
    gaze_yaw_deg: float = 0.0
    gaze_pitch_deg: float = 0.0


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
class Eye:
    """One eye on its patch of the canvas; maps are h × w."""

    patch: AxisPatch
    ball: Eyeball
    """On the part of the patch that the lids can uncover."""
    ball_rows: slice
    ball_columns: slice
    upper: FloatArray
    """The upper lid's margin at each pixel's place along the axis, in v."""
    lower: FloatArray
    crease: FloatArray
    along: FloatArray
    """−1 at the left corner … 1 at the right corner."""
    unfolded: FloatArray
    """h × w × 3: the lid's skin as it lies over the closed eye."""
    window: FloatArray
    """1 over the eye, 0 at the patch's border."""
    lash_darkness: float
    """Levels of luma by which the lash line is darker than the lid."""

    @classmethod
    def of(cls, points: EyePoints, landmarks: FloatArray, yuv: FloatArray) -> Self | None:
        """Return the eye, or None where it is too small or too close to the border to be painted."""
        corners = landmarks[[points.upper[0], points.upper[-1]], :2]
        width = float(np.linalg.norm(corners[1] - corners[0]))
        patch = AxisPatch.around(corners, Reach(0.72 * width, 0.60 * width, 0.62 * width), yuv)
        if patch is None or width < SMALLEST_WIDTH_PX:
            return None
        v = patch.v
        upper, lower, crease, brow = (
            patch.line(landmarks[list(line), :2]) for line in (points.upper, points.lower, points.crease, points.brow)
        )
        lower = np.maximum(lower, upper + 0.5)
        crease = np.minimum(crease, upper - 0.06 * width)
        along = patch.u / (width / 2)
        visible = between(v, upper, lower) * (1 - smooth_step(0.97, 1.03, np.abs(along)))
        iris = landmarks[list(points.iris), :2] - [patch.rect[0], patch.rect[1]]
        radius = float(np.linalg.norm(iris[1:] - iris[0], axis=1).mean())
        edge = 1 - smooth_step(1.02, 1.35, np.abs(along))
        window = edge * smooth_step(-0.58 * width, -0.45 * width, v) * (1 - smooth_step(0.45 * width, 0.6 * width, v))
        rows, columns = _bounds(between(v, upper + WIDEST * (lower - upper), lower) * (np.abs(along) < 1.05))
        return cls(
            patch=patch,
            ball=Eyeball.of(patch.photo, visible, (float(iris[0, 0]), float(iris[0, 1])), radius).cropped(
                rows, columns
            ),
            ball_rows=rows,
            ball_columns=columns,
            upper=upper,
            lower=lower,
            crease=crease,
            along=along,
            unfolded=_unfold(patch, crease, brow, lower, along),
            window=window,
            lash_darkness=_lash_darkness(patch, upper, along),
        )

    def paint(self, state: EyeState) -> FloatArray:
        """Return the change of the patch (h × w × 3 in Y, U, V) that shows the state; zero for the photo's own."""
        follow = LID_FOLLOWS_GAZE_DOWN if state.gaze_pitch_deg < 0 else LID_FOLLOWS_GAZE_UP
        closure = state.closure - follow * state.gaze_pitch_deg * (1 - state.closure)
        closure = float(np.clip(closure, WIDEST, 1))
        lift = max(SQUINT_LIFT * state.lower_lift, 0) + LOWER_LID_RISE * max(closure, 0)
        gap = self.lower - self.upper
        lower = self.lower - min(lift, 0.5) * gap
        # Shut, the lashes lie on the lower lid and hide its pale rim.
        rim = LOWER_RIM * self.patch.width * np.maximum(1 - self.along**2, 0)
        shut = np.maximum(self.lower - LOWER_LID_RISE * gap, self.upper) + rim
        margin = np.minimum(self.upper + closure * (shut - self.upper), lower + rim)
        picture = self._lower_skin(lower)
        eyeball = self.ball.look(state.gaze_yaw_deg, state.gaze_pitch_deg)
        part = self.ball_rows, self.ball_columns
        uncovered = between(self.patch.v[part], margin[part], lower[part])
        picture[part] += (eyeball - picture[part]) * uncovered[..., None]
        lid_area = np.clip(margin - self.patch.v + 0.5, 0, 1)[..., None]
        picture += (self._lid(margin, closure) - picture) * lid_area
        return np.asarray((picture - self.patch.photo) * self.window[..., None], np.float32)

    def _lower_skin(self, lower: FloatArray) -> FloatArray:
        """Return the skin below the eye as the lower lid pushes it up."""
        v = self.patch.v
        fade = 1 - smooth_step(0.0, 0.35, np.maximum(v - lower, 0) / self.patch.width)
        return self.patch.at(v + (self.lower - lower) * fade)

    def _lid(self, margin: FloatArray, closure: float) -> FloatArray:
        """Return the upper lid's skin, h × w × 3, for a margin."""
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
        thickness = 0.042 * self.patch.width
        line = np.exp(-(((above - 0.4 * thickness) / thickness) ** 2))
        reach = 1 - smooth_step(0.9, 1.08, np.abs(self.along))
        return np.asarray(self.lash_darkness * line * reach * smooth_step(0.2, 0.7, closure), np.float32)


def _bounds(area: FloatArray) -> tuple[slice, slice]:
    """Return the rows and columns that hold an area, and two more pixels on each side for interpolation."""
    rows, columns = np.flatnonzero(area.any(axis=1)), np.flatnonzero(area.any(axis=0))
    return (
        slice(max(int(rows[0]) - 2, 0), int(rows[-1]) + 3),
        slice(max(int(columns[0]) - 2, 0), int(columns[-1]) + 3),
    )


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
