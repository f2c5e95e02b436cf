"""The people of a film as white shapes on black, frame by frame."""

from dataclasses import replace

import cv2
import numpy as np

from engine.render.framing import Framing
from engine.render.renderer import Renderer
from engine.types.curves import MotionCurves, Track
from engine.types.frames import Frames
from engine.types.scene import Pixels, Scene

_WITHIN = ("AU25", "AU26", "AU45_left", "AU45_right", "gaze_yaw_deg", "gaze_pitch_deg")
"""What moves inside a face: an engine paints there what a white shape does not have."""


def silhouettes(renderer: Renderer, scene: Scene, curves: MotionCurves, framing: Framing) -> Frames | None:
    """Return the people's shapes with the film's own motion; `None` where nobody is.

    The matte is drawn as if it were the photo, so that any engine can do it, and edges go where the people go.
    """
    if not scene.matte.any():
        return None
    grey = cv2.resize(scene.matte, (scene.width, scene.height), interpolation=cv2.INTER_LINEAR)
    levels: Pixels = np.asarray(np.clip(np.rint(grey * 255), 0, 255), np.uint8)
    people = tuple(_outlined(track) for track in curves.people)
    return renderer.prepare(replace(scene, pixels=np.dstack([levels] * 3)), replace(curves, people=people), framing)


def _outlined(track: Track) -> Track:
    """Return a person's motion without what stays inside the face."""
    values = track.values.copy()
    values[:, [track.column(name) for name in _WITHIN]] = 0.0
    return Track(track.channels, values)
