"""Hair: loose ends hang on a spring and follow the head late."""

import numpy as np

from engine.motion.easing import Curve
from engine.types.curves import Track

_SWING_HZ = 1.2
_DAMPING = 0.28
_MEMORY_S = 2.5
"""After this time a swing has died away."""
_REACH = {"yaw_deg": 0.55, "roll_deg": 0.5}
"""Face widths that the hair's root travels per radian of the head."""
_FOLLOWING = 0.4
"""How much of the root's acceleration the loose ends feel; the rest is held by the neck and the shoulders."""


def follow_through(head: Track, fps: int) -> Curve:
    """Return how far the hair lags behind the head, T, in face widths, + to the viewer's right.

    A damped oscillator driven by the root's acceleration, solved by its impulse response.
    """
    root = sum(reach * np.radians(head[channel].astype(np.float64)) for channel, reach in _REACH.items())
    velocity = np.diff(np.asarray(root), prepend=0.0, append=np.asarray(root)[-1:]) * fps
    acceleration = np.diff(velocity) * fps
    seconds = np.arange(int(_MEMORY_S * fps)) / fps
    natural = 2.0 * np.pi * _SWING_HZ
    ringing = natural * np.sqrt(1.0 - _DAMPING**2)
    response = np.exp(-_DAMPING * natural * seconds) * np.sin(ringing * seconds) / ringing
    return np.asarray(-_FOLLOWING * np.convolve(acceleration, response)[: len(acceleration)] / fps)
