"""Single-shot detectors: a picture in, boxes with keypoints out."""

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from engine.models import Models
from engine.perception.anchors import anchor_centers
from engine.perception.resampling import resized
from engine.perception.tflite import Network, sigmoid
from engine.types.scene import FloatArray, Pixels


@dataclass(frozen=True, slots=True)
class DetectorKind:
    """What must be known of a model to read its outputs."""

    model: str
    input_px: int
    strides: tuple[int, ...]
    anchors_per_cell: int
    keypoints: int


FACE_SHORT_RANGE = DetectorKind("face_detection_short_range", 128, (8, 16, 16, 16), 2, 6)
FACE_FULL_RANGE = DetectorKind("face_detection_full_range_sparse", 192, (4,), 1, 6)
BODY = DetectorKind("pose_detection", 224, (8, 16, 32, 32, 32), 2, 4)

MIN_SCORE = 0.5
SAME_THING_IOU = 0.3


@dataclass(frozen=True, slots=True, eq=False)
class Detection:
    """One thing found."""

    box: FloatArray
    """x0, y0, x1, y1 in pixels."""
    keypoints: FloatArray
    """K × 2, pixels; of a face: left and right eye (the viewer's), nose, mouth, left and right ear."""
    score: float

    @property
    def side(self) -> float:
        """The longer side of the box in pixels."""
        return float((self.box[2:] - self.box[:2]).max())


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """Overlapping raw detections, before they are merged."""

    points: FloatArray
    """N × (2 + K) × 2, pixels: upper left corner, lower right corner, keypoints."""
    scores: FloatArray

    @classmethod
    def joined(cls, parts: list[Self]) -> Self:
        """Return all candidates of some searches of one picture."""
        return cls(np.concatenate([part.points for part in parts]), np.concatenate([part.scores for part in parts]))

    def moved(self, offset: tuple[float, float], scale: float) -> Self:
        """Return the same candidates in the picture that, reduced by `scale` and cut at `offset`, is this one."""
        corner = np.asarray(offset, np.float32) + 0.5
        points = (self.points + corner) / np.float32(scale) - 0.5
        return type(self)(points.astype(np.float32), self.scores)

    def only(self, keep: npt.NDArray[np.bool_]) -> Self:
        """Return those that are marked."""
        return type(self)(self.points[keep], self.scores[keep])


class Detector:
    """A detector with its weights. Not thread-safe."""

    def __init__(self, models: Models, kind: DetectorKind, *, once: bool = False) -> None:
        self.kind = kind
        self._network = Network(models.path(kind.model), once=once)
        self._anchors = anchor_centers(kind.input_px, kind.strides, kind.anchors_per_cell)

    def candidates(self, picture: Pixels) -> Candidates:
        """Return everything above the threshold, in pixels of the picture."""
        square, scale, offset = _letterbox(picture, self.kind.input_px)
        regression, logits = self._network(square)
        scores = sigmoid(logits[:, 0])
        keep = scores >= MIN_SCORE
        values = regression[keep, : 4 + 2 * self.kind.keypoints].reshape(-1, 2 + self.kind.keypoints, 2)
        points = values / self.kind.input_px + self._anchors[keep, None]
        center, half = points[:, 0].copy(), values[:, 1] / (2 * self.kind.input_px)
        points[:, 0], points[:, 1] = center - half, center + half
        in_picture = (points * self.kind.input_px - offset) / scale - 0.5
        return Candidates(in_picture.astype(np.float32), scores[keep])

    def best_score(self, square: FloatArray) -> float:
        """Return the score of the best box in a crop of the input's size with values 0…1."""
        _, logits = self._network(square * 2 - 1)
        return float(sigmoid(logits.max()))


def _letterbox(picture: Pixels, size_px: int) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Fit a picture into a black square; return it with values −1…1, its scale (x, y) and offset in pixels."""
    height, width = picture.shape[:2]
    share = size_px / max(width, height)
    inner = max(1, round(width * share)), max(1, round(height * share))
    x0, y0 = (size_px - inner[0]) // 2, (size_px - inner[1]) // 2
    square = np.full((size_px, size_px, 3), -1.0, np.float32)
    square[y0 : y0 + inner[1], x0 : x0 + inner[0]] = resized(picture, *inner) / np.float32(127.5) - 1
    scale = np.array([inner[0] / width, inner[1] / height], np.float32)
    return square, scale, np.array([x0, y0], np.float32)


def merge(candidates: Candidates, same_iou: float = SAME_THING_IOU) -> list[Detection]:
    """Return one detection for each thing, the surest first.

    Weighted non-maximum suppression (Bazarevsky et al., BlazeFace, 2019): boxes that overlap the best one are
    averaged with it by score instead of being thrown away.
    """
    order = np.argsort(-candidates.scores, kind="stable")
    points, scores = candidates.points[order], candidates.scores[order]
    found = []
    while len(scores):
        same = intersection_over_union(points[0, :2].ravel(), points[:, :2].reshape(-1, 4)) > same_iou
        same[0] = True
        mean = np.average(points[same], axis=0, weights=scores[same]).astype(np.float32)
        found.append(Detection(mean[:2].ravel(), mean[2:], float(scores[0])))
        points, scores = points[~same], scores[~same]
    return found


def intersection_over_union(box: FloatArray, boxes: FloatArray) -> FloatArray:
    """Return the share of the common area in the joint area of a box (4) and each of N boxes (N × 4)."""
    size = np.minimum(box[2:], boxes[:, 2:]) - np.maximum(box[:2], boxes[:, :2])
    common = np.clip(size, 0, None).prod(axis=1)
    joint = (box[2:] - box[:2]).prod() + (boxes[:, 2:] - boxes[:, :2]).prod(axis=1) - common
    return np.asarray(common / np.maximum(joint, 1e-9), np.float32)


def overlap_of_smaller(box: FloatArray, other: FloatArray) -> float:
    """Return the share of the smaller of two boxes that lies in the other one."""
    size = np.clip(np.minimum(box[2:], other[2:]) - np.maximum(box[:2], other[:2]), 0, None)
    smaller = min((box[2:] - box[:2]).prod(), (other[2:] - other[:2]).prod())
    return float(size.prod() / max(smaller, 1e-9))
