"""The head as a smooth shell, turned in space and projected back.

An ellipsoid around the skull, refined by the face mesh's own depth, is rotated about a pivot below the chin. The
motion is whole on the head and fades out along the neck; where it ends beside the head is the `silhouette`'s matter.
"""

from dataclasses import dataclass
from itertools import product
from typing import Self

import cv2
import numpy as np
import numpy.typing as npt

from engine.render.warp.anatomy import Anatomy
from engine.render.warp.grid import Grid, smooth_step, soften
from engine.types import face_mesh as mesh
from engine.types.scene import FloatArray

# Proportions of the skull in face widths and heights (chosen by eye on portraits, in the range of Farkas' head
# anthropometry: the head with hair is about 1.5 face widths wide and its crown lies 0.3 face heights above the mesh).
SKULL_HALF_WIDTH = 0.78
SKULL_HALF_HEIGHT = 0.86
SKULL_RISE = 0.18
SKULL_BEHIND = (
    0.45  # its middle, behind the line from forehead to chin, in face widths: seen aside when a face is turned
)
SHELL_HEIGHT = 0.70
SHELL_EDGE = 1.08  # in skull radii: the outline of a head hardly moves when it turns
PIVOT_BELOW_CHIN = 0.25
PIVOT_BEHIND = 0.10
CAMERA_DISTANCE = 6.0
STEEPEST = 3.0
"""Largest slope of the shell: where it falls away more steeply, a turned head would hide a part of itself, and the
picture would fold."""
HIDDEN_BEHIND = 0.05
"""How far behind what stands before it, falling away at that slope, a point of the mesh is hidden, in face widths."""
COARSE_SIGMAS = (0.10, 0.08)
FINE_SIGMAS = (0.06, 0.05, 0.04, 0.03, 0.02, 0.02, 0.02)
"""How far around the mesh's points each pass brings the relief nearer to them, in face widths: from the whole face to
the bridge of the nose."""
FINE_INSIDE = (0.02, 0.20)
"""Where the fine passes begin, and where they are whole, in face widths inside the outline: that moves in one piece,
for the photo does not show what a turn brings forth there."""
FINEST_SIGMA = 0.4
"""In nodes: finer detail a grid cannot hold."""


@dataclass(frozen=True, slots=True, eq=False)
class HeadShell:
    """One head's shell on a grid."""

    position: FloatArray
    """3 × h × w: the nodes relative to the pivot; z towards the camera."""
    weight: FloatArray
    """h × w, 0…1: how much of the head's motion a node takes part in."""
    camera_distance: float

    @classmethod
    def of(cls, anatomy: Anatomy, grid: Grid) -> Self:
        """Build the shell of a face."""
        x, y = grid.nodes()
        up = -anatomy.down_in_picture
        radius = skull_radius(anatomy, grid)
        shell = SHELL_HEIGHT * anatomy.width * np.sqrt(np.clip(1 - (radius / SHELL_EDGE) ** 2, 0, 1))
        shell = soften(shell, 0.05 * anatomy.width / grid.step)
        depth = _without_cliffs(shell + _mesh_relief(anatomy, grid, shell), grid.step)
        pivot = anatomy.chin - up * PIVOT_BELOW_CHIN * anatomy.height
        position = np.stack([x - pivot[0], y - pivot[1], depth + PIVOT_BEHIND * anatomy.width])
        return cls(
            position=position.astype(np.float32),
            weight=_weight(anatomy, grid, radius),
            camera_distance=CAMERA_DISTANCE * anatomy.width,
        )

    def displace(self, yaw_deg: float, pitch_deg: float, roll_deg: float, lean: float) -> FloatArray:
        """Return the forward field (h × w × 2) of a head pose relative to the photo's; `lean` grows the head."""
        rotation = rotation_of(yaw_deg, pitch_deg, roll_deg).astype(np.float32) * (1 + lean)
        px, py, pz = self.position
        turned = np.tensordot(rotation, self.position, axes=1)
        perspective = self.camera_distance / (self.camera_distance - (turned[2] - pz))
        shift = [(place * perspective - before) * self.weight for place, before in ((turned[0], px), (turned[1], py))]
        return np.asarray(cv2.merge(shift), np.float32)


def skull_radius(anatomy: Anatomy, grid: Grid) -> FloatArray:
    """Return each node's distance (h × w) from the middle of the skull; 1 on its outline."""
    x, y = grid.nodes()
    up = -anatomy.down_in_picture
    right = np.array([-up[1], up[0]], np.float32)
    centre = (anatomy.chin + anatomy.crown) / 2 + up * SKULL_RISE * anatomy.height
    centre -= right * (SKULL_BEHIND * anatomy.width * anatomy.turned_aside)
    # Skull coordinates along the face's own axes, so that a tilted head has a tilted skull.
    along_x = ((x - centre[0]) * right[0] + (y - centre[1]) * right[1]) / (SKULL_HALF_WIDTH * anatomy.width)
    along_y = -((x - centre[0]) * up[0] + (y - centre[1]) * up[1]) / (SKULL_HALF_HEIGHT * anatomy.height)
    return np.asarray(np.hypot(along_x, along_y), np.float32)


