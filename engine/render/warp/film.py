"""The warped film: every frame is the photo, sampled through the motion of that moment."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from engine.render.warp.ambience import swell
from engine.render.warp.camera import Camera
from engine.render.warp.canvas import Canvas
from engine.render.warp.eye import Eye, EyeState
from engine.render.warp.grid import Grid
from engine.render.warp.mouth import Mouth
from engine.render.warp.person import Person
from engine.render.warp.sampling import Detail, FrameMap, Sampler
from engine.render.warp.texture import Texture, texture_of, yuv_of
from engine.types.curves import MotionCurves
from engine.types.frames import YuvFrame
from engine.types.scene import FloatArray

OpenSampler = Callable[[Texture, int, int], Sampler]


class WarpFilm:
    """Frames that are drawn on demand; all state that threads share is never written after construction."""

    def __init__(self, canvas: Canvas, curves: MotionCurves, open_sampler: OpenSampler) -> None:
        self.width, self.height = canvas.width, canvas.height
        self.fps, self.frame_count = curves.fps, curves.frame_count
        self._curves = curves
        self._open_sampler = open_sampler
        yuv = yuv_of(canvas.pixels)
        self._texture = texture_of(yuv)
        self._grid = _grid_over(canvas)
        self._camera = Camera.of(canvas, self._grid)
        self._swell = swell(self._grid, canvas.width, canvas.height)
        self.people: Sequence[Person] = tuple(
            Person.of(landmarks, track, canvas, yuv, self._grid)
            for landmarks, track in zip(canvas.landmarks, curves.people, strict=True)
        )

    def draw(self, start: int, stop: int) -> Iterator[YuvFrame]:
        """Yield the frames start … stop − 1 in order; safe to call from several threads at once."""
        sampler = self._open_sampler(self._texture, self.width, self.height)
        shown: dict[Eye | Mouth, EyeState | float] = {}
        for frame in range(start, stop):
            for person in self.people:
                _paint(person, frame, sampler, shown)
            yield sampler.draw(self._map(frame))

    def project(self, frame: int, person_index: int, points: FloatArray) -> FloatArray:
        """Return where canvas points (N × 2) of a person appear in a frame, as planned.

        Lids, gaze and parting lips are painted and not part of it; nor is the camera's parallax.
        """
        person = self.people[person_index]
        moved = points + _at(person.expression.grid, person.expression_field(frame), points)
        moved = moved + _at(person.grid, person.body_field(frame), moved)
        view = self._view(frame)
        return self._camera.project(moved, zoom=view["zoom"], pan_x=view["pan_x"], pan_y=view["pan_y"])

    def _map(self, frame: int) -> FrameMap:
        """Return where the pixels of a frame come from: the camera's view, then the bodies, then the faces."""
        view = self._view(frame)
        ambient = view.pop("ambient")
        backward = -ambient * self._swell
        for person in self.people:
            backward[person.rows, person.columns] += person.grid.invert(person.body_field(frame))
        x, y = self._camera.look(**view)
        at_rest = view["zoom"] == 1 and not (view["parallax_x"] or view["parallax_y"])
        seen = backward if at_rest else self._grid.sample(backward, x, y, outside_zero=False)
        x, y = x + seen[..., 0], y + seen[..., 1]
        details = [
            detail
            for person in self.people
            if person.is_expressive(frame) and (detail := self._face_detail(person, frame, x, y)) is not None
        ]
        return FrameMap(self._grid, x, y, details)

    def _face_detail(self, person: Person, frame: int, x: FloatArray, y: FloatArray) -> Detail | None:
        """Return the displacement of a face's muscles in the part of the frame where the face is."""
        expression = person.expression
        x0, y0, x1, y1 = expression.rect
        margin = self._grid.step
        inside = (x > x0 - margin) & (x < x1 + margin) & (y > y0 - margin) & (y < y1 + margin)
        rows, columns = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
        if not rows.size:
            return None
        grid = self._detail_grid(rows, columns, expression.grid.step)
        node_x, node_y = grid.nodes()
        at = np.stack([x, y], axis=-1)
        canvas_points = self._grid.sample(at, node_x, node_y, outside_zero=False)
        backward = expression.grid.invert(person.expression_field(frame), steps=2)
        return Detail(grid, expression.grid.sample(backward, canvas_points[..., 0], canvas_points[..., 1]))

    def _detail_grid(self, rows: npt.NDArray[np.intp], columns: npt.NDArray[np.intp], step: int) -> Grid:
        """Return a fine grid over coarse nodes, even in place and number so that it also fits the chroma planes."""
        coarse = self._grid
        x0 = 2 * int(max(coarse.first_x + coarse.step * columns[0], 0) // 2)
        y0 = 2 * int(max(coarse.first_y + coarse.step * rows[0], 0) // 2)
        x1 = min(coarse.first_x + coarse.step * columns[-1], self.width)
        y1 = min(coarse.first_y + coarse.step * rows[-1], self.height)
        width = 2 * max(1, int(-(-(x1 - x0) // (2 * step))))
        height = 2 * max(1, int(-(-(y1 - y0) // (2 * step))))
        return Grid(x0 + (step - 1) / 2, y0 + (step - 1) / 2, step, width, height)

    def _view(self, frame: int) -> dict[str, float]:
        row = self._curves.camera.values[frame].tolist()
        return {channel.name: value for channel, value in zip(self._curves.camera.channels, row, strict=True)}


def _paint(person: Person, frame: int, sampler: Sampler, shown: dict[Eye | Mouth, EyeState | float]) -> None:
    """Bring a person's eyes and mouth up to date; `shown` remembers their state."""
    for eye, state in zip((person.left_eye, person.right_eye), person.eye_states(frame), strict=True):
        if eye is not None and shown.get(eye, EyeState()) != state:
            sampler.paint(eye.patch.rect, eye.paint(state))
            shown[eye] = state
    opening_px = person.mouth_opening_px(frame)
    if person.mouth is not None and shown.get(person.mouth, 0.0) != opening_px:
        sampler.paint(person.mouth.patch.rect, person.mouth.paint(opening_px))
        shown[person.mouth] = opening_px


def _grid_over(canvas: Canvas) -> Grid:
    """Return the film's grid, one cell beyond each border, fine enough for the smallest head."""
    widths = [float(np.ptp(landmarks[:, 0])) for landmarks in canvas.landmarks]
    step = int(np.clip(2 * round(min(widths) / 50), 4, 12)) if widths else 8
    columns, rows = -(-canvas.width // step) + 2, -(-canvas.height // step) + 2
    offset = (step - 1) / 2 - step
    return Grid(offset, offset, step, columns, rows)


def _at(grid: Grid, field: FloatArray, points: FloatArray) -> FloatArray:
    """Return a field's vectors at N × 2 points."""
    return np.asarray(grid.sample(field, points[None, :, 0], points[None, :, 1])[0], np.float32)
