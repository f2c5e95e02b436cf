"""A synthetic scene: plain faces whose numbers a test can choose."""

from collections.abc import Callable

import numpy as np
import pytest

from engine.types.curves import MotionCurves
from engine.types.direction import Direction
from engine.types.face_mesh import (
    CHIN,
    FOREHEAD_TOP,
    LEFT_EYE_UPPER,
    LOWER_LIP_INNER,
    MOUTH_LEFT,
    MOUTH_RIGHT,
    NOSE_BRIDGE,
    RIGHT_EYE_UPPER,
    UPPER_LIP_INNER,
)
from engine.types.scene import Face, HeadPose, Scene

SceneBuilder = Callable[..., Scene]
Planner = Callable[..., MotionCurves]


def build_face(
    centre_x: float = 320.0,
    *,
    width: float = 200.0,
    pose: HeadPose | None = None,
    eye_openness: tuple[float, float] = (0.3, 0.3),
    mouth_openness: float = 0.0,
    mouth_to_eyes: float = 0.55,
    corner_lift: float = 0.08,
    bridge_x: float = 0.0,
) -> Face:
    """Return a face with the few landmarks that the planner looks at."""
    landmarks = np.zeros((478, 3), np.float32)
    for point, x, y in (
        (LEFT_EYE_UPPER[0], -0.3, -0.1),
        (LEFT_EYE_UPPER[-1], -0.1, -0.1),
        (NOSE_BRIDGE, bridge_x, -0.1),
        (RIGHT_EYE_UPPER[-1], 0.1, -0.1),
        (RIGHT_EYE_UPPER[0], 0.3, -0.1),
        (MOUTH_LEFT, -0.3 * mouth_to_eyes, 0.3),
        (MOUTH_RIGHT, 0.3 * mouth_to_eyes, 0.3),
        (UPPER_LIP_INNER[5], 0.0, 0.3 + 0.6 * corner_lift),
        (LOWER_LIP_INNER[5], 0.0, 0.3 + 0.6 * corner_lift),
        (FOREHEAD_TOP, 0.0, -0.6),
        (CHIN, 0.0, 0.6),
    ):
        landmarks[point, :2] = centre_x + x * width, 240.0 + y * width
    return Face(
        landmarks=landmarks,
        box=(centre_x - width / 2, 240.0 - 0.7 * width, centre_x + width / 2, 240.0 + 0.7 * width),
        pose=pose or HeadPose(0.0, 0.0, 0.0),
        score=0.99,
        eye_openness_left=eye_openness[0],
        eye_openness_right=eye_openness[1],
        mouth_openness=mouth_openness,
    )


def build_scene(*faces: Face) -> Scene:
    """Return a scene with these faces, 640 × 480."""
    return Scene(
        pixels=np.zeros((480, 640, 3), np.uint8),
        faces=faces,
        matte=np.zeros((48, 64), np.float32),
        bodies=(),
        depth=np.zeros((48, 64), np.float32),
        advice=(),
    )


@pytest.fixture(scope="session")
def portrait() -> Scene:
    """One face, looking into the camera."""
    return build_scene(build_face())


@pytest.fixture(scope="session")
def group() -> Scene:
    """Three faces side by side."""
    return build_scene(*(build_face(x, width=120.0) for x in (120.0, 330.0, 540.0)))


def direct(**fields: object) -> Direction:
    """Return a direction from plain values, as from JSON."""
    return Direction.model_validate(fields)
