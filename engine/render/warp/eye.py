"""An eye: eyeball, lower lid and upper lid, laid over each other and painted into the texture."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from engine.render.warp.axis_patch import AxisPatch, Reach, between
from engine.render.warp.eyeball import Eyeball
from engine.render.warp.grid import smooth_step
from engine.render.warp.levels import Levels
from engine.render.warp.lids import LOWER_LID_RISE, WIDEST, EyePoints, Lids
from engine.types.scene import FloatArray

SMALLEST_WIDTH_PX = 8.0
"""Below this an eye is a few pixels, and painting lids on it would only smear."""
SQUINT_LIFT = 0.40
"""Share of the opening that the lower lid covers in the tightest squint."""
LOWER_LID_DROP = 0.16
"""Share of the opening by which the lower lid sinks, at most: with the gaze, or where a smiling cheek lets go of it."""
LOWER_LID_FOLLOWS_GAZE_DOWN = 0.007
"""Share of the opening for each degree of looking down."""
LID_FOLLOWS_GAZE_DOWN = 0.016
"""Closure for each degree of looking down: the upper lid rides on the cornea's bulge."""
LID_FOLLOWS_GAZE_UP = 0.007


@dataclass(frozen=True, slots=True)
class EyeState:
    """What an eye does: closure of the upper lid (0…1), lift of the lower lid (−1…1), gaze in degrees."""

    closure: float = 0.0
    lower_lift: float = 0.0
    gaze_yaw_deg: float = 0.0
    gaze_pitch_deg: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Eye:
    """One eye on its patch of the canvas."""

    patch: AxisPatch
    ball: Eyeball
    """On the part of the patch that the lids can uncover."""
    ball_rows: slice
    ball_columns: slice
    steps: int
    """Levels of the lids between open and shut: about one a pixel."""
    upper_lids: Levels
    """h × w × 4: change of the patch by the upper lid, and the share of what lies beneath that still shows."""
    lower_lids: Levels
    """h × w × 4: the lower lid, and the share of the eyeball that still shows."""

    @classmethod
    def of(cls, points: EyePoints, landmarks: FloatArray, yuv: FloatArray, softness_px: float) -> Self | None:
        """Return the eye, or None where it is too small or too close to the border to be painted."""
        corners = landmarks[[points.upper[0], points.upper[-1]], :2]
        width = float(np.linalg.norm(corners[1] - corners[0]))
        patch = AxisPatch.around(corners, Reach(0.72 * width, 0.60 * width, 0.62 * width), yuv)
        if patch is None or width < SMALLEST_WIDTH_PX:
            return None
        lids = Lids.of(points, landmarks, patch, softness_px)
        v, along = patch.v, np.abs(lids.along)
        window = (
            (1 - smooth_step(1.02, 1.35, along))
            * smooth_step(-0.58 * width, -0.45 * width, v)
            * (1 - smooth_step(0.45 * width, 0.6 * width, v))
        )[..., None]
        visible = between(v, lids.upper, lids.lower) * (1 - smooth_step(0.97, 1.03, along))
        widest = lids.upper + WIDEST * (lids.lower - lids.upper)
        lowest = lids.lower + LOWER_LID_DROP * (lids.lower - lids.upper)
        rows, columns = _bounds(between(v, widest, lowest) * (along < 1.05))
        in_part = np.zeros_like(window)
        in_part[rows, columns] = (along[rows, columns] < 1.0)[..., None]
        iris = landmarks[list(points.iris), :2] - [patch.rect[0], patch.rect[1]]
        radius = float(np.linalg.norm(iris[1:] - iris[0], axis=1).mean())
        # Where the lids at rest let any of the eyeball through, it must be the photo's: then rest changes nothing.
        uncovered = (1 - lids.upper_lid(0)[1]) * (1 - lids.lower_lid(0)[1])
        shown = np.asarray(uncovered > 0, np.float32)
        ball = Eyeball.of(patch.photo, visible, shown, (float(iris[0, 0]), float(iris[0, 1])), radius)
        steps = max(6, round(lids.opening_px))

        def upper_lid(level: int) -> FloatArray:
            picture, coverage, shade = lids.upper_lid(level / steps)
            covered = coverage[..., None]
            layer = picture * covered - patch.photo
            layer[..., 0] -= shade
            return np.concatenate([window * layer, window * (1 - covered)], axis=-1)

        def lower_lid(level: int) -> FloatArray:
            picture, coverage = lids.lower_lid(level / steps)
            open_share = (1 - coverage[..., None]) * in_part
            return np.concatenate([picture * (1 - open_share), open_share], axis=-1)

        return cls(patch, ball.cropped(rows, columns), rows, columns, steps, Levels(upper_lid), Levels(lower_lid))

    def paint(self, state: EyeState) -> FloatArray:
        """Return the change of the patch (h × w × 3 in Y, U, V) that shows the state; zero for the photo's own."""
        follow = LID_FOLLOWS_GAZE_DOWN if state.gaze_pitch_deg < 0 else LID_FOLLOWS_GAZE_UP
        # A lid that is lowered already has less of the way to go.
        closure = state.closure - follow * state.gaze_pitch_deg * (1 - max(state.closure, 0.0)) ** 2
        closure = min(max(closure, WIDEST), 1.0)
        lift = SQUINT_LIFT * state.lower_lift + LOWER_LID_RISE * max(closure, 0.0)
        lift += LOWER_LID_FOLLOWS_GAZE_DOWN * min(state.gaze_pitch_deg, 0.0) * (1 - max(state.closure, 0.0))
        lift = min(max(lift, -LOWER_LID_DROP), 0.5)
        lower = self.lower_lids.at(lift * self.steps)
        beneath = lower[..., :3].copy()
        part = self.ball_rows, self.ball_columns
        beneath[part] += self.ball.look(state.gaze_yaw_deg, state.gaze_pitch_deg) * lower[part][..., 3:]
        upper = self.upper_lids.at(closure * self.steps)
        beneath *= upper[..., 3:]
        beneath += upper[..., :3]
        return beneath


def _bounds(area: FloatArray) -> tuple[slice, slice]:
    """Return the rows and columns that hold an area, and two more pixels on each side for interpolation."""
    rows, columns = np.flatnonzero(area.any(axis=1)), np.flatnonzero(area.any(axis=0))
    return (
        slice(max(int(rows[0]) - 2, 0), int(rows[-1]) + 3),
        slice(max(int(columns[0]) - 2, 0), int(columns[-1]) + 3),
    )
