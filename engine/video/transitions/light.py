"""Transitions by light: dissolves, dips and a light leak."""

from collections.abc import Iterator
from typing import Final

import cv2
import numpy as np

from engine.types.bt709 import RGB_TO_YUV, YUV_OFFSET
from engine.types.frames import YuvFrame
from engine.types.scene import FloatArray, Pixels
from engine.video.transitions.joint import Joint, eased

_NEUTRAL: Final = 128
_BLACK: Final = YuvFrame(*(np.array([[level]], np.uint8) for level in (16, _NEUTRAL, _NEUTRAL)))
_WHITE: Final = YuvFrame(*(np.array([[level]], np.uint8) for level in (235, _NEUTRAL, _NEUTRAL)))

_LEAK = (((255, 186, 120), 0.5, 0.3), ((255, 240, 214), 0.24, 0.6))
"""Light that reaches a film through its case: a faint amber halo and a nearly white core, each with its colour, the
width of its band in widths of the frame, and its strength (design)."""
_LEAK_NODES = 64
"""Light is soft: it is worked out at so many places a side and enlarged."""


def dissolve(joint: Joint) -> Iterator[YuvFrame]:
    """Fade one picture into the other."""
    for first, second, share in joint.moments():
        yield mixed(first, second, eased(share))


def dip_to_black(joint: Joint) -> Iterator[YuvFrame]:
    """Put out the light, and bring it back on the next picture."""
    return _dip(joint, _BLACK)


def dip_to_white(joint: Joint) -> Iterator[YuvFrame]:
    """Turn everything white, and let the next picture come out of it."""
    return _dip(joint, _WHITE)


def light_leak(joint: Joint) -> Iterator[YuvFrame]:
    """Sweep warm light over the frame, and change the picture behind it."""
    x = np.linspace(0, 1, _LEAK_NODES, dtype=np.float32)[None]
    y = np.linspace(0, 1, _LEAK_NODES, dtype=np.float32)[:, None]
    for first, second, share in joint.moments():
        # A tilted band of light goes from left to right, strongest in the middle of its way.
        distance = x + 0.25 * (y - 0.5) - (1.4 * share - 0.2)
        swell = float(np.sin(np.pi * share))
        shown = mixed(first, second, eased(float(np.clip((share - 0.2) / 0.6, 0, 1))))
        for colour, width, strength in _LEAK:
            light = RGB_TO_YUV @ np.array(colour, np.float32) + YUV_OFFSET
            glow = np.asarray(strength * swell * np.exp(-((distance / width) ** 2)), np.float32)
            shown = YuvFrame(*(_lit(plane, level, glow) for plane, level in zip(shown, light, strict=True)))
        yield shown


def mixed(first: YuvFrame, second: YuvFrame, share: float) -> YuvFrame:
    """Return the first frame at share 0, the second at 1, and both in between."""
    return YuvFrame(
        *(np.asarray(cv2.addWeighted(a, 1 - share, b, share, 0), np.uint8) for a, b in zip(first, second, strict=True))
    )


def _dip(joint: Joint, depth: YuvFrame) -> Iterator[YuvFrame]:
    for first, second, share in joint.moments():
        shown = first if share < 0.5 else second
        strength = eased(1 - abs(2 * share - 1))
        yield YuvFrame(
            *(
                np.asarray(
                    cv2.addWeighted(plane, 1 - strength, np.full_like(plane, level[0, 0]), strength, 0), np.uint8
                )
                for plane, level in zip(shown, depth, strict=True)
            )
        )


def _lit(plane: Pixels, level: float, glow: FloatArray) -> Pixels:
    """Return a plane moved towards the light's own level where it glows."""
    height, width = plane.shape
    share = cv2.resize(glow, (width, height), interpolation=cv2.INTER_LINEAR)
    light = np.full_like(plane, round(float(level)))
    return np.asarray(cv2.blendLinear(plane, light, 1 - share, share), np.uint8)
