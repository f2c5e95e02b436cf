"""Kind remarks on a photo: a table of what to look for and what to say."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from engine.perception.regions import Roi, crop
from engine.perception.restoration import is_faded, is_tiny
from engine.types.hidden_eyes import hidden_eyes
from engine.types.scene import Advice, AdviceCode, Face, FloatArray, Pixels

MAIN_FACES = 3
"""In a crowd, only the largest faces are worth a remark."""
SMALL_FACE_PX = 80
TURNED_DEG = 40.0
NODDED_DEG = 35.0
CLOSED_OPENNESS = 0.12
DARK_LUMA = 45.0
"""Mean brightness of a face or a picture, 0…255."""
BLURRED_DETAIL = 0.17
"""Fine detail over contrast, see `detail`."""
DETAIL_PX = 64
LUMA = np.array([0.2126, 0.7152, 0.0722], np.float32)
"""BT.709."""


@dataclass(frozen=True, slots=True, eq=False)
class PictureRule:
    """A remark on the picture as a whole."""

    code: AdviceCode
    applies: Callable[[Pixels, Sequence[Face]], bool]
    sentence: str
    """`{count}` stands for the number of faces."""


@dataclass(frozen=True, slots=True, eq=False)
class FaceRule:
    """A remark on one face."""

    code: AdviceCode
    applies: Callable[[Pixels, Face], bool]
    sentence: str


PICTURE_RULES = (
    PictureRule(
        AdviceCode.SMALL_PICTURE,
        lambda pixels, _: is_tiny(pixels),
        "This picture is quite small, so I enlarged it gently; a larger copy would give a sharper film.",
    ),
    PictureRule(
        AdviceCode.FADED,
        lambda pixels, _: is_faded(pixels),
        "This photo has faded, so I gave it back some of its contrast.",
    ),
    PictureRule(
        AdviceCode.NO_FACE,
        lambda _, faces: not faces,
        "I see no face here that I could move, so the picture itself comes gently to life.",
    ),
    PictureRule(
        AdviceCode.SEVERAL_FACES,
        lambda _, faces: len(faces) > 1,
        "I see {count} people, and all of them will act; say “left” or “right” to choose one.",
    ),
    PictureRule(
        AdviceCode.DARK,
        lambda pixels, faces: not faces and float(pixels[::4, ::4].mean()) < DARK_LUMA,
        "It is rather dark here; with more light the film would show more.",
    ),
)

FACE_RULES = (
    FaceRule(
        AdviceCode.FACE_SMALL,
        lambda _, face: face.width_px < SMALL_FACE_PX,
        "The face is small in this picture; a closer photo would show more feeling.",
    ),
    FaceRule(
        AdviceCode.FACE_TURNED,
        lambda _, face: abs(face.pose.yaw_deg) > TURNED_DEG or abs(face.pose.pitch_deg) > NODDED_DEG,
        "The head is turned far away, so I will move it only a little; a look towards the camera works best.",
    ),
    FaceRule(
        AdviceCode.EYE_HIDDEN,
        lambda _, face: any(hidden_eyes(face.landmarks)),
        "Only one eye can be seen here, so that is the one that winks.",
    ),
    FaceRule(
        AdviceCode.EYES_CLOSED,
        lambda _, face: max(face.eye_openness_left, face.eye_openness_right) < CLOSED_OPENNESS,
        "The eyes are closed in this photo and stay closed; with open eyes the face could look around.",
    ),
    FaceRule(
        AdviceCode.DARK,
        lambda pixels, face: float(_face_luma(pixels, face).mean()) * 255 < DARK_LUMA,
        "The face is rather dark; with more light it would show more.",
    ),
    FaceRule(
        AdviceCode.BLURRED,
        lambda pixels, face: detail(pixels, face) < BLURRED_DETAIL,
        "The face is a little blurred; a sharper photo would give a clearer film.",
    ),
)

TURNED_UPRIGHT = Advice(AdviceCode.TURNED_UPRIGHT, "The picture lay on its side or its head, so I turned it upright.")
CROPPED = Advice(AdviceCode.CROPPED, "I left out the border around the picture.")
SCRATCHED = Advice(
    AdviceCode.SCRATCHED, "This photo is scratched, so I filled in the scratches that I could tell for sure."
)


def advise(pixels: Pixels, faces: Sequence[Face]) -> tuple[Advice, ...]:
    """Return what to say about a photo, each code once, with the largest face that it applies to."""
    advice = [
        Advice(rule.code, rule.sentence.format(count=len(faces)))
        for rule in PICTURE_RULES
        if rule.applies(pixels, faces)
    ]
    by_size = sorted(range(len(faces)), key=lambda index: -faces[index].width_px)
    for rule in FACE_RULES:
        named = next((index for index in by_size[:MAIN_FACES] if rule.applies(pixels, faces[index])), None)
        if named is not None:
            advice.append(Advice(rule.code, rule.sentence, named))
    return tuple(advice)


def detail(pixels: Pixels, face: Face) -> float:
    """Return how sharp a face is: the spread of its Laplacian over that of its brightness, at a common size.

    Faces in focus measured 0.27 (a soft painting) to 1.1; blurred by 3 % of their width, 0.10 to 0.19; by 5 %,
    0.07 to 0.14.
    """
    gray = _face_luma(pixels, face)
    fine = np.asarray(cv2.Laplacian(gray, cv2.CV_32F))
    return float(fine.std()) / max(float(gray.std()), 1e-3)


def _face_luma(pixels: Pixels, face: Face) -> FloatArray:
    """Return the brightness of the inner face as a square of a common size, 0…1."""
    x0, y0, x1, y1 = face.box
    region = Roi((x0 + x1) / 2, (y0 + y1) / 2, 0.8 * max(x1 - x0, y1 - y0), 0.0)
    return np.asarray(crop(pixels, region, DETAIL_PX) @ LUMA, np.float32)
