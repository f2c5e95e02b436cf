"""Whether a film acts what was planned: gestures recognised in time, clean motion, a picture that stays the photo."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.render.warp.head import rotation_of
from engine.review.agreement import gain, landmark_error, largest_jump
from engine.review.bar import Bar
from engine.review.brows import follow_brows
from engine.review.chest import chest_shift
from engine.review.irises import follow_irises
from engine.review.rehearsal import REST_OF_FACE, Rehearsal, Take
from engine.review.signs import FAINT, Observed, Sign, signs_of
from engine.review.steadiness import Part, background_shift_px, sharpness
from engine.review.swings import Swing, unmatched
from engine.types import face_mesh as mesh
from engine.types.curves import Track
from engine.types.direction import Gesture
from engine.types.hidden_eyes import hidden_eyes
from engine.types.scene import FloatArray

TOLERANCE_S = 0.15
"""How far from its plan a gesture may be seen."""
BARS = {
    "landmarks off their plan": Bar("% of face", 0, 1.5),
    "jump": Bar("% of face", 0, 0.75),
    "sharpness, lowest": Bar("%", 80, np.inf),
    "background": Bar("px", 0, 0.3),
    "bones in small turns": Bar("% of the longest", 0, 1.5),
    "smallest area of a cell": Bar("of its own", 0.02, np.inf),
}
"""What every film must keep to, whatever it shows."""
_LEFT_CORNERS = (mesh.LEFT_EYE_UPPER[0], mesh.LEFT_EYE_UPPER[-1])
_RIGHT_CORNERS = (mesh.RIGHT_EYE_UPPER[-1], mesh.RIGHT_EYE_UPPER[0])
BONES = (*_LEFT_CORNERS, *_RIGHT_CORNERS, mesh.NOSE_BRIDGE)
"""The corners of the eyes and the bridge of the nose: they must keep their distances in a small turn."""
_EDGE_ON = 5.0
"""A bone so many times farther behind another than beside it lies in its lee: the face between them is seen at less
than 12°, and a photo has one place for both."""
_COVERABLE = tuple(
    list({*one, *other})
    for one, other in (
        (mesh.LEFT_EYE_CREASE, mesh.LEFT_EYE_LOWER),
        (mesh.RIGHT_EYE_CREASE, mesh.RIGHT_EYE_LOWER),
        (mesh.UPPER_LIP_OUTER, mesh.LOWER_LIP_OUTER),
    )
)
"""Eyes and mouth: what lids and lips cover or bare is the acting's doing and no loss of sharpness."""
_ROOM_AROUND_COVERS = 1.2
_SMALL_TURN_DEG = 5.0
_SHUT = 0.5
_BLINK_MARGIN_S = 0.08
_SMOOTHING = np.convolve([1, 4, 6, 4, 1], [1, 4, 6, 4, 1]) / 256
"""Over nine frames: what is left of the detector's noise is far below the quietest motion."""


@dataclass(frozen=True, slots=True, eq=False)
class Recognition:
    """One sign of a gesture, planned and seen."""

    sign: Sign
    planned: FloatArray
    """T, in the plan's unit."""
    seen: FloatArray
    """T, in the sign's unit."""
    fps: int

    @property
    def planned_swings(self) -> tuple[Swing, ...]:
        """Return the clear rises of the plan."""
        return self.sign.planned_swings(self.planned, self.fps)

    @property
    def seen_swings(self) -> tuple[Swing, ...]:
        """Return the clear rises that were seen."""
        return self.sign.seen_swings(self.seen, self.fps)

    @property
    def gain(self) -> float:
        """Return the slope of what was seen over the plan; below 0 it goes the wrong way."""
        return gain(self.seen, self.planned)

    @property
    def faults(self) -> tuple[str, ...]:
        """Return what is wrong, in words; nothing where sign, count and time are right."""
        sign, fps = self.sign, self.fps
        missed, _ = unmatched(sign.seen_swings(self.seen, fps, FAINT), self.planned_swings, TOLERANCE_S)
        _, unasked = unmatched(self.seen_swings, sign.planned_swings(self.planned, fps, FAINT), TOLERANCE_S)
        return (
            *(("goes the wrong way",) if self.gain <= 0 else ()),
            *((f"{missed} of {len(self.planned_swings)} not seen in time",) if missed else ()),
            *((f"{unasked} seen that nobody planned",) if unasked else ()),
        )


def observe(take: Take, rehearsal: Rehearsal) -> Observed:
    """Return everything that can be seen of a face, its brows and the chest below it."""
    shut = np.maximum(take.track["AU45_left"], take.track["AU45_right"]) > _SHUT
    margin = round(_BLINK_MARGIN_S * take.fps)
    near = np.convolve(shut, np.ones(2 * margin + 1), "same") > 0
    return Observed(
        fps=take.fps,
        face=take.performance,
        brows=follow_brows(take.lumas, take.performance.landmarks),
        irises=follow_irises(take.lumas, take.performance.landmarks),
        chest=chest_shift(take.lumas, rehearsal.person(), rehearsal.landmarks()),
        blinking=near if not near.all() else np.zeros_like(near),
        hidden=hidden_eyes(take.performance.landmarks[0]),
    )


