"""What perception sees, drawn over the photo."""

import cv2
import numpy as np

from engine.types.face_mesh import (
    LEFT_EYE_LOWER,
    LEFT_EYE_UPPER,
    LEFT_IRIS,
    LOWER_LIP_OUTER,
    NOSE_TIP,
    OVAL,
    RIGHT_EYE_LOWER,
    RIGHT_EYE_UPPER,
    RIGHT_IRIS,
    UPPER_LIP_OUTER,
)
from engine.types.scene import Face, FloatArray, Pixels, Scene

LONG_SIDE_PX = 1600
_CONTOURS = (LEFT_EYE_UPPER, LEFT_EYE_LOWER, RIGHT_EYE_UPPER, RIGHT_EYE_LOWER, UPPER_LIP_OUTER, LOWER_LIP_OUTER)
_PERSON_TINT = np.array([40.0, 90.0, 200.0], np.float32)
_MESH_COLOUR = (120, 255, 160)
_CONTOUR_COLOUR = (255, 220, 80)
_IRIS_COLOUR = (80, 220, 255)
_NOSE_COLOUR = (255, 90, 90)
_BODY_COLOUR = (255, 140, 220)
_BODY_VISIBILITY = 0.5


def drawn_over(scene: Scene) -> bytes:
    """Return a PNG, long side ≤ 1600 px: persons tinted, faces as meshes with their direction, bodies as dots."""
    scale = min(1.0, LONG_SIDE_PX / max(scene.width, scene.height))
    size = (max(1, round(scene.width * scale)), max(1, round(scene.height * scale)))
    photo = np.asarray(cv2.resize(scene.pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
    picture = _tinted(photo, scene.matte)
    for body in scene.bodies:
        for x, y, _, visibility in body.landmarks:
            if visibility > _BODY_VISIBILITY:
                cv2.circle(picture, _pixel(x * scale, y * scale), 3, _BODY_COLOUR, -1, cv2.LINE_AA)
    for face in scene.faces:
        _draw_face(picture, face, scale)
    _, png = cv2.imencode(".png", picture[:, :, ::-1])
    return png.tobytes()


def _tinted(picture: Pixels, matte: FloatArray) -> Pixels:
    share = 0.35 * cv2.resize(matte, picture.shape[1::-1])[:, :, None]
    tinted: Pixels = (picture * (1 - share) + _PERSON_TINT * share).astype(np.uint8)
    return tinted


def _draw_face(picture: Pixels, face: Face, scale: float) -> None:
    points = face.landmarks[:, :2] * scale
    for x, y in points:
        cv2.circle(picture, _pixel(x, y), 1, _MESH_COLOUR, -1)
    cv2.polylines(picture, [points[list(OVAL)].round().astype(np.int32)], True, _MESH_COLOUR, 1, cv2.LINE_AA)
    for contour in _CONTOURS:
        line = points[list(contour)].round().astype(np.int32)
        cv2.polylines(picture, [line], False, _CONTOUR_COLOUR, 1, cv2.LINE_AA)
    for centre, *rim in (LEFT_IRIS, RIGHT_IRIS):
        radius = np.linalg.norm(points[rim] - points[centre], axis=1).mean()
        cv2.circle(picture, _pixel(*points[centre]), max(1, round(float(radius))), _IRIS_COLOUR, 1, cv2.LINE_AA)
    _draw_direction(picture, face, scale)


def _draw_direction(picture: Pixels, face: Face, scale: float) -> None:
    """Draw where the nose points: the head's forward axis seen from the front, as long as the face is wide."""
    yaw, pitch = np.deg2rad([face.pose.yaw_deg, face.pose.pitch_deg])
    x, y = face.landmarks[NOSE_TIP, :2] * scale
    length = face.width_px * scale
    tip = _pixel(x + length * np.sin(yaw) * np.cos(pitch), y - length * np.sin(pitch))
    cv2.arrowedLine(picture, _pixel(x, y), tip, _NOSE_COLOUR, 2, cv2.LINE_AA)


def _pixel(x: float, y: float) -> tuple[int, int]:
    return round(float(x)), round(float(y))
