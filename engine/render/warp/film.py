"""The warped film: every frame is the photo, sampled through the motion of that moment."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from engine.render.warp.ambience.ambience import Ambience
from engine.render.warp.border import stay_inside
from engine.render.warp.camera import Camera
from engine.render.warp.canvas import Canvas
from engine.render.warp.eye import Eye, EyeState
from engine.render.warp.frown import FrownLines
from engine.render.warp.grid import Grid, follow
from engine.render.warp.lips import Parting
from engine.render.warp.mouth import Mouth
from engine.render.warp.person import Person
from engine.render.warp.sampling import FrameMap, Sampler
from engine.render.warp.sharpening import sampling_of
from engine.render.warp.texture import Texture, texture_of, to_bytes, yuv_of
from engine.types.curves import MotionCurves
from engine.types.frames import YuvFrame
from engine.types.scene import Advice, FloatArray

SHARPNESS_SAMPLE_PX = 192
"""Side of the square whose sharpness is looked at."""

OpenSampler = Callable[[Texture, int, int], Sampler]
Shown = dict[Eye | Mouth | FrownLines, tuple[EyeState, float] | Parting | float]
"""What is painted: an eye's state with the frown beside it, the lips' parting, the frown's depth."""


class WarpFilm:
    """Frames that are drawn on demand; all state that threads share is never written after construction."""

    def __init__(
        self, canvas: Canvas, curves: MotionCurves, open_sampler: OpenSampler, advice: tuple[Advice, ...] = ()
    ) -> None:
        self.width, self.height = canvas.width, canvas.height
        self.fps, self.frame_count = curves.fps, curves.frame_count
        self.advice = advice
        self._curves = curves
        self._open_sampler = open_sampler
        self._grid = _grid_over(canvas)
        self._camera = Camera.of(canvas, self._grid)
        self._ambience = Ambience.of(canvas, self._grid, curves.regions)
        yuv = yuv_of(canvas.pixels)
        with ThreadPoolExecutor() as pool:
            texture = pool.submit(_texture_of, canvas, yuv)
            self.people: Sequence[Person] = tuple(
                pool.map(
                    lambda index, track: Person.of(index, track, canvas, yuv, self._grid),
                    range(len(canvas.landmarks)),
                    curves.people,
                )
            )
            self._texture = texture.result()
        self._farthest_first = sorted(self.people, key=lambda person: person.face_width)

    def draw(self, start: int, stop: int) -> Iterator[YuvFrame]:
        """Yield the frames start … stop − 1 in order; safe to call from several threads at once."""
        sampler = self._open_sampler(self._texture, self.width, self.height)
        shown: Shown = {}
        for frame in range(start, stop):
            for person in self.people:
                _paint(person, frame, sampler, shown)
            frame_map = self.map_of(frame)
            drawn = sampler.draw(frame_map)
            self._ambience.shine(drawn, frame_map, frame)
            yield drawn

    def project(self, frame: int, person_index: int, points: FloatArray) -> FloatArray:
        """Return where canvas points (N × 2) of a person appear in a frame, as planned.

        Lids, gaze and parting lips are painted and not part of it; nor is the camera's parallax.
        """
        person = self.people[person_index]
        moved = points + _at(person.expression.grid, person.expression_field(frame), points)
        moved = moved + _at(person.grid, person.body_field(frame), moved)
        view = self._view(frame)
        return self._camera.project(moved, zoom=view["zoom"], pan_x=view["pan_x"], pan_y=view["pan_y"])

    def map_of(self, frame: int) -> FrameMap:
        """Return where the pixels of a frame come from: the camera's view, then the bodies, then the faces."""
        view = self._view(frame)
        backward = self._ambience.backward(frame)
        for person in self._farthest_first:
            behind = backward[person.rows, person.columns]
            own = person.body_backward(frame)
            # One is seen through the other, not added: where neither folds, both together do not.
            seen_through = follow(behind, own * np.float32(1 / self._grid.step)) if behind.any() else 0
            behind[:] = own + seen_through
        x, y = self._camera.look(**view)
        at_rest = view["zoom"] == 1 and not (view["parallax_x"] or view["parallax_y"])
        seen = backward if at_rest else self._grid.sample(backward, x, y, outside_zero=False)
        x, y = x + seen[..., 0], y + seen[..., 1]
        stay_inside(self._grid, x, y)
        for person in self.people:
            if person.is_expressive(frame):
                self._add_expression(person, frame, x, y)
        return FrameMap(self._grid, x, y)

    @staticmethod
    def _add_expression(person: Person, frame: int, x: FloatArray, y: FloatArray) -> None:
        """Add the displacement of a face's muscles to the nodes that look at that face."""
        expression = person.expression
        x0, y0, x1, y1 = expression.rect
        at_face = (x > x0) & (x < x1) & (y > y0) & (y < y1)
        rows, columns = np.flatnonzero(at_face.any(axis=1)), np.flatnonzero(at_face.any(axis=0))
        if not rows.size:
            return
        part = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
        backward = expression.grid.invert(person.expression_field(frame), steps=2)
        shift = expression.grid.sample(backward, x[part], y[part])
        x[part] += shift[..., 0]
        y[part] += shift[..., 1]

    def _view(self, frame: int) -> dict[str, float]:
        row = self._curves.camera.values[frame].tolist()
        return {channel.name: value for channel, value in zip(self._curves.camera.channels, row, strict=True)}


