"""The lips of a mouth as they part.

The lips part along their inner line: the upper lip rises a little, the lower lip drops, and between them appears what
a half-open mouth shows: darkness, soft at its edges, and low in it a hint of the tongue. Teeth are only seen where the
photo has them; they belong to the skull and stay, while the lips move away from them, or close over them.
"""

from dataclasses import dataclass
from typing import NamedTuple, Self

import numpy as np

from engine.render.warp.axis_patch import AxisPatch
from engine.render.warp.grid import smooth_step, soften
from engine.types import face_mesh as mesh
from engine.types.scene import FloatArray


class Parting(NamedTuple):
    """What a mouth's lips do."""

    opening_px: float = 0.0
    """How much farther apart they are than in the photo; below zero they close, at −`gap_px` they meet."""
    sunk: float = 0.0
    """How far both have come down over what the photo shows between them, in shares of it."""


class Way(NamedTuple):
    """How skin follows the lips on their way; distances from the lips in face sizes."""

    upper_share: float
    """The upper lip's part of the way; the lower lip and the jaw do the rest."""
    above: tuple[float, float]
    """Where the skin above begins to lag behind, and where it rests."""
    below: tuple[float, float]


OPENING = Way(0.32, (0.02, 0.12), (0.05, 0.24))
CLOSING = Way(0.15, (0.03, 0.17), (0.06, 0.28))
UPPER_EDGE, LOWER_EDGE = 0.006, 0.018
"""How softly the lips end towards the dark between them, in face sizes: the lower lip rolls inwards."""
DARKNESS = 0.24
"""Brightness of the mouth's inside against the lips'."""
TONGUE = 0.36
"""Brightness of the tongue's back against the lips'."""
POINTED, ROUND = 0.8, 0.45
"""Powers of an ellipse after which lips part: a slit tapers towards its corners, a dropped jaw rounds the mouth."""
ROUNDS = (0.03, 0.10)
"""Openings in face sizes between which a slit grows round."""
SINKING = (0.40, 0.62)
"""Where beside the middle lips no longer sink as a whole, in mouth widths: from the corners on, outwards."""
SEAM = 0.45
"""How much darker than the lips the line is where they meet."""


