"""Head pose from the mesh's own points in three dimensions; no outside head model is needed.

A rotation is written R = Rz(−roll) · Ry(yaw) · Rx(−pitch) in camera axes (x right, y up, z to the viewer): the
head nods, then turns, then leans in the plane of the picture. So turning the picture changes the roll and nothing
else, and a mirror image flips yaw and roll and nothing else.
"""

import math

import numpy as np

from engine.types.scene import FloatArray, HeadPose

SYMMETRIC_PAIRS = (
    (33, 263), (133, 362), (127, 356), (234, 454), (162, 389), (54, 284), (67, 297), (93, 323), (129, 358),
    (116, 345), (50, 280),
)  # fmt: skip
"""Points that mirror each other across the face's middle, the viewer's left one first; none of them moves with the
jaw or the brows."""

HAIRLINE = (10, 109, 338)
NOSE_WINGS = (129, 358, 98, 327)
"""The line from the nose's wings to the hairline is the face's vertical. Of nine lines tried it follows a fit of
the whole skull best (to 1°), and in nine frontal portraits it leans by 3° in the median: zero pitch needs no
offset, and is as certain as "straight ahead" is among people, ± 5°."""

RIGID_POINTS = (
    10, 151, 9, 8, 168, 6, 197, 195, 5, 4, 1, 2, 98, 327, 129, 358,
    67, 297, 109, 338, 103, 332, 54, 284, 21, 251, 162, 389, 127, 356, 234, 454, 93, 323,
    33, 263, 133, 362, 116, 345, 117, 346, 50, 280,
)  # fmt: skip
"""Points that follow the skull: forehead, temples, nose, eye corners, cheekbones. Lips, jaw and brows act."""


def head_pose(landmarks: FloatArray) -> HeadPose:
    """Return where a head points, from 478 × 3 landmarks.

    The lateral axis is the joint direction of all symmetric pairs; the vertical one runs from the nose's wings to
    the hairline.
    """
    points = _camera_axes(landmarks)
    left, right = np.array(SYMMETRIC_PAIRS).T
    lateral = _unit((points[right] - points[left]).sum(axis=0))
    upward = points[list(HAIRLINE)].mean(axis=0) - points[list(NOSE_WINGS)].mean(axis=0)
    upward = _unit(upward - lateral * (upward @ lateral))
    return _angles(np.column_stack([lateral, upward, np.cross(lateral, upward)]))


def relative_pose(landmarks: FloatArray, reference_landmarks: FloatArray) -> tuple[HeadPose, float]:
    """Return how a head has turned since a reference mesh of the same face, and its size over the reference's.

    The similarity between the rigid points of both in the sense of least squares (Umeyama 1991).
    """
    rigid = list(RIGID_POINTS)
    scale, rotation, _ = similarity(
        _camera_axes(reference_landmarks)[rigid], _camera_axes(landmarks)[rigid], np.ones(len(rigid), np.float32)
    )
    return _angles(rotation), scale


def similarity(source: FloatArray, target: FloatArray, weights: FloatArray) -> tuple[float, FloatArray, FloatArray]:
    """Return scale, rotation (3 × 3) and shift (3) so that target ≈ scale · rotation · source + shift.

    Weighted least squares after Umeyama, "Least-squares estimation of transformation parameters" (1991).
    """
    shares = weights / weights.sum()
    source_center, target_center = shares @ source, shares @ target
    from_center, to_center = source - source_center, target - target_center
    left, strengths, right = np.linalg.svd((to_center * shares[:, None]).T @ from_center)
    signs = np.array([1.0, 1.0, np.sign(np.linalg.det(left @ right))])  # a rotation, never a mirror image
    rotation = (left * signs) @ right
    scale = float((strengths * signs).sum() / (shares @ (from_center**2).sum(axis=1)))
    return scale, rotation, target_center - scale * rotation @ source_center


def _camera_axes(landmarks: FloatArray) -> FloatArray:
    """Return the points with y up and z to the viewer."""
    return landmarks * np.array([1.0, -1.0, -1.0], np.float32)


def _unit(vector: FloatArray) -> FloatArray:
    return np.asarray(vector / np.linalg.norm(vector), np.float32)


def _angles(rotation: FloatArray) -> HeadPose:
    """Read yaw, pitch and roll off a rotation matrix, by the order stated above."""
    return HeadPose(
        yaw_deg=math.degrees(math.asin(np.clip(-rotation[2, 0], -1.0, 1.0))),
        pitch_deg=math.degrees(math.atan2(-rotation[2, 1], rotation[2, 2])),
        roll_deg=math.degrees(math.atan2(-rotation[1, 0], rotation[0, 0])),
    )