def recognise(gesture: Gesture, take: Take, film: Observed) -> tuple[Recognition, ...]:
    """Return every sign of a gesture that this film could show; none where nothing of it can be measured."""
    found = []
    for sign in signs_of(gesture, film):
        seen, planned = sign.seen(film), sign.planned(take.track)
        if seen is not None and float(np.ptp(planned)) > 0:
            found.append(Recognition(sign, planned, seen, take.fps))
    return tuple(found)


def blemishes(take: Take, rehearsal: Rehearsal, film: Observed) -> dict[str, float]:
    """Return the figure of every check in `BARS`.

    Sharpness is that of the face without eyes and mouth over the same in the first frame, and like jumps it is taken
    while the eyes are open. The Laplacian of a face that comes s times nearer falls by s⁴ in energy; that is no blur.
    """
    first, background, open_eyed = take.lumas[0], rehearsal.background(), ~film.blinking
    parts = [_never_covered(points) for points in take.planned]
    nearer = np.maximum(take.performance.size, 1.0)
    crispness = [
        sharpness(take.lumas[index], parts[index], first, parts[0]) * float(nearer[index]) ** 4
        for index in np.flatnonzero(open_eyed)
    ]
    seen, planned = take.performance.landmarks[:, REST_OF_FACE, :2], take.planned[:, REST_OF_FACE]
    return {
        "landmarks off their plan": 100 * take.points_off(landmark_error),
        "jump": 100 * largest_jump(seen, planned, take.performance.face_size_px, open_eyed),
        "sharpness, lowest": 100 * min(crispness),
        "background": max(background_shift_px(luma, first, background) for luma in take.lumas[::6]),
        "bones in small turns": 100 * largest_strain(take.planned, take.performance.landmarks[0], take.track),
        "smallest area of a cell": take.smallest_area,
    }


def _never_covered(points: FloatArray) -> Part:
    """Return the part of a face (478 × 2 landmarks) in which its skin lies open whatever it does."""

    def widened(cover: FloatArray) -> FloatArray:
        middle = cover.mean(axis=0)
        return np.asarray(middle + _ROOM_AROUND_COVERS * (cover - middle), np.float32)

    return Part(points[list(mesh.OVAL)], [widened(points[cover]) for cover in _COVERABLE])


def largest_strain(planned: FloatArray, at_rest: FloatArray, track: Track) -> float:
    """Return how far `BONES` stray from those of a rigid head in small turns: of distances, as a share of the longest.

    `planned` is T × 478 × 2, where an engine means the landmarks to be; `at_rest` 478 × 3, the same in space. Distances
    are relative to their sum, so that who comes nearer is not strained. Only what the photo shows counts.
    """
    bones = _seen_bones(at_rest)
    towards_camera = at_rest[bones] * np.array([1, 1, -1], np.float32)
    poses = np.stack([track["yaw_deg"], track["pitch_deg"], track["roll_deg"]], axis=1)
    strain = 0.0
    for pose, points in zip(poses, planned[:, bones], strict=True):
        if max(abs(pose[0]), abs(pose[1])) <= _SMALL_TURN_DEG:
            rigid = _distances((towards_camera @ rotation_of(*pose.tolist()).T)[:, :2])
            shown = _distances(points)
            strain = max(strain, float(np.abs(shown - rigid).max() / rigid.max()))
    return strain


def _seen_bones(at_rest: FloatArray) -> list[int]:
    """Return those of `BONES` that are not behind the nose, nor in the lee of another; `at_rest` is 478 × 3."""
    hidden = hidden_eyes(at_rest)
    shown = [bone for bone in BONES if bone not in (*_LEFT_CORNERS * hidden.left, *_RIGHT_CORNERS * hidden.right)]
    between = at_rest[shown][:, None] - at_rest[shown][None]
    in_lee = between[..., 2] > _EDGE_ON * np.hypot(between[..., 0], between[..., 1])
    return [bone for bone, behind in zip(shown, in_lee.any(axis=1), strict=True) if not behind]


def _distances(points: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
    """Return the distances between all pairs of N × 2 points, as shares of their sum."""
    distances = np.linalg.norm(points[:, None] - points[None], axis=-1)
    return np.asarray(distances / distances.sum())


def motion_energy(take: Take) -> float:
    """Return how much a face moves: the mean square of its points' speed, in face sizes a second.

    The kinetic energy of points of equal mass; lids and lips are not among them.
    """
    points = take.performance.landmarks[:, REST_OF_FACE, :2] / take.performance.face_size_px
    flat = points.reshape(len(points), -1)
    smooth = np.stack([np.convolve(column, _SMOOTHING, "valid") for column in flat.T], axis=1)
    speed = np.diff(smooth, axis=0).reshape(len(smooth) - 1, -1, 2) * take.fps
    return float((speed**2).sum(axis=-1).mean())


def corner_height(film: Observed) -> float:
    """Return how high the mouth's corners are once the mood is there: the mean over the second half of the film."""
    heights = film.between_blinks(film.face.corner_height)
    return float(heights[len(heights) // 2 :].mean())


def rank_correlation(one: FloatArray, other: FloatArray) -> float:
    """Return Spearman's ρ of N pairs; equal values share their mean rank."""

    def ranks(values: FloatArray) -> FloatArray:
        _, places, counts = np.unique(values, return_inverse=True, return_counts=True)
        last = np.cumsum(counts)
        return np.asarray((last - (counts - 1) / 2)[places], np.float32)

    return float(np.corrcoef(ranks(one), ranks(other))[0, 1])