@dataclass(frozen=True, slots=True, eq=False)
class Lips:
    """Both lips on their patch of the canvas; maps are h × w."""

    patch: AxisPatch
    upper: FloatArray
    """The upper lip's inner line at each pixel's place across the mouth, in v."""
    lower: FloatArray
    ellipse: FloatArray
    """1 − (share of the way from the middle to the corners)²."""
    window: FloatArray
    """1 over the lips, 0 at the patch's border."""
    inside: FloatArray
    """3: the colour inside the mouth."""
    tongue: FloatArray
    """3: the colour of the tongue."""
    face_size: float
    softness_px: float
    """Blur of the photo's own edges."""

    @classmethod
    def of(cls, landmarks: FloatArray, patch: AxisPatch, face_size: float, softness_px: float) -> Self:
        """Read the lips' lines from the mesh."""
        width = patch.width
        upper, lower = (patch.line(landmarks[list(line), :2]) for line in (mesh.UPPER_LIP_INNER, mesh.LOWER_LIP_INNER))
        # A closed mouth's two lines may cross by the mesh's noise: its lips meet in the middle.
        middle = (upper + lower) / 2
        share = np.clip(np.abs(patch.u) / (0.47 * width), 0, 1)
        sides = 1 - smooth_step(0.46 * width, 0.62 * width, np.abs(patch.u))
        below = 1 - smooth_step(0.20 * face_size, 0.32 * face_size, patch.v)
        window = sides * below * smooth_step(-0.145 * face_size, -0.10 * face_size, patch.v)
        lip_points = landmarks[list(mesh.LOWER_LIP_OUTER[3:8]), :2] - [patch.rect[0], patch.rect[1]]
        column, row = np.clip(lip_points.mean(axis=0), 0, np.array(patch.u.shape)[::-1] - 1).astype(int)
        lip = patch.photo[row, column]
        return cls(
            patch=patch,
            upper=np.minimum(upper, middle),
            lower=np.maximum(lower, middle),
            ellipse=np.asarray(1 - share**2, np.float32),
            window=window,
            inside=_shaded(lip, DARKNESS, 0.5),
            tongue=_shaded(lip, TONGUE, 0.85),
            face_size=face_size,
            softness_px=softness_px,
        )

    @property
    def gap_px(self) -> float:
        """How far the lips are apart in the photo, where they are farthest."""
        return float((self.lower - self.upper).max())

    def part(self, parting: Parting) -> FloatArray:
        """Return the change of the patch (h × w × 3 in Y, U, V); zero for a mouth at rest."""
        opening_px, sunk = parting
        closed = max(-opening_px, 0.0) / max(self.gap_px, 1.0)
        way = CLOSING if closed else OPENING
        v, size = self.patch.v, self.face_size
        power = POINTED + (ROUND - POINTED) * float(smooth_step(*ROUNDS, opening_px / size))
        opening = closed * (self.upper - self.lower) if closed else opening_px * self.ellipse**power
        # All along the mouth: lips that sank in the middle only would smile.
        sink = sunk * self.gap_px * (1 - smooth_step(*SINKING, np.abs(self.patch.u) / self.patch.width))
        rise, drop = way.upper_share * opening - sink, (1 - way.upper_share) * opening + sink
        upper, lower = self.upper - rise, self.lower + drop
        # Skin follows its lip and comes to rest below the nose and on the chin.
        fade_up = 1 - smooth_step(*way.above, np.maximum(upper - v, 0) / size)
        fade_down = 1 - smooth_step(*way.below, np.maximum(v - lower, 0) / size)
        is_upper = v < (upper + lower) / 2
        picture = self.patch.at(np.where(is_upper, v + rise * fade_up, v - drop * fade_down))
        gap = self._between(upper, lower) * smooth_step(0.3, 2.0, np.abs(opening) + sink) * (lower > upper)
        rows = np.flatnonzero(gap.any(axis=1))
        if rows.size:
            part = slice(int(rows[0]), int(rows[-1]) + 1)
            picture[part] += (self._inside(part, upper, lower) - picture[part]) * gap[part, :, None]
        if closed:
            seam = self._seam(np.asarray(v - (upper + lower) / 2, np.float32), closed)
            picture[..., 0] = 16 + (picture[..., 0] - 16) * (1 - seam)
        change = np.asarray((picture - self.patch.photo) * self.window[..., None], np.float32)
        return soften(change, self.softness_px) if self.softness_px > 0 else change

    def _between(self, upper: FloatArray, lower: FloatArray) -> FloatArray:
        """Return how much (0…1) is seen of what lies between two lines; a mere slit is sharp."""
        v, half = self.patch.v, np.maximum((lower - upper) / 2, 0.5)
        above, below = (np.clip(edge * self.face_size, 1.0, half) for edge in (UPPER_EDGE, LOWER_EDGE))
        return np.asarray(
            np.clip((v - upper) / above + 0.5, 0, 1) * np.clip((lower - v) / below + 0.5, 0, 1), np.float32
        )

    def _seam(self, from_seam: FloatArray, closed: float) -> FloatArray:
        """Return how much (0…1) the line where closing lips meet is darkened."""
        thickness = 0.010 * self.face_size + 0.5 * self.softness_px
        line = np.exp(-((from_seam / thickness) ** 2)) * np.sqrt(self.ellipse)
        return np.asarray(SEAM * smooth_step(0.5, 1.0, closed) * line, np.float32)

    def _inside(self, rows: slice, upper: FloatArray, lower: FloatArray) -> FloatArray:
        """Return what is seen between the lips, for some rows of the patch."""
        v, u = self.patch.v[rows], self.patch.u[rows]
        opening = lower[rows] - upper[rows]
        depth = np.clip((v - upper[rows]) / np.maximum(opening, 1), 0, 1)
        inside = np.empty_like(self.patch.photo[rows])
        inside[:] = self.inside
        inside[..., 0] += (self.inside[0] - 16) * (0.4 * depth - 0.5)  # the palate is darkest
        # The tongue lies behind the lower lip, whose shadow falls on it, and shows in a mouth wide open.
        back = 1 - ((u / (0.34 * self.patch.width)) ** 2 + ((depth - 0.95) / 0.55) ** 2)
        wide = smooth_step(0.02, 0.09, opening / self.face_size)
        tongue = 0.85 * smooth_step(0.0, 1.0, back) * wide
        inside += (self.tongue - inside) * tongue[..., None]
        inside[..., 0] -= 0.5 * (inside[..., 0] - 16) * smooth_step(0.65, 1.0, depth)
        # What the photo itself shows between the lips (teeth) stays where it is; below it the dark begins.
        softness = 0.008 * self.face_size + 0.5
        photo = self.patch.photo[rows]
        return photo + (inside - photo) * smooth_step(-softness, softness, v - self.lower[rows])[..., None]


def _shaded(colour: FloatArray, brightness: float, saturation: float) -> FloatArray:
    """Return a colour (Y, U, V) made darker and paler by two factors."""
    return np.array([16 + brightness * (colour[0] - 16), *(128 + saturation * (colour[1:] - 128))], np.float32)
