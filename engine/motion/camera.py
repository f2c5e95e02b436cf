"""Camera: how the frame travels over the picture."""

from typing import NamedTuple

import numpy as np

from engine.motion.easing import Curve, step
from engine.types.curves import CAMERA_CHANNELS, Track
from engine.types.direction import CameraMove

_WAY_OUT = 0.22
"""The share of the clip in which a pull-out first comes nearer: the first frame is always the whole photo."""
_TURNING_POINT = 0.58
"""A looped camera is on its way back from here on."""
_FARTHEST = 1.8
"""Moves may grow to this; beyond it a pan would leave the room that its zoom makes."""


class _Move(NamedTuple):
    """Where a move arrives, in a clip of five seconds."""

    zoom: float = 0.0
    pan_x: float = 0.0
    pan_y: float = 0.0
    parallax_x: float = 0.0
    parallax_y: float = 0.0


_MOVES = {
    CameraMove.STILL: _Move(),
    CameraMove.PUSH_IN: _Move(zoom=0.1, parallax_y=0.006),
    CameraMove.PULL_OUT: _Move(zoom=0.1, parallax_y=0.006),
    CameraMove.PAN_LEFT: _Move(zoom=0.1, pan_x=-0.042, parallax_x=0.012),
    CameraMove.PAN_RIGHT: _Move(zoom=0.1, pan_x=0.042, parallax_x=-0.012),
    CameraMove.TILT_UP: _Move(zoom=0.1, pan_y=-0.042, parallax_y=0.012),
    CameraMove.TILT_DOWN: _Move(zoom=0.1, pan_y=0.042, parallax_y=-0.012),
    CameraMove.ORBIT: _Move(zoom=0.05, parallax_x=0.028),
    CameraMove.DRIFT: _Move(zoom=0.03, parallax_x=0.005, parallax_y=0.003),
}
_LIVING_PICTURE = _Move(zoom=0.07, pan_x=0.012, parallax_x=0.02, parallax_y=0.008)
"""What drift becomes where nobody is in the photo and the camera has to carry the clip."""


def camera_track(
    move: CameraMove,
    times: Curve,
    duration_s: float,
    *,
    amount: float,
    height_to_width: float,
    has_faces: bool,
    loop: bool,
    rng: np.random.Generator,
) -> Track:
    """Return the camera's curves; they begin at zoom 1 and pan 0, and a loop also ends there."""
    track = Track.at_rest(CAMERA_CHANNELS, len(times))
    wanted = _LIVING_PICTURE if move is CameraMove.DRIFT and not has_faces else _MOVES[move]
    # A longer clip travels farther, but not at the same speed; a subtle direction travels less.
    size = min(_FARTHEST, min(1.5, max(0.5, amount)) * min(1.7, max(0.55, (duration_s / 5.0) ** 0.5)))
    side = 1.0 if rng.random() < 0.5 or move not in (CameraMove.ORBIT, CameraMove.DRIFT) else -1.0
    progress = _progress(move, times, duration_s, loop=loop)
    vertical = min(1.0, height_to_width)
    for name, reach in wanted._replace(pan_y=wanted.pan_y * vertical)._asdict().items():
        sign = side if name.endswith("_x") else 1.0
        track[name][:] += reach * sign * size * progress
    return track


def _progress(move: CameraMove, times: Curve, duration_s: float, *, loop: bool) -> Curve:
    if move is CameraMove.PULL_OUT:
        turning = _WAY_OUT
    elif loop:
        turning = _TURNING_POINT
    else:
        return step(times, 0.0, duration_s)
    there_s = turning * duration_s
    return step(times, 0.0, there_s) - step(times, there_s, duration_s - there_s)
