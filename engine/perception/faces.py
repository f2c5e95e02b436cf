"""All human faces of a picture, and nothing else.

Two detectors propose, the mesh model tries each proposal, and both detectors look a second time at upright crops
around the mesh. Without the second look dogs, hands and lapels pass: the mesh model finds a face in anything
that it is given.
"""

from collections.abc import Callable
from functools import cached_property

import numpy as np

from engine.models import Models
from engine.perception.detection import (
    FACE_FULL_RANGE,
    FACE_SHORT_RANGE,
    Candidates,
    Detection,
    Detector,
    merge,
    overlap_of_smaller,
)
from engine.perception.head_pose import head_pose
from engine.perception.measures import measure
from engine.perception.mesh import FaceMesh, region_of_landmarks
from engine.perception.pyramid import tiles
from engine.perception.regions import crop
from engine.perception.resampling import fitted
from engine.types.face_mesh import MESH_POINTS
from engine.types.scene import Face, FloatArray, Pixels

MIN_PRESENCE = 0.9
MIN_FACE_PX = 24
SAME_FACE_OVERLAP = 0.4
"""Two meshes that share more of the smaller one are one face."""
SURE_SCORE = 0.85
"""A face that the whole picture shows this clearly hides no smaller ones."""
PORTRAIT_SHARE = 0.12
"""Beside a sure face of this share of the long side, nobody looks for faces that are too small even for level 1."""
SEARCH_PX = 1472
"""Long side of the picture in which proposals are sought: just above the finest level of tiles."""
LEVELS = 3
SMALL_SHARE = 0.2
"""A face below this share of a tile is small …"""
CROWD = 4
"""… and so many of them suggest that the next, finer level shows more."""

LOOK_SCALES = (1.6, 1.9, 2.2, 2.7, 3.3)
"""Sides of the second look's crops over the face's."""
SECOND_LOOKS = ((FACE_SHORT_RANGE, 0.74), (FACE_FULL_RANGE, 0.50))
"""Each detector and the least mean of its best scores over the crops."""


