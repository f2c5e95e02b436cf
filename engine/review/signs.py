"""Signs: by what a gesture is recognised in a film, and what in the plan it is held against."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.review.bridging import bridged
from engine.review.brows import Brows
from engine.review.irises import Irises
from engine.review.remeasure import Performance
from engine.review.swings import Swing, sustained, swings
from engine.types.curves import Track
from engine.types.direction import Gesture, GestureName
from engine.types.hidden_eyes import HiddenEyes
from engine.types.scene import FloatArray

CLEAR, FAINT = 0.35, 0.2
"""Shares of a curve's whole range. A clear swing must be answered on the other side, be it by a faint one, which by
itself counts for nothing: the last of several nods is 0.43 of the first."""
_CLOSED_S = 0.4
"""Lids that stay shut for so long have not only blinked."""


@dataclass(frozen=True, slots=True, eq=False)
class Observed:
    """One film as it was seen."""

    fps: int
    face: Performance
    brows: Brows
    irises: Irises
    chest: FloatArray | None
    """T × 2 (see `chest_shift`), or nothing where no chest can be seen."""
    blinking: npt.NDArray[np.bool_]
    """T: where lids are shut or nearly so; the mesh of a face that blinks is a little off everywhere."""
    hidden: HiddenEyes
    """The eyes that the photo does not show: the mesh only guesses them."""

    def between_blinks(self, curve: FloatArray) -> FloatArray:
        """Return a curve, T, that is bridged where the face blinks."""
        return bridged(curve, self.blinking)

    def of_eyes(self, left: FloatArray, right: FloatArray) -> FloatArray:
        """Return what is known of both eyes, or of the one that is seen: E × T (× 2)."""
        return np.stack([curve for curve, hidden in zip((left, right), self.hidden, strict=True) if not hidden])


@dataclass(frozen=True, slots=True)
class Sign:
    """One curve of a gesture, planned and seen; both go up when the gesture happens."""

    name: str
    planned: Callable[[Track], FloatArray]
    seen: Callable[[Observed], FloatArray | None]
    least: float
    """The smallest rise that an onlooker would notice, in the unit of what is seen."""
    unit: str

    def planned_swings(self, curve: FloatArray, fps: int, share: float = CLEAR) -> tuple[Swing, ...]:
        """Return the rises of a planned curve from a share of its range on."""
        return swings(curve, fps, max(1e-6, share * float(np.ptp(curve))))

    def seen_swings(self, curve: FloatArray, fps: int, share: float = CLEAR) -> tuple[Swing, ...]:
        """Return the rises of what was seen from a share of its range on, if an onlooker would notice them."""
        return swings(curve, fps, max(self.least, share * float(np.ptp(curve))))


_Build = Callable[[Gesture, Observed], Sequence[Sign]]


def signs_of(gesture: Gesture, film: Observed) -> Sequence[Sign]:
    """Return by what a gesture is recognised; empty for the few that leave no trace one could measure."""
    build = _SIGNS.get(gesture.name)
    return build(gesture, film) if build else ()


def _turned(name: str, channel: str, sign: int) -> Sign:
    return Sign(
        name,
        lambda track: sign * track[channel],
        lambda film: film.between_blinks(np.float32(sign) * getattr(film.face, channel)),
        1.0,
        "°",
    )


def _pitch(sign: int) -> _Build:
    def build(gesture: Gesture, _film: Observed) -> Sequence[Sign]:
        return (_turned("head up or down", "pitch_deg", {"up": 1, "down": -1}.get(gesture.side or "", sign)),)

    return build


def _sideways(name: str, channel: str) -> _Build:
    return lambda gesture, _film: (_turned(name, channel, -1 if gesture.side == "left" else 1),)


def _gaze(gesture: Gesture, _film: Observed) -> Sequence[Sign]:
    if gesture.side in ("up", "down"):
        sign = 1 if gesture.side == "up" else -1
        return (
            Sign(
                "irises up or down",
                lambda track: sign * track["gaze_pitch_deg"],
                lambda film: film.between_blinks(
                    np.float32(-sign) * film.of_eyes(film.face.gaze_left, film.face.gaze_right).mean(axis=0)[:, 1]
                ),
                0.02,
                "of the eye's width",
            ),
        )
    sign = -1 if gesture.side == "left" else 1
    return (
        Sign(
            "irises aside",
            lambda track: sign * track["gaze_yaw_deg"],
            lambda film: film.between_blinks(
                np.float32(sign) * film.of_eyes(film.irises.left, film.irises.right).mean(axis=0)
            ),
            0.02,
            "of the eye's width",
        ),
    )


def _both_lids(track: Track) -> FloatArray:
    return np.asarray(np.minimum(track["AU45_left"], track["AU45_right"]), np.float32)


def _both_lids_seen(film: Observed) -> FloatArray:
    return np.asarray(1.0 - film.of_eyes(film.face.openness_left, film.face.openness_right).max(axis=0), np.float32)


def _blink(_gesture: Gesture, _film: Observed) -> Sequence[Sign]:
    return (Sign("both lids", _both_lids, _both_lids_seen, 0.35, "closed"),)


def _close_eyes(_gesture: Gesture, film: Observed) -> Sequence[Sign]:
    frames = round(_CLOSED_S * film.fps)
    return (
        Sign(
            "both lids, for long",
            lambda track: sustained(_both_lids(track), frames),
            lambda film: sustained(_both_lids_seen(film), frames),
            0.35,
            "closed",
        ),
    )


def _wink(gesture: Gesture, film: Observed) -> Sequence[Sign]:
    near = film.hidden.seen_side("left" if gesture.side == "left" else "right")
    far = "left" if near == "right" else "right"

    def seen(film: Observed) -> FloatArray:
        openness = {"left": film.face.openness_left, "right": film.face.openness_right}
        other = np.ones_like(openness[near]) if any(film.hidden) else openness[far]
        return np.asarray(np.maximum(0.0, other - openness[near]), np.float32)

    return (
        Sign(
            "one lid alone",
            lambda track: np.maximum(0.0, track[f"AU45_{near}"] - track[f"AU45_{far}"]),
            seen,
            0.35,
            "closed",
        ),
    )


def _mean(track: Track, *channels: str) -> FloatArray:
    return np.asarray(np.mean([track[channel] for channel in channels], axis=0), np.float32)


_SMILE = Sign(
    "mouth wider",
    lambda track: _mean(track, "AU12_left", "AU12_right"),
    lambda film: film.between_blinks(film.face.mouth_width - 1.0),
    0.03,
    "of its width",
)
_FROWN = Sign(
    "mouth bent down",
    lambda track: track["AU15"],
    lambda film: film.between_blinks(-film.face.mouth_bend),
    0.01,
    "of the eye line",
)
_BROWS_DRAWN = Sign(
    "brows down and together",
    lambda track: track["AU4"],
    lambda film: film.between_blinks(film.brows.together - film.brows.up),
    0.006,
    "face widths",
)
_BROWS_UP = Sign(
    "brows up",
    lambda track: _mean(track, "AU1", "AU2_left", "AU2_right"),
    lambda film: film.between_blinks(film.brows.up),
    0.006,
    "face widths",
)
_JAW = Sign(
    "mouth open",
    lambda track: _mean(track, "AU25", "AU26"),
    lambda film: film.between_blinks(film.face.mouth_openness),
    0.05,
    "of the mouth's width",
)
_MOUTH_LARGER = Sign(
    "mouth wider and open",
    lambda track: _mean(track, "AU12_left", "AU12_right") + _mean(track, "AU25", "AU26"),
    lambda film: film.between_blinks(film.face.mouth_width - 1.0 + film.face.mouth_openness),
    0.05,
    "of the mouth's width",
)
_BREATH = Sign(
    "chest up",
    lambda track: track["breath"],
    lambda film: None if film.chest is None else film.chest[:, 1],
    0.005,
    "face heights",
)


def _sway(gesture: Gesture, _film: Observed) -> Sequence[Sign]:
    sign = -1 if gesture.side == "left" else 1
    return (
        Sign(
            "chest aside",
            lambda track: sign * track["sway"],
            lambda film: None if film.chest is None else sign * film.chest[:, 0],
            0.005,
            "face heights",
        ),
    )


def _lean(sign: int) -> _Build:
    return lambda _gesture, _film: (
        Sign(
            "head nearer",
            lambda track: sign * track["lean"],
            lambda film: film.between_blinks(np.float32(sign) * (film.face.size - 1.0)),
            0.015,
            "×",
        ),
    )


def _always(*signs: Sign) -> _Build:
    return lambda _gesture, _film: signs


_SIGNS: dict[GestureName, _Build] = {
    GestureName.NOD: _pitch(-1),
    GestureName.SHAKE: _sideways("head aside", "yaw_deg"),
    GestureName.TILT: _sideways("head leaning", "roll_deg"),
    GestureName.TURN: _sideways("head aside", "yaw_deg"),
    GestureName.LOOK: _gaze,
    GestureName.BLINK: _blink,
    GestureName.WINK: _wink,
    GestureName.CLOSE_EYES: _close_eyes,
    GestureName.SMILE: _always(_SMILE),
    GestureName.FROWN: _always(_FROWN, _BROWS_DRAWN),
    GestureName.LAUGH: _always(_MOUTH_LARGER, _BREATH),
    GestureName.BREATHE: _always(_BREATH),
    GestureName.BROW_RAISE: _always(_BROWS_UP),
    GestureName.BROW_FURROW: _always(_BROWS_DRAWN),
    GestureName.LEAN_IN: _lean(1),
    GestureName.LEAN_BACK: _lean(-1),
    GestureName.SWAY: _sway,
    GestureName.BOW: _pitch(-1),
    GestureName.CHIN_UP: _pitch(1),
    GestureName.GASP: _always(_JAW),
}
"""Gestures with a sign that can be measured."""