def _paint(person: Person, frame: int, sampler: Sampler, shown: Shown) -> None:
    """Bring a person's eyes, mouth and frown up to date; `shown` remembers their state."""
    frown = person.frown_depth(frame)
    for eye, state in zip((person.left_eye, person.right_eye), person.eye_states(frame), strict=True):
        if eye is not None and shown.get(eye, (EyeState(), 0.0)) != (state, frown):
            change = eye.paint(state)
            if frown:
                change += person.frown.paint(eye.patch.rect, frown)
            sampler.paint(eye.patch.rect, change)
            shown[eye] = state, frown
    if shown.get(person.frown, 0.0) != frown:
        for rect in person.frown.parts:
            sampler.paint(rect, person.frown.paint(rect, frown))
        shown[person.frown] = frown
    parting = person.parting(frame)
    if person.mouth is not None and shown.get(person.mouth, Parting()) != parting:
        sampler.paint(person.mouth.patch.rect, person.mouth.paint(parting))
        shown[person.mouth] = parting


def _texture_of(canvas: Canvas, yuv: FloatArray) -> Texture:
    """Return the texture, as sharp in motion as the largest face, or else the picture's middle, is at rest."""
    widths = canvas.face_widths_px
    if widths:
        x, y = canvas.landmarks[int(np.argmax(widths))][:, :2].mean(axis=0)
    else:
        x, y = canvas.width / 2, canvas.height / 2
    left, top = max(0, int(x) - SHARPNESS_SAMPLE_PX // 2), max(0, int(y) - SHARPNESS_SAMPLE_PX // 2)
    sample = yuv[top : top + SHARPNESS_SAMPLE_PX, left : left + SHARPNESS_SAMPLE_PX, 0]
    return texture_of(yuv, *sampling_of(to_bytes(sample)))


def _grid_over(canvas: Canvas) -> Grid:
    """Return the film's grid, one cell beyond each border, fine enough for the smallest face's expressions."""
    widths = canvas.face_widths_px
    step = int(np.clip(2 * round(min(widths) / 64), 4, 10)) if widths else 8
    columns, rows = -(-canvas.width // step) + 2, -(-canvas.height // step) + 2
    offset = (step - 1) / 2 - step
    return Grid(offset, offset, step, columns, rows)


def _at(grid: Grid, field: FloatArray, points: FloatArray) -> FloatArray:
    """Return a field's vectors at N × 2 points."""
    return np.asarray(grid.sample(field, points[None, :, 0], points[None, :, 1])[0], np.float32)
