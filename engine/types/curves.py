"""`MotionCurves`: numbers over time, one row a frame.

Zero everywhere (and zoom 1) is the photo itself: all values are relative to the pose and the expression that
the photo already has. Signs: yaw + turns to the viewer's right, pitch + looks up, roll + leans clockwise as seen
by the viewer. `left` and `right` are the viewer's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np

from engine.types.scene import FloatArray


@dataclass(frozen=True, slots=True)
class Channel:
    """One number over time."""

    name: str
    unit: str
    low: float
    high: float
    """The range a renderer must accept; a planner stays inside it."""


def _action_unit(name: str) -> Channel:
    """Return a FACS action unit: 0 as in the photo, 1 fully shown, below 0 relaxed from what the photo shows."""
    return Channel(name, "intensity", -1.0, 1.0)


FACE_CHANNELS = (
    Channel("yaw_deg", "degree", -30.0, 30.0),
    Channel("pitch_deg", "degree", -30.0, 30.0),
    Channel("roll_deg", "degree", -30.0, 30.0),
    Channel("lean", "share of head size", -0.15, 0.15),  # + comes nearer: the head grows by this share
    Channel("gaze_yaw_deg", "degree", -30.0, 30.0),  # + looks to the viewer's right
    Channel("gaze_pitch_deg", "degree", -30.0, 30.0),  # + looks up
    _action_unit("AU1"),  # inner brow up
    _action_unit("AU2_left"),  # outer brow up
    _action_unit("AU2_right"),
    _action_unit("AU4"),  # brows lowered and drawn together
    _action_unit("AU5"),  # upper lids up, eyes wide
    _action_unit("AU6_left"),  # cheek up, crow's feet
    _action_unit("AU6_right"),
    _action_unit("AU7"),  # lids tight
    _action_unit("AU9"),  # nose wrinkled
    _action_unit("AU10"),  # upper lip up
    _action_unit("AU12_left"),  # lip corner pulled: smile
    _action_unit("AU12_right"),
    _action_unit("AU14_left"),  # dimple
    _action_unit("AU14_right"),
    _action_unit("AU15"),  # lip corners down
    _action_unit("AU17"),  # chin up
    _action_unit("AU18"),  # lips puckered
    _action_unit("AU20"),  # lips stretched
    _action_unit("AU24"),  # lips pressed
    _action_unit("AU25"),  # lips part
    _action_unit("AU26"),  # jaw drops
    Channel("AU45_left", "closure", 0.0, 1.0),  # lid: 0 as in the photo, 1 shut
    Channel("AU45_right", "closure", 0.0, 1.0),
    Channel("breath", "share of a deep breath", -0.3, 1.0),  # 0 as in the photo, 1 chest fully lifted
    Channel("sway", "face width", -0.3, 0.3),  # the upper body to the viewer's right
    Channel("hair", "face width", -0.3, 0.3),  # loose ends to the viewer's right, against the head
)
CAMERA_CHANNELS = (
    Channel("zoom", "factor", 1.0, 2.0),  # 1 shows the whole frame
    Channel("pan_x", "frame width", -0.5, 0.5),  # the camera moves to the right
    Channel("pan_y", "frame width", -0.5, 0.5),  # the camera moves down
    Channel("parallax_x", "frame width", -0.1, 0.1),  # what is nearest shifts to the right of what is farthest
    Channel("parallax_y", "frame width", -0.1, 0.1),  # what is nearest shifts down
)
REGION_CHANNELS = (
    Channel("drift", "frame width", -0.05, 0.05),  # travels to the right
    Channel("swell", "share", -1.5, 1.5),  # long waves; the cosine of one that travels …
    Channel("swell_late", "share", -1.5, 1.5),  # … and its sine
    Channel("ripple", "share", -1.5, 1.5),  # short waves
    Channel("ripple_late", "share", -1.5, 1.5),
    Channel("breath", "share of a deep breath", -0.3, 1.0),
    Channel("turn_deg", "degree", -5.0, 5.0),  # + to the viewer's right
    Channel("tilt_deg", "degree", -5.0, 5.0),  # + clockwise as seen by the viewer
    Channel("glow", "share of the light", -0.5, 0.5),  # + brighter
)


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """Channels side by side over the same frames."""

    channels: tuple[Channel, ...]
    values: FloatArray
    """T × len(channels)."""

    def __post_init__(self) -> None:
        if self.values.ndim != 2 or self.values.shape[1] != len(self.channels):
            raise ValueError(f"expected T × {len(self.channels)} values, got {self.values.shape}")

    @classmethod
    def at_rest(cls, channels: tuple[Channel, ...], frame_count: int) -> Self:
        """Return the track that shows the photo as it is: every channel at 0, zoom at 1."""
        rest = [1.0 if channel.name == "zoom" else 0.0 for channel in channels]
        return cls(channels, np.tile(np.asarray(rest, np.float32), (frame_count, 1)))

    def __getitem__(self, name: str) -> FloatArray:
        """Return one channel's values, T floats; a view, so that a planner may write into it."""
        return self.values[:, self.column(name)]

    def column(self, name: str) -> int:
        """Return the column of a channel; `KeyError` when there is none of that name."""
        for index, channel in enumerate(self.channels):
            if channel.name == name:
                return index
        raise KeyError(name)


@dataclass(frozen=True, slots=True, eq=False)
class MotionCurves:
    """What moves, when and how far."""

    fps: int
    camera: Track
    """`CAMERA_CHANNELS`."""
    people: tuple[Track, ...]
    """`FACE_CHANNELS`, one track for each of the scene's faces, in their order."""
    regions: tuple[Track, ...] = ()
    """`REGION_CHANNELS`, one track for each of the scene's regions, in their order; none where all of them rest."""

    @property
    def frame_count(self) -> int:
        """Number of frames."""
        return len(self.camera.values)

    def save(self, path: Path) -> None:
        """Write everything as .npz: `names`, `units` (C strings), `values` (T × C), `fps`.

        Camera channels are called "camera.zoom" …, a face's "face0.yaw_deg" …, counted from the viewer's left, a
        region's "region0.drift" ….
        """
        tracks: Sequence[tuple[str, Track]] = [
            ("camera", self.camera),
            *((f"face{index}", track) for index, track in enumerate(self.people)),
            *((f"region{index}", track) for index, track in enumerate(self.regions)),
        ]
        with path.open("wb") as file:
            np.savez_compressed(
                file,
                names=np.array([f"{owner}.{channel.name}" for owner, track in tracks for channel in track.channels]),
                units=np.array([channel.unit for _, track in tracks for channel in track.channels]),
                values=np.concatenate([track.values for _, track in tracks], axis=1),
                fps=np.array(self.fps),
            )
