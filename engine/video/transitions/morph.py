"""Transitions by shape: what looks alike moves from one picture into the other while the colours blend."""

from collections.abc import Iterator

import numpy as np

from engine.types.face_mesh import LEFT_IRIS, MESH_POINTS, MOUTH_LEFT, MOUTH_RIGHT, NOSE_TIP, OVAL, RIGHT_IRIS
from engine.types.frames import YuvFrame
from engine.types.scene import FloatArray
from engine.video.flow import Flow, moved
from engine.video.transitions.joint import Joint, eased
from engine.video.transitions.light import dissolve, mixed

_LEAST_SHARED = 0.3
"""Pictures that have less in common than this have no flow between them that is not made up."""
_MOST_ALIKE = 2.5
"""How many times as wide one face may be as the other: more would fold the picture around the larger one (design)."""
_NODE_PX = 20
"""About how far apart the nodes are that a face's field is worked out at."""
_EVERY = 4
"""Of the mesh's points, one in so many steers the field, beside those that carry the likeness."""
_STEERING = sorted(
    {*range(0, MESH_POINTS, _EVERY), *OVAL, MOUTH_LEFT, MOUTH_RIGHT, NOSE_TIP, LEFT_IRIS[0], RIGHT_IRIS[0]}
)
_REACH = 1.6
"""How far beyond a face the picture goes along with it, in widths of the face."""
_GENTLEST = 1.3
"""The same at least, in lengths of the way it goes, so that the picture never folds over."""


def flow_morph(joint: Joint) -> Iterator[YuvFrame]:
    """Move everything that the two pictures share to its new place; what they do not share dissolves.

    Pictures that share hardly more than that somebody is in them are morphed by the faces, others only dissolve.
    """
    middle = len(joint.before) // 2
    flow = Flow.between(joint.before[middle].y, joint.after[middle].y)
    if flow.shared < _LEAST_SHARED:
        yield from (dissolve if joint.faces_before is None or joint.faces_after is None else face_morph)(joint)
        return
    for first, second, share in joint.moments():
        yield flow.between_at(first, second, eased(share))


def face_morph(joint: Joint) -> Iterator[YuvFrame]:
    """Turn one face into the other, feature by feature, while the picture around dissolves.

    Where one of the pictures shows nobody, this is `flow_morph`; faces of very different sizes only dissolve.
    """
    if joint.faces_before is None or joint.faces_after is None:
        yield from flow_morph(joint)
        return
    widths = [float(np.ptp(faces[0, :, 0])) for faces in (joint.faces_before, joint.faces_after)]
    if max(widths) > _MOST_ALIKE * min(widths):
        yield from dissolve(joint)
        return
    for index, (first, second, share) in enumerate(joint.moments()):
        way = eased(share)
        before, after = joint.faces_before[index][_STEERING], joint.faces_after[index][_STEERING]
        shape = (1 - way) * before + way * after
        height, width = first.y.shape
        yield mixed(
            _shaped(first, _field(shape, before - shape, width, height)),
            _shaped(second, _field(shape, after - shape, width, height)),
            way,
        )


def _field(points: FloatArray, shifts: FloatArray, width: int, height: int) -> FloatArray:
    """Return a smooth field that has the given shifts at N points and fades around them, at evenly spread nodes.

    Shepard's inverse distance weighting (1968, doi:10.1145/800186.810616), squared so that near points decide.
    """
    columns, rows = max(2, round(width / _NODE_PX)), max(2, round(height / _NODE_PX))
    x, y = np.meshgrid(
        (np.arange(columns, dtype=np.float32) + 0.5) * (width / columns) - 0.5,
        (np.arange(rows, dtype=np.float32) + 0.5) * (height / rows) - 0.5,
    )
    nodes = np.stack([x, y], axis=-1).reshape(-1, 1, 2)
    squared = np.square(nodes - points[None].astype(np.float32)).sum(axis=-1)
    face_px = float(np.ptp(points[:, 0]))
    weights = 1 / np.square(squared + (0.02 * face_px) ** 2 + 1)
    weights /= weights.sum(axis=1, keepdims=True)
    shift = weights @ shifts.astype(np.float32)
    reach = max(_REACH * face_px, _GENTLEST * float(np.linalg.norm(shifts, axis=1).max()), 1.0)
    fading = np.exp(-squared.min(axis=1) / reach**2)[:, None]
    return np.asarray((shift * fading).reshape(rows, columns, 2), np.float32)


def _shaped(frame: YuvFrame, field: FloatArray) -> YuvFrame:
    """Return a frame read at each place plus a field in pixels of its luma."""
    width = frame.y.shape[1]
    return YuvFrame(*(moved(plane, field * (plane.shape[1] / width)) for plane in frame))
