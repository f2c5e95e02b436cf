"""What a face does in a film, measured again from its frames alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

import numpy as np

from engine.perception.head_pose import HAIRLINE, NOSE_WINGS, relative_pose
from engine.perception.measures import measure
from engine.perception.tracking import FaceTracker
from engine.types import face_mesh as mesh
from engine.types.scene import FloatArray, Pixels

_MIDDLE_OF_LIPS = (mesh.UPPER_LIP_OUTER[5], mesh.LOWER_LIP_OUTER[5])


@dataclass(frozen=True, slots=True, eq=False)
class Performance:
    """What one face does over T frames; everything but the landmarks is relative to the first frame.

    `left` and `right` are the viewer's; signs are those of `engine.types.curves`.
    """

    landmarks: FloatArray
    """T × 478 × 3 in pixels of the film."""
    yaw_deg: FloatArray
    """T."""
    pitch_deg: FloatArray
    roll_deg: FloatArray
    size: FloatArray
    """T: the head's size over that of the first frame."""
    openness_left: FloatArray
    """T: lid distance over that of the first frame; 1 as in the photo, 0 shut."""
    openness_right: FloatArray
    mouth_width: FloatArray
    """T: over that of the first frame, with the distance of the eyes' outer corners as the unit."""
    mouth_openness: FloatArray
    """T: distance of the inner lips over the mouth's width, more than in the first frame."""
    corner_height: FloatArray
    """T: how far the mouth's corners rose against the nose, over the distance of the eyes' outer corners."""
    mouth_bend: FloatArray
    """T: how far they rose against the middle of the lips, in the same unit; a face in profile shows only this."""
    brow_height_left: FloatArray
    """T: over that of the first frame."""
    brow_height_right: FloatArray
    gaze_left: FloatArray
    """T × 2: shift of the iris over the eye's width, + to the viewer's right, + down."""
    gaze_right: FloatArray

    @classmethod
    def of(cls, landmarks: FloatArray) -> Self:
        """Measure a face that was followed; `landmarks` is T × 478 × 3."""
        first = landmarks[0]
        poses, sizes = zip(*(relative_pose(frame, first) for frame in landmarks), strict=True)
        measures = [measure(frame) for frame in landmarks]

        def share(name: str) -> FloatArray:
            values = np.array([getattr(frame, name) for frame in measures], np.float32)
            return np.asarray(values / values[0], np.float32)

        def shift(name: str) -> FloatArray:
            values = np.array([getattr(frame, name) for frame in measures], np.float32)
            return _since_first(values)

        return cls(
            landmarks=landmarks,
            yaw_deg=np.array([pose.yaw_deg for pose in poses], np.float32),
            pitch_deg=np.array([pose.pitch_deg for pose in poses], np.float32),
            roll_deg=np.array([pose.roll_deg for pose in poses], np.float32),
            size=np.array(sizes, np.float32),
            openness_left=share("eye_openness_left"),
            openness_right=share("eye_openness_right"),
            mouth_width=share("mouth_width"),
            mouth_openness=shift("mouth_openness"),
            corner_height=_since_first(_corner_height(landmarks, NOSE_WINGS)),
            mouth_bend=_since_first(_corner_height(landmarks, _MIDDLE_OF_LIPS)),
            brow_height_left=share("brow_height_left"),
            brow_height_right=share("brow_height_right"),
            gaze_left=shift("gaze_left"),
            gaze_right=shift("gaze_right"),
        )

    @property
    def face_size_px(self) -> float:
        """The mean of the face's width and height in the first frame: the unit of landmark errors."""
        extent = np.ptp(self.landmarks[0, : mesh.MESH_POINTS, :2], axis=0)
        return float(extent.mean())


def remeasure(frames: Iterable[Pixels], tracker: FaceTracker, landmarks: FloatArray) -> Performance:
    """Follow a face through the frames (H × W × 3 sRGB) and measure it.

    `landmarks` (478 × 3) are the face's in the first frame, roughly: the mesh is fitted to that frame anew.
    """
    return Performance.of(np.stack(tracker.track(frames, landmarks)))


def _since_first(values: FloatArray) -> FloatArray:
    return np.asarray(values - values[0], np.float32)


def _corner_height(landmarks: FloatArray, against: tuple[int, ...]) -> FloatArray:
    """Return how high the mouth's corners are against the middle of some points, along the face's own vertical."""
    upward = landmarks[:, list(HAIRLINE)].mean(axis=1) - landmarks[:, list(NOSE_WINGS)].mean(axis=1)
    upward /= np.linalg.norm(upward, axis=-1, keepdims=True)
    corners = landmarks[:, [mesh.MOUTH_LEFT, mesh.MOUTH_RIGHT]].mean(axis=1)
    left, right = (landmarks[:, eye[0]] for eye in (mesh.LEFT_EYE_UPPER, mesh.RIGHT_EYE_UPPER))
    eye_line = np.linalg.norm(right - left, axis=-1)
    height = ((corners - landmarks[:, list(against)].mean(axis=1)) * upward).sum(axis=-1)
    return np.asarray(height / eye_line, np.float32)
