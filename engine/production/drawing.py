"""One photo of a story becomes frames in the film's shape."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from engine.motion import plan
from engine.production.planning import FilmPlan, ShotPlan
from engine.render.framing import Framing
from engine.render.renderer import Advised, Brief, Renderer
from engine.story.composing import compose, faces_box
from engine.story.moves import travel
from engine.studio import at_speed
from engine.types.frames import Frames, Traced
from engine.types.scene import Advice, FloatArray, Scene


@dataclass(frozen=True, slots=True, eq=False)
class DrawnShot:
    """The frames of a shot, and where its people's faces are in them."""

    frames: Frames
    people: tuple[FloatArray, ...]
    """478 × 2 each, in the pixels of the frame at rest; from the viewer's left to right."""
    advice: tuple[Advice, ...] = ()
    """What people should be told about it."""

    def largest_face(self, frames: range) -> FloatArray | None:
        """Return the largest face's landmarks in some frames, n × 478 × 2; `None` where none is or nothing is known."""
        if not self.people or not frames or not isinstance(self.frames, Traced):
            return None
        index, face = max(enumerate(self.people), key=lambda numbered: float(np.ptp(numbered[1][:, 0])))
        return np.stack([self.frames.project(frame, index, face) for frame in frames])

    def faces_at(self, frame: int) -> list[FloatArray]:
        """Return everybody's landmarks in a frame, 478 × 2 each; none where the frames cannot tell."""
        if not isinstance(self.frames, Traced):
            return []
        return [self.frames.project(frame, index, points) for index, points in enumerate(self.people)]


def draw_shot(
    scene: Scene, shot: ShotPlan, film: FilmPlan, renderer: Renderer, cancelled: Callable[[], bool]
) -> DrawnShot:
    """Return the frames of a shot: the photo composed into the frame, its motion and the camera's way planned."""
    composition = compose(scene, film.width / film.height)
    framing = Framing(composition.crop, film.width, film.height)
    to_frame = _to_frame(framing)

    curves = plan(
        shot.direction,
        composition.scene,
        duration_s=shot.slot.frame_count / film.fps,
        fps=film.fps,
        seed=shot.seed,
        beats_s=shot.beats_s,
    )
    box = faces_box(composition.scene)
    if box is not None:
        corners = to_frame(np.array([box[:2], box[2:]], np.float32)) / (film.width, film.height)
        (x0, y0), (x1, y1) = np.clip(corners, 0, 1).tolist()
        box = (x0, y0, x1, y1)
    travel(curves, shot.direction.camera.move, box, film.height / film.width)

    brief = Brief(shot.direction, shot.seed, cancelled=cancelled)
    frames = renderer.prepare(composition.scene, curves, framing, brief)
    return DrawnShot(
        at_speed(frames, curves),
        tuple(to_frame(face.landmarks[:, :2]) for face in composition.scene.faces),
        frames.advice if isinstance(frames, Advised) else (),
    )


def _to_frame(framing: Framing) -> Callable[[FloatArray], FloatArray]:
    """Return what turns N × 2 points of the scene into pixels of the frame."""
    x0, y0, x1, y1 = framing.crop
    scale = np.array([framing.width / (x1 - x0), framing.height / (y1 - y0)], np.float32)
    origin = np.array([x0, y0], np.float32)

    def turned(points: FloatArray) -> FloatArray:
        return np.asarray((points + 0.5 - origin) * scale - 0.5, np.float32)

    return turned