class FaceFinder:
    """Finds faces. Not thread-safe."""

    def __init__(self, models: Models) -> None:
        self._models = models

    @cached_property
    def mesh(self) -> FaceMesh:
        """The mesh model, loaded when the first proposal comes."""
        return FaceMesh(self._models)

    @cached_property
    def _detectors(self) -> dict[str, Detector]:
        return {kind.model: Detector(self._models, kind) for kind in (FACE_SHORT_RANGE, FACE_FULL_RANGE)}

    def find(self, picture: Pixels, *, thorough: bool = True) -> list[Face]:
        """Return the faces from the viewer's left to right; H × W × 3 pixels in.

        Only a thorough search looks for faces that are small in the picture.
        """
        found: list[Face] = []
        for detection in self._proposals(picture, thorough=thorough):
            if any(overlap_of_smaller(detection.box, np.array(face.box)) > 2 * SAME_FACE_OVERLAP for face in found):
                continue
            face = self._confirmed(picture, detection)
            if face and not any(
                overlap_of_smaller(np.array(face.box), np.array(other.box)) > SAME_FACE_OVERLAP for other in found
            ):
                found.append(face)
        return sorted(found, key=lambda face: face.box[0] + face.box[2])

    def likenesses(self, picture: Pixels) -> FloatArray:
        """Return where the picture or its mirror image looks like a face, human or not, on a first glance.

        N × 4: left, top, right, bottom in shares of the picture, 0…1.
        """
        detector = self._detectors[FACE_SHORT_RANGE.model]
        height, width = picture.shape[:2]
        boxes = detector.candidates(picture).points[:, :2].reshape(-1, 4)
        mirrored = detector.candidates(np.ascontiguousarray(picture[:, ::-1])).points[:, :2].reshape(-1, 4)
        mirrored = mirrored[:, [2, 1, 0, 3]] * (-1, 1, -1, 1) + (width, 0, width, 0)
        return np.asarray(np.concatenate([boxes, mirrored]) / (width, height, width, height), np.float32)

    def _proposals(self, picture: Pixels, *, thorough: bool) -> list[Detection]:
        """Return what may be a face, the surest first."""
        # One reduction of a large photo instead of one for each search.
        search = fitted(picture, SEARCH_PX)
        scale = search.shape[1] / picture.shape[1]
        found = Candidates.joined([detector.candidates(search) for detector in self._detectors.values()])
        if thorough:
            found = Candidates.joined([found, *self._small_faces(search, merge(found))])
        return merge(found.moved((0, 0), scale))

    def _small_faces(self, search: Pixels, known: list[Detection]) -> list[Candidates]:
        """Return what the tiles show; each next level only where there is reason for it."""
        sure = [detection for detection in known if detection.score >= SURE_SCORE]
        portrait = any(face.side >= PORTRAIT_SHARE * max(search.shape[:2]) for face in sure)
        parts: list[Candidates] = []
        for level in range(1, LEVELS + 1):
            in_level, new, small = self._search_level(search, level, sure)
            parts += in_level
            if (level == 1 and portrait and not new) or (level > 1 and small < CROWD):
                break
        return parts

    def _search_level(self, picture: Pixels, level: int, sure: list[Detection]) -> tuple[list[Candidates], int, int]:
        """Return what the tiles of one level show, how much of it was not sure before, and how much is small."""
        parts: list[Candidates] = []
        new = small = 0
        detector = self._detectors[FACE_FULL_RANGE.model]
        for tile in tiles(picture, level, [detection.box for detection in sure]):
            candidates = detector.candidates(tile.pixels)
            x0, y0, x1, y1 = tile.inner
            low, high = candidates.points[:, 0], candidates.points[:, 1]
            whole = candidates.only((low[:, 0] > x0) & (low[:, 1] > y0) & (high[:, 0] < x1) & (high[:, 1] < y1))
            parts.append(whole.moved(tile.offset, tile.scale))
            for face in merge(parts[-1]):
                new += all(overlap_of_smaller(face.box, other.box) < SAME_FACE_OVERLAP for other in sure)
                small += face.side * tile.scale < SMALL_SHARE * FACE_FULL_RANGE.input_px
        return parts, new, small

    def _confirmed(self, picture: Pixels, detection: Detection) -> Face | None:
        """Return the face that a detection promised, or nothing."""
        landmarks, presence = self.mesh.fit_twice(picture, detection)
        low, high = landmarks[:MESH_POINTS, :2].min(axis=0), landmarks[:MESH_POINTS, :2].max(axis=0)
        if presence < MIN_PRESENCE or (high - low).max() < MIN_FACE_PX:
            return None
        scores = []
        for kind, least_mean in SECOND_LOOKS:
            mean = mean_if_enough(self._look(picture, landmarks, kind.model), LOOK_SCALES, least_mean)
            if mean is None:
                return None
            scores.append(mean)
        measures = measure(landmarks)
        return Face(
            landmarks=landmarks,
            box=(float(low[0]), float(low[1]), float(high[0]), float(high[1])),
            pose=head_pose(landmarks),
            score=float(np.mean(scores)),
            eye_openness_left=measures.eye_openness_left,
            eye_openness_right=measures.eye_openness_right,
            mouth_openness=measures.mouth_openness,
        )

    def _look(self, picture: Pixels, landmarks: FloatArray, model: str) -> Callable[[float], float]:
        """Return a function that shows a detector the face in a crop of some scale, and returns its best score."""
        detector = self._detectors[model]

        def best_score(scale: float) -> float:
            region = region_of_landmarks(landmarks, scale)
            return detector.best_score(crop(picture, region, detector.kind.input_px))

        return best_score


def mean_if_enough(score: Callable[[float], float], samples: tuple[float, ...], least_mean: float) -> float | None:
    """Return the mean score (0…1) of the samples, or nothing where it is below the least.

    Stops as soon as the samples left can change nothing; the mean is then that of the samples seen.
    """
    needed, total = least_mean * len(samples), 0.0
    for seen, sample in enumerate(samples, start=1):
        total += score(sample)
        if total >= needed:
            return total / seen
        if total + len(samples) - seen < needed:
            return None
    return None
