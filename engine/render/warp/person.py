"""One person's rig: head, torso, expression, eyes and mouth, driven by one track of curves."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from engine.render.warp.anatomy import Anatomy, measure
from engine.render.warp.canvas import Canvas
from engine.render.warp.expression import Expression
from engine.render.warp.eye import Eye, EyeState
from engine.render.warp.frown import FrownLines
from engine.render.warp.glasses import wears_glasses
from engine.render.warp.grid import Grid
from engine.render.warp.head import HeadShell, skull_radius
from engine.render.warp.lids import LEFT, RIGHT
from engine.render.warp.lips import Parting
from engine.render.warp.mouth import Mouth
from engine.render.warp.silhouette import Silhouette, Skulls
from engine.render.warp.torso import Torso
from engine.types.curves import Track
from engine.types.hidden_eyes import hidden_eyes
from engine.types.scene import FloatArray

REACH = (2.6, 2.2, 3.6)
"""How far a person's motion may reach from the face's centre: aside, up, down, in face widths and heights."""
RAISED_LID = 0.28
"""Closure of −0.28 at AU5 = 1."""
TIGHT_LID = 0.22
"""The upper lid's part of AU7."""
LIFTED_BY_CHEEK, LIFTED_BY_SQUINT = 0.85, 0.6
"""The lower lid's lift at AU6 = 1, and at AU7 = 1."""
SMOOTHED_BY_RAISING = 0.4
"""The share of the frown's lines that AU1 = 1 takes: brows that are raised together fold the forehead elsewhere."""
FROWN_STEPS = 32


ENLARGED_SOFTNESS = 0.6
"""Standard deviation of an enlarged pixel's blur, in pixels of the photo."""


