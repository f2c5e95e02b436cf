"""Limits: how far this face, in this photo, can move and still look true."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from engine.motion.easing import minimum_jerk
from engine.types import face_mesh as mesh
from engine.types.curves import FACE_CHANNELS, Track
from engine.types.scene import Face, FloatArray

_FAR_ENOUGH = {
    "yaw_deg": 14.0,
    "pitch_deg": 12.0,
    "roll_deg": 14.0,
    "gaze_yaw_deg": 20.0,
    "gaze_pitch_deg": 26.0,
    "lean": 0.1,
    "sway": 0.1,
    "hair": 0.2,
}
"""What a warp of one photo can show without tearing; other channels use their whole range."""
_HEAD = ("yaw_deg", "pitch_deg", "roll_deg")
_POSE = (*_HEAD, "lean")
"""What shares one room: a head that goes to its limit in one way has no room left for the others."""
_KNEE = 0.72
"""The share of a limit up to which nothing is changed."""
_FARTHEST_ASKED = 1.25
"""Up to this share of a limit a movement is held by the limit alone; a larger one becomes smaller as a whole."""
_EYE_CLOSED = 0.12
_MOUTH_CLOSED = 0.03


@dataclass(frozen=True, slots=True, eq=False)
class Limits:
    """Range of every face channel."""

    low: FloatArray
    """C, ≤ 0."""
    high: FloatArray
    """C, ≥ 0."""

    @classmethod
    def of(cls, face: Face) -> Self:
        """Return what the photo of this face allows.

        A turned head may turn less, most of all further away, and opens its mouth less; a small face moves less; who
        already smiles or opens the mouth can do little more of it; closed eyes cannot blink.
        """
        low = {channel.name: channel.low for channel in FACE_CHANNELS}
        high = {channel.name: channel.high for channel in FACE_CHANNELS}
        for name, reach in _FAR_ENOUGH.items():
            low[name], high[name] = max(low[name], -reach), min(high[name], reach)
        posed = (face.pose.yaw_deg, face.pose.pitch_deg, face.pose.roll_deg)
        size = 0.55 + 0.45 * _eased(face.width_px, 24.0, 90.0)
        for name, posed_deg in zip(_HEAD, posed, strict=True):
            away, back = (
                1.0 - 0.75 * _eased(abs(posed_deg), 8.0, 45.0),
                1.0 - 0.4 * _eased(abs(posed_deg), 15.0, 50.0),
            )
            high[name] *= size * (away if posed_deg > 0 else back)
            low[name] *= size * (back if posed_deg > 0 else away)
        gaping = _eased(face.mouth_openness, _MOUTH_CLOSED, 0.45)
        for name in ("AU12_left", "AU12_right"):
            high[name] *= 1.0 - 0.55 * max(smile_shown(face), 0.8 * gaping)
        # In profile an open mouth parts the outline of the face, behind which the photo shows nothing.
        in_profile = _eased(abs(face.pose.yaw_deg), 20.0, 50.0)
        for name in ("AU25", "AU26"):
            high[name] *= (1.0 - 0.75 * gaping) * (1.0 - 0.7 * in_profile)
        for name, openness in (
            ("AU45_left", face.eye_openness_left),
            ("AU45_right", face.eye_openness_right),
        ):
            high[name] *= float(openness >= _EYE_CLOSED)
        return cls(
            np.array([low[channel.name] for channel in FACE_CHANNELS], np.float32),
            np.array([high[channel.name] for channel in FACE_CHANNELS], np.float32),
        )

    def fit(self, track: Track) -> None:
        """Make a movement of the head smaller where it goes far beyond a limit, so that it keeps its shape and tempo.

        Cut off by the limit, it would rush into it, wait there and rush back.
        """
        for name in _HEAD:
            column, values = track.column(name), track[name]
            asked = max(values.max() / self.high[column], values.min() / self.low[column])
            values[:] *= _FARTHEST_ASKED / max(asked, _FARTHEST_ASKED)

    def saturate(self, track: Track) -> None:
        """Hold a track within the limits: small values stay, large ones approach the limit softly.

        The head's pose is held as a whole: all of its corners at once would fold the picture. Lids close fully or not
        at all, so they are cut, not softened.
        """
        lids = [track.column("AU45_left"), track.column("AU45_right")]
        closed = track.values[:, lids]
        track.values[:] = softly_limited(track.values, self.low, self.high)
        track.values[:, lids] = np.clip(closed, 0.0, 1.0) * self.high[lids]
        pose = [track.column(name) for name in _POSE]
        values = track.values[:, pose]
        reach = np.linalg.norm(values / np.where(values >= 0.0, self.high[pose], -self.low[pose]), axis=1)
        track.values[:, pose] *= (softly_limited(reach, 0.0, 1.0) / np.maximum(reach, 1e-9))[:, None]

    def room(self, channel: str, taken: float) -> float:
        """Return how much of the smaller side of a channel's range is left beside a movement of that size."""
        column = next(index for index, known in enumerate(FACE_CHANNELS) if known.name == channel)
        whole = float(min(-self.low[column], self.high[column]))
        return max(0.35 * whole, whole - taken)


def softly_limited(values: FloatArray, low: FloatArray | float, high: FloatArray | float) -> FloatArray:
    """Return values within low ≤ 0 ≤ high; unchanged up to 0.72 of a limit, smoothly (C²) towards it beyond."""
    limit = np.where(values >= 0.0, high, np.negative(low))
    knee = _KNEE * limit
    rest = np.maximum(limit - knee, 1e-9)
    size = np.abs(values)
    beyond = knee + rest * np.tanh(np.maximum(size - knee, 0.0) / rest)
    return np.asarray(np.sign(values) * np.where(size <= knee, size, beyond), np.float32)


def smile_shown(face: Face) -> float:
    """Return how broadly the photo already smiles, 0…1.

    Measured as the mouth's width over the distance of the outer eye corners: 0.43–0.58 at rest, 0.7–0.83 in a
    broad smile; and, for some mouths are wide by nature, by its corners, which a smile lifts above the middle of the
    lips: by 0.07–0.08 of that distance, at rest by −0.04–0.02 (ten portraits and paintings).
    """
    points = face.landmarks
    mouth = float(np.linalg.norm(points[mesh.MOUTH_RIGHT, :2] - points[mesh.MOUTH_LEFT, :2]))
    eyes = float(np.linalg.norm(points[mesh.RIGHT_EYE_UPPER[0], :2] - points[mesh.LEFT_EYE_UPPER[0], :2]))
    down = points[mesh.CHIN] - points[mesh.FOREHEAD_TOP]
    height = float(np.linalg.norm(down))
    if not eyes or not height:
        return 0.0
    middle = (points[mesh.UPPER_LIP_INNER[5]] + points[mesh.LOWER_LIP_INNER[5]]) / 2
    lift = float((middle - (points[mesh.MOUTH_LEFT] + points[mesh.MOUTH_RIGHT]) / 2) @ down) / (height * eyes)
    return _eased(mouth / eyes, 0.58, 0.76) * _eased(lift, -0.01, 0.05)


def _eased(value: float, low: float, high: float) -> float:
    return float(minimum_jerk((value - low) / (high - low)))
