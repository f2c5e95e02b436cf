"""What a face does in a film, measured again from its frames alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

import numpy as np

from engine.perception.head_pose import relative_pose
from engine.perception.measures import measure
from engine.perception.tracking import FaceTracker
from engine.types import face_mesh as mesh
from engine.types.scene import FloatArray, Pixels


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
    openness_left: FloatArray
    """T: lid distance over that of the first frame; 1 as in the photo, 0 shut."""
    openness_right: FloatArray
    mouth_width: FloatArray
    """T: over that of the first frame, with the distance of the eyes' outer corners as the unit."""
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
        poses = [relative_pose(frame, first)[0] for frame in landmarks]
        measures = [measure(frame) for frame in landmarks]

        def share(name: str) -> FloatArray:
            values = np.array([getattr(frame, name) for frame in measures], np.float32)
            return np.asarray(values / values[0], np.float32)

        def shift(name: str) -> FloatArray:
            values = np.array([getattr(frame, name) for frame in measures], np.float32)
            return np.asarray(values - values[0], np.float32)

        return cls(
            landmarks=landmarks,
            yaw_deg=np.array([pose.yaw_deg for pose in poses], np.float32),
            pitch_deg=np.array([pose.pitch_deg for pose in poses], np.float32),
            roll_deg=np.array([pose.roll_deg for pose in poses], np.float32),
            openness_left=share("eye_openness_left"),
            openness_right=share("eye_openness_right"),
            mouth_width=share("mouth_width"),
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
