"""The head as a smooth shell, turned in space and projected back.

An ellipsoid around the skull, refined by the face mesh's own depth, is rotated about a pivot below the chin. The
motion is whole on the head and fades out along the neck; where it ends beside the head is the `silhouette`'s matter.
"""

from dataclasses import dataclass
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
STEEPEST = 2.0
"""Largest slope of the shell: where it falls away more steeply, a turned head would hide a part of itself, and the
picture would fold."""
RELIEF_PASSES = 3
"""Each pass returns to the relief what smoothing took from the one before."""


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
    points = anatomy.landmarks[: mesh.MESH_POINTS]
    column = (points[:, 0] - grid.first_x) / grid.step
    row = (points[:, 1] - grid.first_y) / grid.step
    inside = (column > 0) & (row > 0) & (column < grid.width - 1) & (row < grid.height - 1)
    if not inside.any():
        return np.zeros_like(shell)
    at = row[inside].astype(np.intp), column[inside].astype(np.intp)
    target = -points[inside, 2] - shell[at]
    target -= target.mean()
    # Normalised convolution (Knutsson & Westin 1993) of the scattered points; the constant lets it fade to zero.
    sigma = max(0.04 * anatomy.width / grid.step, 0.8)
    count = np.zeros_like(shell)
    np.add.at(count, at, 1.0)
    weight = soften(count, sigma) + np.float32(0.03 * inside.sum() * (grid.step / anatomy.width) ** 2)
    relief = np.zeros_like(shell)
    for _ in range(RELIEF_PASSES):
        missing = np.zeros_like(shell)
        np.add.at(missing, at, target - relief[at])
        relief += soften(missing, sigma) / weight
    return relief


def _without_cliffs(depth: FloatArray, step: int) -> FloatArray:
    """Return the lowest surface over a depth (h × w) that is nowhere steeper than `STEEPEST`."""
    across, aside = np.ones((3, 3), np.uint8), np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0]], np.uint8)
    drop = np.float32(STEEPEST * step)
    while True:
        lifted = np.maximum(cv2.dilate(depth, aside) - drop, cv2.dilate(depth, across) - drop * np.float32(np.sqrt(2)))
        if not (lifted > depth + 1e-3).any():
            return soften(depth, 1.0)
        depth = np.asarray(np.maximum(depth, lifted), np.float32)


def _weight(anatomy: Anatomy, grid: Grid, radius: FloatArray) -> FloatArray:
    """Return each node's share of the head's motion."""
    x, y = grid.nodes()
    down = anatomy.down_in_picture
    below_chin = ((x - anatomy.chin[0]) * down[0] + (y - anatomy.chin[1]) * down[1]) / anatomy.height
    neck = 1 - smooth_step(-0.15, 0.80, below_chin)
    return neck * (1 - smooth_step(1.2, 2.3, radius))  # hair that stands out moves along