def rotation_of(yaw_deg: float, pitch_deg: float, roll_deg: float) -> npt.NDArray[np.float64]:
    """Return roll after yaw after pitch as a 3 × 3 matrix; x right, y down, z towards the camera.

    Signs as everywhere: yaw + to the viewer's right, pitch + up, roll + clockwise.
    """
    yaw, pitch, roll = np.radians([yaw_deg, pitch_deg, roll_deg])
    about_y = np.array([[np.cos(yaw), 0, np.sin(yaw)], [0, 1, 0], [-np.sin(yaw), 0, np.cos(yaw)]])
    about_x = np.array([[1, 0, 0], [0, np.cos(pitch), -np.sin(pitch)], [0, np.sin(pitch), np.cos(pitch)]])
    about_z = np.array([[np.cos(roll), -np.sin(roll), 0], [np.sin(roll), np.cos(roll), 0], [0, 0, 1]])
    return np.asarray(about_z @ about_y @ about_x, np.float64)


def _mesh_relief(anatomy: Anatomy, grid: Grid, shell: FloatArray) -> FloatArray:
    """Return how far the face mesh stands out from the shell, smooth, and zero away from the face."""
    points = _seen_points(anatomy)
    nodes = (points[:, :2] - np.array([grid.first_x, grid.first_y], np.float32)) / np.float32(grid.step)
    inside = ((nodes > 0) & (nodes < [grid.width - 1, grid.height - 1])).all(axis=1)
    if not inside.any():
        return np.zeros_like(shell)
    nodes, (x, y, z) = nodes[inside], points[inside].T[:, None]
    target = -z[0] - grid.sample(shell, x, y)[0]
    target -= target.mean()
    # Normalised convolution (Knutsson & Westin 1993) of the scattered points; the constant lets it fade to zero.
    count = _spread(np.ones(len(nodes), np.float32), nodes, shell.shape)
    fading = np.float32(0.03 * len(nodes) * (grid.step / anatomy.width) ** 2)
    everywhere, inner = np.ones_like(target), smooth_step(*FINE_INSIDE, _inside_px(points)[inside] / anatomy.width)
    relief = np.zeros_like(shell)
    for share, where in (*product(COARSE_SIGMAS, [everywhere]), *product(FINE_SIGMAS, [inner])):
        sigma = max(share * anatomy.width / grid.step, FINEST_SIGMA)
        missing = _spread(where * (target - grid.sample(relief, x, y)[0]), nodes, shell.shape)
        relief += soften(missing, sigma) / (soften(count, sigma) + fading)
    return relief


def _inside_px(points: FloatArray) -> FloatArray:
    """Return how far each of N × 3 points lies inside the outline of them all, their convex hull."""
    hull = cv2.convexHull(np.ascontiguousarray(points[:, :2]), clockwise=False)[:, 0]
    along = np.roll(hull, -1, axis=0) - hull
    inwards = np.stack([-along[:, 1], along[:, 0]], axis=1) / np.linalg.norm(along, axis=1, keepdims=True)
    from_edges = (points[:, None, :2] - hull) * inwards
    return np.asarray(np.abs(from_edges.sum(axis=-1)).min(axis=1), np.float32)


def _seen_points(anatomy: Anatomy) -> FloatArray:
    """Return the N × 3 points of the mesh that no other stands before: a turned face hides its far cheek."""
    points = anatomy.landmarks[: mesh.MESH_POINTS]
    x, y, z = points.T
    apart = cv2.magnitude(x[:, None] - x, y[:, None] - y)
    before = -(z + np.float32(STEEPEST) * apart).min(axis=1)
    return np.asarray(points[before + z < HIDDEN_BEHIND * anatomy.width], np.float32)


def _spread(values: FloatArray, nodes: FloatArray, shape: tuple[int, ...]) -> FloatArray:
    """Return the field (h × w) in which N values are shared among the nodes around their places, N × 2."""
    field = np.zeros(shape, np.float32)
    first = np.floor(nodes).astype(np.intp)
    beyond = nodes - first
    for corner in product((0, 1), repeat=2):
        share = np.abs(1 - np.array(corner) - beyond).prod(axis=1)
        column, row = (first + corner).T
        np.add.at(field, (row, column), values * share)
    return field


def _without_cliffs(depth: FloatArray, step: int) -> FloatArray:
    """Return the lowest surface over a depth (h × w) that is nowhere steeper than `STEEPEST`."""
    across, aside = np.ones((3, 3), np.uint8), np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0]], np.uint8)
    drop = np.float32(STEEPEST * step)
    while True:
        lifted = np.maximum(cv2.dilate(depth, aside) - drop, cv2.dilate(depth, across) - drop * np.float32(np.sqrt(2)))
        if not (lifted > depth + 1e-3).any():
            return depth
        depth = np.asarray(np.maximum(depth, lifted), np.float32)


def _weight(anatomy: Anatomy, grid: Grid, radius: FloatArray) -> FloatArray:
    """Return each node's share of the head's motion."""
    x, y = grid.nodes()
    down = anatomy.down_in_picture
    below_chin = ((x - anatomy.chin[0]) * down[0] + (y - anatomy.chin[1]) * down[1]) / anatomy.height
    neck = 1 - smooth_step(-0.15, 0.80, below_chin)
    return neck * (1 - smooth_step(1.2, 2.3, radius))  # hair that stands out moves along
