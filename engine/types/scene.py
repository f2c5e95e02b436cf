"""`Scene`: what is in the photo.

Pixel coordinates follow the sample grid: (0, 0) is the centre of the upper left pixel, x to the right, y down.
Signs of a head's pose: yaw + turns to the viewer's right, pitch + looks up, roll + leans clockwise as seen by
the viewer. `left` and `right` are always the viewer's.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]
Pixels = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class HeadPose:
    """Where a head points, in degrees; zero is straight into the camera."""

    yaw_deg: float
    pitch_deg: float
    roll_deg: float


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """One human face."""

    landmarks: FloatArray
    """478 × 3: mesh of 468 points and two irises of 5 (see `engine.types.face_mesh`); x, y in pixels of the
    scene, z in the same unit, smaller is nearer to the camera."""
    box: tuple[float, float, float, float]
    """x0, y0, x1, y1: bounds of the mesh in pixels."""
    pose: HeadPose
    score: float
    """0…1: how surely this is a face."""
    eye_openness_left: float
    """Lid distance over eye width of the eye at the viewer's left; open ≈ 0.25–0.40, closed < 0.12."""
    eye_openness_right: float
    mouth_openness: float
    """Distance of the inner lips over the mouth's width; closed < 0.03."""

    @property
    def width_px(self) -> float:
        """Width of the mesh in pixels."""
        return self.box[2] - self.box[0]

    @property
    def height_px(self) -> float:
        """Height of the mesh in pixels."""
        return self.box[3] - self.box[1]


@dataclass(frozen=True, slots=True, eq=False)
class Body:
    """One human body."""

    landmarks: FloatArray
    """33 × 4: x, y in pixels, z in the same unit (smaller is nearer), visibility 0…1; BlazePose's order."""
    score: float


class AdviceCode(StrEnum):
    """What may be said about a photo."""

    NO_FACE = "no_face"
    SEVERAL_FACES = "several_faces"
    FACE_SMALL = "face_small"
    FACE_TURNED = "face_turned"
    EYE_HIDDEN = "eye_hidden"
    EYES_CLOSED = "eyes_closed"
    BLURRED = "blurred"
    DARK = "dark"
    SMALL_PICTURE = "small_picture"
    FADED = "faded"
    CROPPED = "cropped"
    SCRATCHED = "scratched"
    TURNED_UPRIGHT = "turned_upright"
    LOOK_ALIKE = "look_alike"
    GPU_FULL = "gpu_full"
    NOT_SHOWN = "not_shown"


@dataclass(frozen=True, slots=True)
class Advice:
    """A kind remark on the photo, for the person who sent it."""

    code: AdviceCode
    sentence: str
    face_index: int | None = None


class RegionKind(StrEnum):
    """What may move in a picture without anybody acting."""

    SKY = "sky"
    WATER = "water"
    FOLIAGE = "foliage"
    LIGHT = "light"
    """Flames and lamps, with what they shine upon."""
    FIGURE = "figure"
    """A body whose human face is not seen: somebody from behind, a pet."""


@dataclass(frozen=True, slots=True, eq=False)
class Region:
    """A part of the picture that can move by itself."""

    kind: RegionKind
    cover: FloatArray
    """h × w like the matte, 0…1: how far each place takes part; smooth, 0 at everything that must stand still."""


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """What is in the photo."""

    pixels: Pixels
    """H × W × 3, upright, sRGB; without a border, and of old photos mended (see `engine.perception.borders`,
    `.scratches` and `.restoration`)."""
    faces: tuple[Face, ...]
    """Ordered from the viewer's left to right."""
    matte: FloatArray
    """h × w, 0…1: how much of a pixel is person. Same aspect as the pixels, long side ≤ 1024; all zero where
    nobody was found."""
    bodies: tuple[Body, ...]
    depth: FloatArray
    """h × w like the matte, 0 far … 1 near, smooth."""
    advice: tuple[Advice, ...]
    regions: tuple[Region, ...] = ()
    """At most one of each kind, and only what the picture shows clearly."""

    @property
    def width(self) -> int:
        """Pixels from left to right."""
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        """Pixels from top to bottom."""
        return int(self.pixels.shape[0])
