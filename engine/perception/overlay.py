"""Drawing what was seen over the photo, to look at it."""

import cv2
import numpy as np
import numpy.typing as npt

from engine.perception.resampling import resized
from engine.types import face_mesh
from engine.types.scene import Body, Face, FloatArray, Pixels, RegionKind, Scene

MATTE_TINT = (40, 120, 255)
MATTE_OPACITY = 0.35
REGION_TINTS = {
    RegionKind.SKY: (0, 80, 255),
    RegionKind.WATER: (190, 0, 255),
    RegionKind.FOLIAGE: (190, 255, 0),
    RegionKind.LIGHT: (255, 40, 0),
    RegionKind.FIGURE: (255, 140, 0),
}
LINE = (255, 255, 255)
IRIS = (60, 255, 120)
BOX = (255, 190, 40)
BONE = (255, 90, 160)
SUBPIXEL_BITS = 4
MIN_VISIBILITY = 0.5

CLOSED_CONTOURS = (face_mesh.OVAL,)
OPEN_CONTOURS = (
    face_mesh.LEFT_EYE_UPPER,
    face_mesh.LEFT_EYE_LOWER,
    face_mesh.RIGHT_EYE_UPPER,
    face_mesh.RIGHT_EYE_LOWER,
    face_mesh.LEFT_BROW_UPPER,
    face_mesh.RIGHT_BROW_UPPER,
    face_mesh.UPPER_LIP_OUTER,
    face_mesh.LOWER_LIP_OUTER,
    face_mesh.UPPER_LIP_INNER,
    face_mesh.LOWER_LIP_INNER,
    (face_mesh.NOSE_BRIDGE, face_mesh.NOSE_TIP),
)
BONES = (
    (11, 12), (11, 13), (13, 15), (12, 14), (14, 16), (11, 23), (12, 24), (23, 24),
    (23, 25), (25, 27), (24, 26), (26, 28),
)  # fmt: skip
"""Pairs of BlazePose landmarks: shoulders, arms, trunk, legs."""


def draw_overlay(scene: Scene) -> Pixels:
    """Return a copy of the scene's pixels with regions, matte, bodies, boxes, mesh contours, irises and poses."""
    picture = _tinted(scene)
    for body in scene.bodies:
        _draw_body(picture, body)
    for index, face in enumerate(scene.faces):
        _draw_face(picture, face, index)
    return picture


def _tinted(scene: Scene) -> Pixels:
    picture = scene.pixels.astype(np.float32)
    tints = [(region.cover, REGION_TINTS[region.kind]) for region in scene.regions]
    for cover, tint in [*tints, (scene.matte, MATTE_TINT)]:
        share = (resized(cover, scene.width, scene.height) * np.float32(MATTE_OPACITY))[..., None]
        picture += share * (np.array(tint, np.float32) - picture)
    return np.asarray(picture, np.uint8)


def _draw_face(picture: Pixels, face: Face, index: int) -> None:
    thickness = max(1, round(face.width_px / 200))
    points = face.landmarks[:, :2]
    for contours, closed in ((CLOSED_CONTOURS, True), (OPEN_CONTOURS, False)):
        lines = [_fixed(points[list(contour)]) for contour in contours]
        cv2.polylines(picture, lines, closed, LINE, thickness, cv2.LINE_AA, SUBPIXEL_BITS)
    for center, *rim in (face_mesh.LEFT_IRIS, face_mesh.RIGHT_IRIS):
        radius = float(np.linalg.norm(points[rim] - points[center], axis=1).mean())
        middle = _fixed(points[center])
        cv2.circle(
            picture, (int(middle[0]), int(middle[1])), round(radius * 2**SUBPIXEL_BITS), IRIS, thickness,
            cv2.LINE_AA, SUBPIXEL_BITS,
        )  # fmt: skip
    x0, y0, x1, y1 = (round(edge) for edge in face.box)
    cv2.rectangle(picture, (x0, y0), (x1, y1), BOX, thickness)
    pose = face.pose
    label = f"{index}: {pose.yaw_deg:+.0f} {pose.pitch_deg:+.0f} {pose.roll_deg:+.0f}"
    size = max(0.35, face.width_px / 320)
    cv2.putText(picture, label, (x0, y0 - 4), cv2.FONT_HERSHEY_SIMPLEX, size, BOX, thickness, cv2.LINE_AA)


def _draw_body(picture: Pixels, body: Body) -> None:
    visible = body.landmarks[:, 3] >= MIN_VISIBILITY
    thickness = max(1, max(picture.shape[:2]) // 400)
    bones = [_fixed(body.landmarks[list(bone), :2]) for bone in BONES if visible[list(bone)].all()]
    cv2.polylines(picture, bones, False, BONE, thickness, cv2.LINE_AA, SUBPIXEL_BITS)


def _fixed(points: FloatArray) -> npt.NDArray[np.int32]:
    """Return points as the fixed-point integers that OpenCV draws between pixels."""
    return np.asarray(np.round(points * 2**SUBPIXEL_BITS), np.int32)
