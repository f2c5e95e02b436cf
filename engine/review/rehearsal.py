"""A face before a render engine: films of it, drawn and followed.

The engine is only asked for its frames, for where it means the points of the face to be, and for its maps.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import cv2
import numpy as np
import numpy.typing as npt

from engine.perception.tracking import FaceTracker
from engine.render.framing import Framing
from engine.render.warp.sampling import FrameMap
from engine.render.warp.texture import yuv_of
from engine.review.folds import smallest_area
from engine.review.remeasure import Performance, remeasure
from engine.types import face_mesh as mesh
from engine.types.colour import to_rgb
from engine.types.curves import MotionCurves, Track
from engine.types.frames import Frames, YuvFrame
from engine.types.scene import FloatArray, Pixels, Scene

_PAINTED = (
    *(*mesh.LEFT_EYE_UPPER, *mesh.LEFT_EYE_LOWER, *mesh.RIGHT_EYE_UPPER, *mesh.RIGHT_EYE_LOWER),
    *(*mesh.LEFT_EYE_CREASE, *mesh.RIGHT_EYE_CREASE, *mesh.LEFT_IRIS, *mesh.RIGHT_IRIS),
    *(*mesh.UPPER_LIP_INNER, *mesh.LOWER_LIP_INNER, *mesh.UPPER_LIP_OUTER, *mesh.LOWER_LIP_OUTER),
)
REST_OF_FACE = sorted({*range(mesh.MESH_POINTS)} - {*_PAINTED})
"""Points that follow head and muscles; lids, irises and lips are also painted, and checked by themselves."""
_SKIRT = 0.75
"""How far around a person the picture may move, in face widths: hair stands out, and the motion must fade."""
_IS_PERSON = 0.3
_EVERY = 3
"""Frames between two whose maps are searched for folds."""


class PlannedFrames(Frames, Protocol):
    """A film that can say where it means a face's points to be, and where its pixels come from."""

    def project(self, frame: int, person_index: int, points: FloatArray) -> FloatArray:
        """Return where points of the film at rest (N × 2 pixels) should be seen in a frame."""

    def map_of(self, frame: int) -> FrameMap:
        """Return where the pixels of a frame come from."""


@dataclass(frozen=True, slots=True, eq=False)
class Take:
    """One film, drawn and followed."""

    track: Track
    """What was planned for the face that was followed."""
    fps: int
    frames: tuple[YuvFrame, ...]
    performance: Performance
    planned: FloatArray
    """T × 478 × 2: where the landmarks of the first frame should be seen."""
    smallest_area: float
    """The smallest Jacobian of the frames' maps; below 0 a picture is folded (see `folds`)."""

    @property
    def lumas(self) -> tuple[Pixels, ...]:
        """The frames in grey."""
        return tuple(frame.y for frame in self.frames)

    def points_off(self, compare: Callable[[FloatArray, FloatArray, float], float]) -> float:
        """Return what a comparison of the face's points with their plan says."""
        measured = self.performance.landmarks[:, REST_OF_FACE, :2]
        return compare(measured, self.planned[:, REST_OF_FACE], self.performance.face_size_px)


class Rehearsal:
    """One face of one photo before a render engine.

    `prepare` is the engine's; the films are drawn at the framing's size. Not thread-safe.
    """

    def __init__(
        self,
        scene: Scene,
        framing: Framing,
        prepare: Callable[[Scene, MotionCurves, Framing], PlannedFrames],
        tracker: FaceTracker,
        face_index: int = 0,
    ) -> None:
        self.scene = scene
        self.face_index = face_index
        self._framing = framing
        self._prepare = prepare
        self._tracker = tracker

    def perform(self, curves: MotionCurves) -> Take:
        """Draw a film of the curves and follow the face through it."""
        film = self._prepare(self.scene, curves, self._framing)
        frames = tuple(YuvFrame(*(plane.copy() for plane in frame)) for frame in film.draw(0, film.frame_count))
        performance = remeasure(map(to_rgb, frames), self._tracker, self.landmarks())
        resting = performance.landmarks[0, :, :2]
        planned = [film.project(frame, self.face_index, resting) for frame in range(film.frame_count)]
        maps = (film.map_of(frame) for frame in range(0, film.frame_count, _EVERY))
        area = min(smallest_area(seen.x, seen.y, seen.grid.step) for seen in maps)
        return Take(curves.people[self.face_index], curves.fps, frames, performance, np.stack(planned), area)

    def draw_first(self, curves: MotionCurves) -> YuvFrame:
        """Draw the first frame of the curves."""
        return next(iter(self._prepare(self.scene, curves, self._framing).draw(0, 1)))

    def resampled_photo(self) -> FloatArray:
        """Return the photo at the film's size, without any engine: H × W × 3 of Y, U, V."""
        x0, y0, x1, y1 = self._framing.crop
        size = self._framing.width, self._framing.height
        interpolation = cv2.INTER_AREA if size[0] < x1 - x0 else cv2.INTER_LANCZOS4
        resized = cv2.resize(self.scene.pixels[y0:y1, x0:x1], size, interpolation=interpolation)
        return yuv_of(np.asarray(resized, np.uint8))

    def person(self) -> npt.NDArray[np.bool_]:
        """Return where somebody is in the film at rest: H × W."""
        x0, y0, x1, y1 = self._framing.crop
        matte = cv2.resize(self.scene.matte, (self.scene.width, self.scene.height))[y0:y1, x0:x1]
        return np.asarray(cv2.resize(matte, (self._framing.width, self._framing.height)) > _IS_PERSON, np.bool_)

    def background(self) -> npt.NDArray[np.bool_]:
        """Return where nothing may move: H × W, true outside the people and a skirt around them."""
        x0, _, x1, _ = self._framing.crop
        reach = _SKIRT * max(face.width_px for face in self.scene.faces) * self._framing.width / (x1 - x0)
        distance = cv2.distanceTransform(1 - self.person().astype(np.uint8), cv2.DIST_L2, 3)
        return np.asarray(distance > reach, np.bool_)

    def landmarks(self) -> FloatArray:
        """Return the face's landmarks in the film at rest, 478 × 3."""
        x0, y0, x1, _ = self._framing.crop
        scale = self._framing.width / (x1 - x0)
        landmarks = self.scene.faces[self.face_index].landmarks * np.float32(scale)
        landmarks[:, :2] += (0.5 - np.array([x0, y0])) * scale - 0.5
        return np.asarray(landmarks, np.float32)
