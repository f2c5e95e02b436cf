"""The promises of a render engine, measured: short films of one movement each, and what they must show.

A face is detected again on the frames and compared with the curves. The engine is only asked for its frames, and for
where it means the points of the face to be.
"""

import math

import numpy as np

from engine.review.agreement import dominant_frequency_hz, gain, landmark_error, largest_difference, largest_jump
from engine.review.bar import Bar
from engine.review.probes import FPS, ROLL_DEG, SHUT_FRAMES, curves_of, probes
from engine.review.rehearsal import Rehearsal, Take
from engine.review.steadiness import (
    Part,
    background_shift_px,
    largest_flash,
    largest_step,
    psnr_db,
    sharpness,
    stored_planes,
)
from engine.types import face_mesh as mesh
from engine.types.scene import FloatArray, Pixels

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


def examine(rehearsal: Rehearsal) -> dict[str, float]:
    """Return the figure of every check in `BARS`."""
    face_count, face_index = len(rehearsal.scene.faces), rehearsal.face_index
    takes = {
        name: rehearsal.perform(curves_of(movement, face_count, face_index)) for name, movement in probes().items()
    }
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
    seen, planned = take.performance, take.track["pitch_deg"]
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
    still = curves_of({}, len(rehearsal.scene.faces), rehearsal.face_index, frame_count=1)
    photo = rehearsal.resampled_photo()
    stored = stored_planes(photo)
    luma = np.clip(np.rint(photo[..., 0]), 0, 255).astype(np.uint8)
    background = rehearsal.background()
    crispness = {name: _sharpness_over_time(takes[name], luma) for name in _STEADY}
    return {
        "flash, worst film": max(largest_flash(take.lumas) for take in takes.values()),
        "at rest": psnr_db(rehearsal.draw_first(still), stored),
        "first frame, worst film": min(psnr_db(take.frames[0], stored) for take in takes.values()),
        "background": max(
            background_shift_px(frame, luma, background) for take in takes.values() for frame in take.lumas[::4]
        ),
        "sharpness, lowest": 100 * min(float(values.min()) for values in crispness.values()),
        "sharpness, largest step": 100 * max(largest_step(values) for values in crispness.values()),
    }


def _sharpness_over_time(take: Take, photo: Pixels) -> FloatArray:
    parts = [Part(outline) for outline in take.planned[:, list(mesh.OVAL)]]
    values = [sharpness(luma, part, photo, parts[0]) for luma, part in zip(take.lumas, parts, strict=True)]
    return np.asarray(values, np.float32)
