"""The camera of a story: a different move in every shot, each beginning or ending on the faces."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.types.curves import MotionCurves
from engine.types.direction import CameraMove
from engine.types.scene import FloatArray
from engine.types.storyboard import Shot

_M = CameraMove
_IN_TURN = (_M.PUSH_IN, _M.PAN_RIGHT, _M.PULL_OUT, _M.PAN_LEFT, _M.TILT_UP)
_ZOOM, _ZOOM_UNPEOPLED = 1.16, 1.09
"""How near the camera comes to faces, and where nobody is: there it may be near already to what matters (design)."""
_TRAVEL = 0.1
"""How far a pan or a tilt goes, in shares of the frame's sides (design)."""
_SIDES = {_M.PAN_LEFT: (-1, 0), _M.PAN_RIGHT: (1, 0), _M.TILT_UP: (0, -1), _M.TILT_DOWN: (0, 1)}
"""Where the camera goes, x to the right and y down."""

Box = tuple[float, float, float, float]
"""x0, y0, x1, y1 in shares of the frame, 0…1."""


def camera_moves(shots: Sequence[Shot]) -> list[CameraMove]:
    """Return each shot's move: the one it asks for, or else one in turn that is not that of the shot before.

    A photo keeps its move as long as its neighbours allow it, so that a shot changes only when it must.
    """
    moves: list[CameraMove] = []
    for shot in shots:
        asked = shot.direction.camera.move
        if asked is not _M.DRIFT:  # the natural one: nothing was said
            moves.append(asked)
            continue
        turn = shot.photo % len(_IN_TURN)
        before = moves[-1] if moves else None
        moves.append(next(move for move in _IN_TURN[turn:] + _IN_TURN[:turn] if move is not before))
    return moves


@dataclass(frozen=True, slots=True)
class _View:
    """What the camera shows: its centre in shares of the frame, and how near it is."""

    x: float
    y: float
    zoom: float


def travel(curves: MotionCurves, move: CameraMove, faces: Box | None, height_to_width: float) -> None:
    """Write the move into the camera's zoom and pan; the faces stay in view from the first frame to the last.

    Moves that have no such way, as the orbit, keep the curves that were planned.
    """
    views = _views(move, faces)
    if views is None:
        return
    start, stop = views
    share = _eased(curves.frame_count)
    # Along straight lines of the view's edges, so that what both ends show is never left in between.
    curves.camera["zoom"][:] = 1 / (1 / start.zoom + (1 / stop.zoom - 1 / start.zoom) * share)
    curves.camera["pan_x"][:] = start.x + (stop.x - start.x) * share - 0.5
    curves.camera["pan_y"][:] = (start.y + (stop.y - start.y) * share - 0.5) * height_to_width


def _views(move: CameraMove, faces: Box | None) -> tuple[_View, _View] | None:
    """Return what the camera shows first and last."""
    whole = _View(0.5, 0.5, 1.0)
    near = _near(faces)
    if move is _M.STILL:
        return whole, whole
    if move is _M.PUSH_IN:
        return whole, near
    if move is _M.PULL_OUT:
        return near, whole
    if move in _SIDES:
        across, down = (_TRAVEL * side for side in _SIDES[move])
        # a way ends on the faces; where nobody is, it goes through the middle
        goal = near if faces else _kept_in_view(near.x + across / 2, near.y + down / 2, near.zoom, None)
        return _kept_in_view(goal.x - across, goal.y - down, goal.zoom, faces), goal
    return None


def _near(faces: Box | None) -> _View:
    """Return the view of the faces, or of the middle, as near as they allow."""
    if faces is None:
        return _View(0.5, 0.5, _ZOOM_UNPEOPLED)
    x0, y0, x1, y1 = faces
    zoom = max(1.0, min(_ZOOM, 1 / max(x1 - x0, 1e-6), 1 / max(y1 - y0, 1e-6)))
    return _kept_in_view((x0 + x1) / 2, (y0 + y1) / 2, zoom, faces)


def _kept_in_view(x: float, y: float, zoom: float, faces: Box | None) -> _View:
    """Return the view nearest to a wished centre that lies in the frame and shows the faces."""
    x0, y0, x1, y1 = faces or (0.5, 0.5, 0.5, 0.5)
    half = 0.5 / zoom
    return _View(_between(x, x0, x1, half), _between(y, y0, y1, half), zoom)


def _between(centre: float, low: float, high: float, half: float) -> float:
    return float(np.clip(np.clip(centre, high - half, low + half), half, 1 - half))


def _eased(count: int) -> FloatArray:
    """Return the share of the way at each frame: nearly steady, with soft ends, so that shots flow into each other."""
    time = np.linspace(0.0, 1.0, count)
    return np.asarray(0.6 * time + 0.4 * time * time * (3 - 2 * time), np.float32)
