"""Transitions by movement: the frame travels from one picture to the other, blurred by its own speed."""

from collections.abc import Iterator

import cv2
import numpy as np

from engine.types.frames import YuvFrame
from engine.types.scene import FloatArray, Pixels
from engine.video.transitions.joint import Joint, accelerated
from engine.video.transitions.light import mixed

_SHUTTER = 0.5
"""The share of a frame's time during which the shutter is open: the usual 180°."""
_BLUR_SAMPLES = 6
_CHANGE = (0.42, 0.58)
"""Where on the way, fast and blurred, one picture takes the place of the other."""
_ZOOM = 2.0
"""How near the camera comes to the first picture before it goes through."""


def slide(joint: Joint) -> Iterator[YuvFrame]:
    """Push the last picture out to the left with the next one."""
    count = len(joint.before)
    for first, second, share in joint.moments():
        position, speed = accelerated(share), _speed(share, count)
        yield YuvFrame(*(_pushed(a, b, position, speed) for a, b in zip(first, second, strict=True)))


def zoom(joint: Joint) -> Iterator[YuvFrame]:
    """Fly into the last picture, towards its face, and arrive in the next one."""
    count = len(joint.before)
    goal, origin = _goal(joint, joint.faces_before), _goal(joint, joint.faces_after)
    for first, second, share in joint.moments():
        way, stretch = accelerated(share), _ZOOM ** _speed(share, count)
        change = float(np.clip((share - _CHANGE[0]) / (_CHANGE[1] - _CHANGE[0]), 0, 1))
        seen: list[YuvFrame] = []
        if change < 1:
            seen.append(YuvFrame(*(_flown(plane, _ZOOM**way, stretch, goal) for plane in first)))
        if change > 0:
            seen.append(YuvFrame(*(_flown(plane, _ZOOM ** (1 - way), stretch, origin) for plane in second)))
        yield mixed(seen[0], seen[-1], change)


def _goal(joint: Joint, faces: FloatArray | None) -> tuple[float, float]:
    """Return the point to fly to, as shares of the frame's sides."""
    if faces is None:
        return 0.5, 0.5
    height, width = joint.before[0].y.shape
    x, y = faces.reshape(-1, 2).mean(axis=0) / (width, height)
    return float(x), float(y)


def _speed(share: float, count: int) -> float:
    """Return how much of the way is gone while the shutter is open."""
    half = _SHUTTER / (2 * count)
    return accelerated(min(1.0, share + half)) - accelerated(max(0.0, share - half))


def _pushed(first: Pixels, second: Pixels, position: float, speed: float) -> Pixels:
    """Return both planes side by side, seen at a position 0…1, blurred along the way."""
    width = first.shape[1]
    blur = max(1, round(speed * width))
    edge = min(width, blur // 2 + 1)
    both = np.concatenate([first[:, :edge][:, ::-1], first, second, second[:, -edge:][:, ::-1]], axis=1)
    start = edge + round(position * width)
    seen = both[:, start - edge : start + width + edge]
    return np.ascontiguousarray(cv2.blur(seen, (blur, 1))[:, edge : edge + width])


def _flown(plane: Pixels, scale: float, stretch: float, goal: tuple[float, float]) -> Pixels:
    """Return a plane enlarged about a point, smeared over a range of scales as by an open shutter."""
    height, width = plane.shape
    samples = 1 if stretch < 1.004 else _BLUR_SAMPLES
    total = np.zeros((height, width), np.float32)
    for sample in range(samples):
        size = max(1.0, scale * stretch ** ((sample + 0.5) / samples - 0.5))
        matrix = np.array(
            [[size, 0, (1 - size) * goal[0] * width], [0, size, (1 - size) * goal[1] * height]], np.float64
        )
        seen = cv2.warpAffine(plane, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101)
        cv2.accumulateWeighted(seen, total, 1 / (sample + 1))
    return np.asarray(np.rint(total), np.uint8)
