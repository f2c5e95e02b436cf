"""The promises of a render engine, measured: short films of one movement each, and what they must show.

A face is detected again on the frames and compared with the curves. The engine is only asked for its frames, and for
where it means the points of the face to be.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import cv2
import numpy as np
import numpy.typing as npt

from engine.perception.tracking import FaceTracker
from engine.render.framing import Framing
from engine.render.warp.texture import yuv_of
from engine.review.agreement import dominant_frequency_hz, gain, landmark_error, largest_difference, largest_jump
from engine.review.probes import FPS, ROLL_DEG, SHUT_FRAMES, Movement, curves_of, probes
from engine.review.remeasure import Performance, remeasure
from engine.review.steadiness import (
    background_shift_px,
    largest_flash,
    largest_step,
    psnr_db,
    sharpness,
    stored_planes,
)
from engine.types import face_mesh as mesh
from engine.types.curves import MotionCurves
from engine.types.frames import Frames, YuvFrame
from engine.types.scene import FloatArray, Pixels, Scene
from engine.video.colour import to_rgb


class Bar(NamedTuple):
    """What a figure must keep to."""

    unit: str
    low: float
    high: float

    def holds(self, figure: float) -> bool:
        """Say whether a figure lies between low and high."""
        return self.low <= figure <= self.high

    @property
    def text(self) -> str:
        """Return the bar in signs: "≤ 5", "≥ 60" or "0.75 – 1.25"."""
        if math.isinf(self.high):
            return f"≥ {self.low:g}"
        return f"{self.low:g} – {self.high:g}" if self.low else f"≤ {self.high:g}"


_ANY = math.inf
BARS = {
    "nod: frequency error": Bar("%", 0, 5),
    "nod: gain": Bar("×", 0.01, _ANY),
    "nod: off axis": Bar("°", 0, 1),
    "roll: error": Bar("%", 0, 10),
    "blink: left closes by": Bar("%", 60, _ANY),
    "blink: right closes by": Bar("%", 60, _ANY),
    "wink left: left closes by": Bar("%", 60, _ANY),
    "wink left: right stays open": Bar("%", 75, _ANY),
    "wink right: right closes by": Bar("%", 60, _ANY),
    "wink right: left stays open": Bar("%", 75, _ANY),
    "smile: widening, share of plan": Bar("×", 0.75, 1.25),
    "landmarks, worst film's mean": Bar("% of face", 0, 1.5),
    "jump, worst film": Bar("% of face", 0, 0.75),
    "flash, worst film": Bar("levels", 0, 0.5),
    "at rest": Bar("dB", 45, _ANY),
    "first frame, worst film": Bar("dB", 45, _ANY),
    "background": Bar("px", 0, 0.3),
    "sharpness, lowest": Bar("%", 80, _ANY),
    "sharpness, largest step": Bar("%", 0, 5),
}
"""Every check and its bar."""

_STEADY = ("nod", "roll", "smile", "everything")
"""Films without a blink, in which the face's sharpness must not change."""
_PAINTED = (
    *(*mesh.LEFT_EYE_UPPER, *mesh.LEFT_EYE_LOWER, *mesh.RIGHT_EYE_UPPER, *mesh.RIGHT_EYE_LOWER),
    *(*mesh.LEFT_EYE_CREASE, *mesh.RIGHT_EYE_CREASE, *mesh.LEFT_IRIS, *mesh.RIGHT_IRIS),
    *(*mesh.UPPER_LIP_INNER, *mesh.LOWER_LIP_INNER, *mesh.UPPER_LIP_OUTER, *mesh.LOWER_LIP_OUTER),
)
_REST_OF_FACE = sorted({*range(mesh.MESH_POINTS)} - {*_PAINTED})
"""Points that follow head and muscles; lids, irises and lips are also painted, and checked by themselves."""
_SKIRT = 0.75
"""How far around a person the picture may move, in face widths: hair stands out, and the motion must fade."""


class PlannedFrames(Frames, Protocol):
    """A film that can say where it means a face's points to be."""

    def project(self, frame: int, person_index: int, points: FloatArray) -> FloatArray:
        """Return where points of the film at rest (N × 2 pixels) should be seen in a frame."""


