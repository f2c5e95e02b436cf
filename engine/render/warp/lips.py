"""The lips of a mouth as they part.

The lips part along their inner line: the upper lip rises a little, the lower lip drops, and between them appears what
a half-open mouth shows: darkness, soft at its edges. Teeth are only seen where the photo has them; they belong to the
skull and stay, while the lower lip moves away from under them.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np

from engine.render.warp.axis_patch import AxisPatch, between
from engine.render.warp.grid import smooth_step, soften
from engine.types import face_mesh as mesh
from engine.types.scene import FloatArray

UPPER_LIP_SHARE = 0.16
"""The upper lip's part of the opening; the jaw does the rest."""
DARKNESS = 0.22
"""Brightness of the mouth's inside against the lips'."""


@dataclass(frozen=True, slots=True, eq=False)
class Lips:
    """Both lips on their patch of the canvas; maps are h × w."""

    patch: AxisPatch
    upper: FloatArray
    """The upper lip's inner line at each pixel's place across the mouth, in v."""
    lower: FloatArray
    profile: FloatArray
    """Opening at each place: 1 in the middle, 0 at the corners."""
    window: FloatArray
    """1 over the lips, 0 at the patch's border."""
    inside: FloatArray
    """3: the colour inside the mouth."""
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
            profile=np.asarray((1 - share**2) ** 0.8, np.float32),
            window=window,
            inside=np.array([16 + DARKNESS * (lip[0] - 16), *(128 + 0.5 * (lip[1:] - 128))], np.float32),
            face_size=face_size,
            softness_px=softness_px,
        )

    def part(self, opening_px: float) -> FloatArray:
        """Return the change of the patch (h × w × 3 in Y, U, V) for lips so far apart; zero for a mouth at rest."""
        v, size = self.patch.v, self.face_size
        opening = opening_px * self.profile
        rise, drop = UPPER_LIP_SHARE * opening, (1 - UPPER_LIP_SHARE) * opening
        upper, lower = self.upper - rise, self.lower + drop
        # Skin follows its lip and comes to rest below the nose and on the chin.
        fade_up = 1 - smooth_step(0.02, 0.12, np.maximum(upper - v, 0) / size)
        fade_down = 1 - smooth_step(0.05, 0.24, np.maximum(v - lower, 0) / size)
        is_upper = v < (upper + lower) / 2
        picture = self.patch.at(np.where(is_upper, v + rise * fade_up, v - drop * fade_down))
        gap = between(v, upper, lower) * smooth_step(0.3, 2.0, opening)
        rows = np.flatnonzero(gap.any(axis=1))
        if rows.size:
            part = slice(int(rows[0]), int(rows[-1]) + 1)
            picture[part] += (self._inside(part, upper, lower) - picture[part]) * gap[part, :, None]
        change = np.asarray((picture - self.patch.photo) * self.window[..., None], np.float32)
        return soften(change, self.softness_px) if self.softness_px > 0 else change

    def _inside(self, rows: slice, upper: FloatArray, lower: FloatArray) -> FloatArray:
        """Return what is seen between the lips, for some rows of the patch."""
        v = self.patch.v[rows]
        depth = np.clip((v - upper[rows]) / np.maximum(lower[rows] - upper[rows], 1), 0, 1)
        dark = np.empty_like(self.patch.photo[rows])
        dark[:] = self.inside
        dark[..., 0] += (self.inside[0] - 16) * (1.2 * depth**2 - 0.5)  # the palate is darkest, the tongue shows
        # What the photo itself shows between the lips (teeth) stays where it is; below it the dark begins.
        softness = 0.008 * self.face_size + 0.5
        photo = self.patch.photo[rows]
        return photo + (dark - photo) * smooth_step(-softness, softness, v - self.lower[rows])[..., None]
