"""Avoidance: what must stay at rest when a gesture is forbidden."""

from collections.abc import Collection

from engine.motion.phrases import sides_of
from engine.types.direction import GestureName

_MEANS: dict[GestureName, tuple[str, ...]] = {
    GestureName.TILT: ("roll_deg",),
    GestureName.LOOK: ("gaze_yaw_deg", "gaze_pitch_deg"),
    GestureName.SMILE: ("AU6", "AU12"),
    GestureName.FROWN: ("AU4", "AU15", "AU17"),
    GestureName.BREATHE: ("breath",),
    GestureName.BROW_RAISE: ("AU1", "AU2"),
    GestureName.BROW_FURROW: ("AU4",),
    GestureName.LEAN_IN: ("lean",),
    GestureName.LEAN_BACK: ("lean",),
    GestureName.SWAY: ("sway",),
    GestureName.HAIR_SWAY: ("hair",),
    GestureName.GASP: ("AU26",),
}
"""What a mood, life or another gesture would show of a gesture that is to be avoided."""


def stilled_channels(avoid: Collection[GestureName]) -> frozenset[str]:
    """Return the channels that stay at rest when these gestures are to be avoided."""
    return frozenset(channel for gesture in avoid for name in _MEANS.get(gesture, ()) for channel in sides_of(name))