@dataclass(frozen=True, slots=True, eq=False)
class Take:
    """One film of one movement, drawn and followed."""

    movement: Movement
    first: YuvFrame
    lumas: tuple[Pixels, ...]
    performance: Performance
    planned: FloatArray
    """T × 478 × 2: where the landmarks of the first frame should be seen."""

    def points_off(self, compare: Callable[[FloatArray, FloatArray, float], float]) -> float:
        """Return what a comparison of the face's points with their plan says."""
        measured = self.performance.landmarks[:, _REST_OF_FACE, :2]
        return compare(measured, self.planned[:, _REST_OF_FACE], self.performance.face_size_px)


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
        self._scene, self._framing = scene, framing
        self._prepare = prepare
        self._tracker = tracker
        self._face_index = face_index

    def perform(self, movement: Movement) -> Take:
        """Draw a film of a movement and follow the face through it."""
        curves = curves_of(movement, len(self._scene.faces), self._face_index)
        film = self._prepare(self._scene, curves, self._framing)
        frames = [YuvFrame(*(plane.copy() for plane in frame)) for frame in film.draw(0, film.frame_count)]
        performance = remeasure(map(to_rgb, frames), self._tracker, self._landmarks())
        resting = performance.landmarks[0, :, :2]
        planned = [film.project(frame, self._face_index, resting) for frame in range(film.frame_count)]
        lumas = tuple(frame.y for frame in frames)
        return Take(movement, frames[0], lumas, performance, np.stack(planned))

    def at_rest(self) -> YuvFrame:
        """Draw a frame with all curves at zero."""
        curves = curves_of({}, len(self._scene.faces), self._face_index, frame_count=1)
        return next(iter(self._prepare(self._scene, curves, self._framing).draw(0, 1)))

    def resampled_photo(self) -> FloatArray:
        """Return the photo at the film's size, without any engine: H × W × 3 of Y, U, V."""
        x0, y0, x1, y1 = self._framing.crop
        size = self._framing.width, self._framing.height
        interpolation = cv2.INTER_AREA if size[0] < x1 - x0 else cv2.INTER_LANCZOS4
        resized = cv2.resize(self._scene.pixels[y0:y1, x0:x1], size, interpolation=interpolation)
        return yuv_of(np.asarray(resized, np.uint8))

    def background(self) -> npt.NDArray[np.bool_]:
        """Return where nothing may move: H × W, true outside the people and a skirt around them."""
        x0, y0, x1, y1 = self._framing.crop
        matte = cv2.resize(self._scene.matte, (self._scene.width, self._scene.height))[y0:y1, x0:x1]
        person = (cv2.resize(matte, (self._framing.width, self._framing.height)) > 0.3).astype(np.uint8)
        reach = _SKIRT * max(face.width_px for face in self._scene.faces) * self._framing.width / (x1 - x0)
        distance = cv2.distanceTransform(1 - person, cv2.DIST_L2, 3)
        return np.asarray(distance > reach, np.bool_)

    def _landmarks(self) -> FloatArray:
        """Return the face's landmarks in the film at rest."""
        x0, y0, x1, _ = self._framing.crop
        scale = self._framing.width / (x1 - x0)
        landmarks = self._scene.faces[self._face_index].landmarks * np.float32(scale)
        landmarks[:, :2] += (0.5 - np.array([x0, y0])) * scale - 0.5
        return np.asarray(landmarks, np.float32)


def examine(rehearsal: Rehearsal) -> dict[str, float]:
    """Return the figure of every check in `BARS`."""
    takes = {name: rehearsal.perform(movement) for name, movement in probes().items()}
    return {
        **_nod(takes["nod"]),
        **_roll(takes["roll"]),
        **_lids(takes),
        **_smile(takes["smile"]),
        "landmarks, worst film's mean": 100 * max(take.points_off(landmark_error) for take in takes.values()),
        "jump, worst film": 100 * max(take.points_off(largest_jump) for take in takes.values()),
        **_still_the_photo(takes, rehearsal),
    }


def _nod(take: Take) -> dict[str, float]:
    seen, planned = take.performance, take.movement["pitch_deg"]
    frequency_hz, planned_hz = (dominant_frequency_hz(curve, FPS) for curve in (seen.pitch_deg, planned))
    still = np.zeros_like(planned)
    return {
        "nod: frequency error": 100 * abs(frequency_hz / planned_hz - 1),
        "nod: gain": gain(seen.pitch_deg, planned),
        "nod: off axis": max(largest_difference(curve, still) for curve in (seen.yaw_deg, seen.roll_deg)),
    }


def _roll(take: Take) -> dict[str, float]:
    reached_deg = float(take.performance.roll_deg[-SHUT_FRAMES:].mean())
    return {"roll: error": 100 * abs(reached_deg / ROLL_DEG - 1)}


def _lids(takes: dict[str, Take]) -> dict[str, float]:
    def openness(film: str) -> tuple[float, float]:
        seen = takes[film].performance
        left, right = (curve[-SHUT_FRAMES:].mean() for curve in (seen.openness_left, seen.openness_right))
        return 100 * float(left), 100 * float(right)

    blink, wink_left, wink_right = openness("blink"), openness("wink left"), openness("wink right")
    return {
        "blink: left closes by": 100 - blink[0],
        "blink: right closes by": 100 - blink[1],
        "wink left: left closes by": 100 - wink_left[0],
        "wink left: right stays open": wink_left[1],
        "wink right: right closes by": 100 - wink_right[1],
        "wink right: left stays open": wink_right[0],
    }


def _smile(take: Take) -> dict[str, float]:
    def width(points: FloatArray) -> float:
        return float(np.linalg.norm(points[mesh.MOUTH_RIGHT, :2] - points[mesh.MOUTH_LEFT, :2]))

    planned = width(take.planned[-1]) - width(take.planned[0])
    seen = np.mean([width(points) for points in take.performance.landmarks[-SHUT_FRAMES:]])
    return {
        "smile: widening, share of plan": (float(seen) - width(take.performance.landmarks[0])) / planned,
    }


def _still_the_photo(takes: dict[str, Take], rehearsal: Rehearsal) -> dict[str, float]:
    photo = rehearsal.resampled_photo()
    stored = stored_planes(photo)
    luma = np.clip(np.rint(photo[..., 0]), 0, 255).astype(np.uint8)
    background = rehearsal.background()
    crispness = {name: _sharpness_over_time(takes[name], luma) for name in _STEADY}
    return {
        "flash, worst film": max(largest_flash(take.lumas) for take in takes.values()),
        "at rest": psnr_db(rehearsal.at_rest(), stored),
        "first frame, worst film": min(psnr_db(take.first, stored) for take in takes.values()),
        "background": max(
            background_shift_px(frame, luma, background) for take in takes.values() for frame in take.lumas[::4]
        ),
        "sharpness, lowest": 100 * min(float(values.min()) for values in crispness.values()),
        "sharpness, largest step": 100 * max(largest_step(values) for values in crispness.values()),
    }


def _sharpness_over_time(take: Take, photo: Pixels) -> FloatArray:
    outlines = take.planned[:, list(mesh.OVAL)]
    values = [sharpness(luma, outline, photo, outlines[0]) for luma, outline in zip(take.lumas, outlines, strict=True)]
    return np.asarray(values, np.float32)
