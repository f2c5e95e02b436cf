"""Short movements, one a film, that show whether an engine does what it is told."""

from collections.abc import Mapping

import numpy as np

from engine.types.curves import CAMERA_CHANNELS, FACE_CHANNELS, MotionCurves, Track
from engine.types.scene import FloatArray

FPS = 30
NOD_HZ = 4 / 3
NOD_DEG = 7.0
ROLL_DEG = 8.0
SMILE = 0.6
SHUT_FRAMES = 3
"""Frames for which a lid stays shut, a smile and a roll stay at their height."""

Movement = Mapping[str, FloatArray]
"""Channel of `FACE_CHANNELS` → its values over T frames; the others rest."""


def probes() -> dict[str, Movement]:
    """Return every movement under its name; each begins with the photo at rest."""
    seconds = np.arange(round(2 * FPS / NOD_HZ) + 1) / FPS
    nod = -NOD_DEG / 2 * (1 - np.cos(2 * np.pi * NOD_HZ * seconds))
    shut = held(1.0, 6)
    return {
        "nod": {"pitch_deg": nod.astype(np.float32)},
        "roll": {"roll_deg": held(ROLL_DEG, 10)},
        "blink": {"AU45_left": shut, "AU45_right": shut},
        "wink left": {"AU45_left": shut},
        "wink right": {"AU45_right": shut},
        "smile": {"AU12_left": held(SMILE, 10), "AU12_right": held(SMILE, 10)},
        "everything": _everything(45),
    }


def held(amount: float, rise_frames: int) -> FloatArray:
    """Return a rise from rest to an amount, smooth at both ends, and a short hold."""
    t = np.linspace(0, 1, rise_frames + 1)
    return np.asarray(amount * np.concatenate([t * t * (3 - 2 * t), np.ones(SHUT_FRAMES)]), np.float32)


def _everything(frame_count: int) -> Movement:
    """Return head, brows, lips, gaze and breath in motion at once, each at its own tempo, lids open."""
    seconds = np.arange(frame_count) / FPS

    def swing(amount: float, tempo_hz: float) -> FloatArray:
        return np.asarray(amount * np.sin(2 * np.pi * tempo_hz * seconds), np.float32)

    def swell(amount: float, tempo_hz: float) -> FloatArray:
        return np.asarray(amount / 2 * (1 - np.cos(2 * np.pi * tempo_hz * seconds)), np.float32)

    return {
        "yaw_deg": swing(7, 0.6),
        "pitch_deg": swing(4, 0.9),
        "roll_deg": swing(4, 0.5),
        "lean": swing(0.03, 0.4),
        "gaze_yaw_deg": swing(8, 0.7),
        "AU1": swell(0.6, 0.8),
        "AU2_left": swell(0.5, 0.7),
        "AU2_right": swell(0.5, 0.7),
        "AU12_left": swell(0.5, 0.6),
        "AU12_right": swell(0.4, 0.6),
        "AU25": swell(0.5, 0.9),
        "breath": swell(0.6, 0.3),
    }


def curves_of(movement: Movement, face_count: int, face_index: int, frame_count: int | None = None) -> MotionCurves:
    """Return curves in which one face makes a movement, and the others and the camera rest.

    `frame_count` is that of the movement; it is only needed for none at all.
    """
    count = frame_count if frame_count is not None else len(next(iter(movement.values())))
    people = tuple(Track.at_rest(FACE_CHANNELS, count) for _ in range(face_count))
    for name, values in movement.items():
        people[face_index][name][:] = values
    return MotionCurves(FPS, Track.at_rest(CAMERA_CHANNELS, count), people)
