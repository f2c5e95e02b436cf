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

_LEAK_RGB = (255.0, 168.0, 84.0)
"""The orange of light that reaches a film through its case."""
_LEAK_NODES = 64
"""Light is soft: it is worked out at so many places a side and enlarged."""
_LEAK_STRENGTH = 0.85


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
    leak = RGB_TO_YUV @ np.array(_LEAK_RGB, np.float32) + YUV_OFFSET
    for first, second, share in joint.moments():
        # A broad, tilted band of light goes from left to right, strongest in the middle of its way.
        swell = float(np.sin(np.pi * share))
        band = np.exp(-(((x + 0.25 * (y - 0.5) - (1.5 * share - 0.25)) / 0.34) ** 2))
        glow = np.asarray(_LEAK_STRENGTH * swell * (0.25 * swell + 0.75 * band), np.float32)
        behind = mixed(first, second, eased(float(np.clip((share - 0.25) / 0.5, 0, 1))))
        yield YuvFrame(*(_lit(plane, level, glow) for plane, level in zip(behind, leak, strict=True)))


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