@dataclass(frozen=True, slots=True, eq=False)
class Person:
    """A person's rig on the canvas; immutable, so that threads can share it."""

    grid: Grid
    """The part of the film's grid where this person moves."""
    rows: slice
    """That part's place in the film's grid."""
    columns: slice
    face_width: float
    """In pixels of the canvas; who has the wider face is taken to be nearer."""
    head: HeadShell
    torso: Torso
    silhouette: Silhouette
    expression: Expression
    left_eye: Eye | None
    right_eye: Eye | None
    mouth: Mouth | None
    frown: FrownLines
    track: Track
    intensities: FloatArray
    """T × K: the track's values of the expression's units."""

    @classmethod
    def of(cls, index: int, track: Track, canvas: Canvas, yuv: FloatArray, grid: Grid) -> Self:
        """Build the rig of one of the canvas's faces; `grid` is the film's own, `yuv` the canvas's colours."""
        landmarks = canvas.landmarks[index]
        anatomy = measure(landmarks)
        centre = (anatomy.chin + anatomy.crown) / 2
        aside, above, below = REACH[0] * anatomy.width, REACH[1] * anatomy.height, REACH[2] * anatomy.height
        columns = _nodes_between(grid.first_x, grid.step, grid.width, (centre[0] - aside, centre[0] + aside))
        rows = _nodes_between(grid.first_y, grid.step, grid.height, (centre[1] - above, centre[1] + below))
        part = Grid(
            grid.first_x + grid.step * columns.start,
            grid.first_y + grid.step * rows.start,
            grid.step,
            columns.stop - columns.start,
            rows.stop - rows.start,
        )
        matte = part.spread(canvas.matte, canvas.width, canvas.height)
        # What is painted must not be sharper than an enlarged photo.
        softness_px = ENLARGED_SOFTNESS * float(np.sqrt(max(canvas.enlargement**2 - 1, 0)))
        glasses = wears_glasses(anatomy, yuv)
        expression = Expression.of(anatomy, canvas.width, canvas.height, glasses)
        head = HeadShell.of(anatomy, part)
        left_eye, right_eye = (
            None if is_hidden else Eye.of(side, landmarks, yuv, softness_px)
            for side, is_hidden in zip((LEFT, RIGHT), hidden_eyes(landmarks), strict=True)
        )
        return cls(
            grid=part,
            rows=rows,
            columns=columns,
            face_width=anatomy.width,
            head=head,
            torso=Torso.of(anatomy, part, matte, head.weight),
            silhouette=_silhouette(index, anatomy, canvas, part, matte),
            expression=expression,
            left_eye=left_eye,
            right_eye=right_eye,
            mouth=Mouth.of(landmarks, yuv, anatomy.size, softness_px),
            frown=FrownLines.of(landmarks, yuv, anatomy.size, [eye.patch.rect for eye in (left_eye, right_eye) if eye]),
            track=track,
            intensities=track.values[:, [track.column(name) for name in expression.names]],
        )

    def body_field(self, frame: int) -> FloatArray:
        """Return the forward field (h × w × 2) of head, breath, sway and hair on this person's grid.

        It holds on the person only; see `body_backward` for what surrounds them.
        """
        value = self._values(frame)
        head = self.head.displace(value["yaw_deg"], value["pitch_deg"], value["roll_deg"], value["lean"])
        return head + self.torso.displace(value["breath"], value["sway"], value["hair"])

    def body_backward(self, frame: int) -> FloatArray:
        """Return where (h × w × 2, relative) each node's picture comes from; the background is at rest."""
        return self.silhouette.hold(self.grid.invert(self.body_field(frame)))

    def expression_field(self, frame: int) -> FloatArray:
        """Return the forward field (h × w × 2) of the face's muscles on the expression's grid."""
        return self.expression.displace(self.intensities[frame])

    def is_expressive(self, frame: int) -> bool:
        """Say whether any muscle of the face differs from the photo."""
        return bool(np.abs(self.intensities[frame]).max() > 1e-4)

    def eye_states(self, frame: int) -> tuple[EyeState, EyeState]:
        """Return what the eyes at the viewer's left and right do."""
        value = self._values(frame)
        squint = max(value["AU7"], 0.0)
        wide = RAISED_LID * value["AU5"] - TIGHT_LID * squint
        left, right = (
            EyeState(
                closure=round(lid - wide * (1 - lid), 3),
                lower_lift=round(min(LIFTED_BY_CHEEK * cheek + LIFTED_BY_SQUINT * squint, 1.0), 3),
                gaze_yaw_deg=round(value["gaze_yaw_deg"], 1),
                gaze_pitch_deg=round(value["gaze_pitch_deg"], 1),
            )
            for lid, cheek in ((value["AU45_left"], value["AU6_left"]), (value["AU45_right"], value["AU6_right"]))
        )
        return left, right

    def parting(self, frame: int) -> Parting:
        """Return what the lips do."""
        return Parting() if self.mouth is None else self.mouth.parting(self._values(frame))

    def frown_depth(self, frame: int) -> float:
        """Return how deep the lines between the brows are, 0…1, in steps too small to be seen."""
        value = self._values(frame)
        depth = max(value["AU4"], 0.0) * (1 - SMOOTHED_BY_RAISING * max(value["AU1"], 0.0))
        return round(FROWN_STEPS * depth) / FROWN_STEPS

    def _values(self, frame: int) -> dict[str, float]:
        row = self.track.values[frame].tolist()
        return {channel.name: value for channel, value in zip(self.track.channels, row, strict=True)}


def _silhouette(index: int, anatomy: Anatomy, canvas: Canvas, grid: Grid, matte: FloatArray) -> Silhouette:
    """Return one face's silhouette among the others'; who has the wider face is taken to be nearer."""
    own = skull_radius(anatomy, grid)
    nobody = np.full_like(own, np.inf)
    nearer, farther = nobody, nobody
    for other in (measure(landmarks) for place, landmarks in enumerate(canvas.landmarks) if place != index):
        if not _may_touch(anatomy, other):
            continue
        if other.width > anatomy.width:
            nearer = np.minimum(nearer, skull_radius(other, grid))
        else:
            farther = np.minimum(farther, skull_radius(other, grid))
    return Silhouette.of(grid, anatomy.width, matte, Skulls(own, nearer, farther))


def _may_touch(one: Anatomy, other: Anatomy) -> bool:
    return float(np.linalg.norm(one.chin - other.chin)) < 2 * REACH[0] * max(one.size, other.size)


def _nodes_between(first: float, step: int, count: int, bounds: tuple[float, float]) -> slice:
    """Return the nodes of one axis that lie between two coordinates, at least two."""
    start = int(np.clip((bounds[0] - first) / step, 0, count - 2))
    return slice(start, int(np.clip((bounds[1] - first) / step + 1, start + 2, count)))
