"""The eyeball behind the lids: a sclera without iris, and an iris without lids, so that the gaze can move.

What the photo shows of both is kept to the pixel; what the lids hide is completed: the sclera from its own visible
parts, the iris from its lower half mirrored upwards, since lids mostly hide its top.
"""

from dataclasses import dataclass
from typing import Self

import cv2
import numpy as np
import numpy.typing as npt

from engine.render.warp.grid import smooth_step, soften
from engine.types.scene import FloatArray

EYEBALL_TO_IRIS_RADIUS = 2.05
"""The eyeball's radius is 12 mm, the iris's 5.85 mm (Forrester et al., The Eye, 2020)."""
HIGHLIGHT_SHARE = 0.5
"""A reflection on the cornea moves about half as far as the pupil (the cornea's radius is 7.8 mm)."""


@dataclass(frozen=True, slots=True, eq=False)
class Eyeball:
    """One eye's layers on a patch; pictures are h × w × 3 in Y, U, V."""

    sclera: FloatArray
    iris: FloatArray
    """The completed iris on sclera, without its highlight."""
    highlight: FloatArray
    """h × w: how much brighter the reflection is than the iris under it."""
    iris_alpha: FloatArray
    residue: FloatArray
    """What the layers miss of the photo; shown in full while the eye looks where it does in the photo."""
    radius: float
    """The iris's, in pixels."""

    @classmethod
    def of(
        cls, photo: FloatArray, visible: FloatArray, shown: FloatArray, centre: tuple[float, float], radius: float
    ) -> Self:
        """Take an eye apart.

        `visible` is h × w, 0…1: what lies between the photo's own lids; `shown` is 1 wherever the lids at rest leave a
        trace of the eyeball; `centre` (x, y) and `radius` of the iris are in the patch's pixels.
        """
        height, width = visible.shape
        x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
        distance = np.hypot(x - centre[0], y - centre[1]) / radius
        softness = max(0.12, 0.7 / radius)
        iris_alpha = 1 - smooth_step(1.05 - softness, 1.05 + softness, distance)
        inner = np.asarray(cv2.erode(visible, np.ones((3, 3)), iterations=max(1, round(radius / 9))), np.float32)
        white = smooth_step(1.10, 1.25, distance)
        sclera = _fill_sclera(photo, inner * white, radius)
        sclera += (photo - sclera) * (visible * white)[..., None]
        iris, highlight = _complete_iris(photo, inner, distance, centre, radius)
        layers = sclera + (iris - sclera) * iris_alpha[..., None]
        layers[..., 0] += highlight
        residue = (photo - layers) * shown[..., None]
        return cls(sclera, iris, highlight, iris_alpha, residue, radius)

    def cropped(self, rows: slice, columns: slice) -> Self:
        """Return the same eye on a part of the patch."""
        layers = (self.sclera, self.iris, self.highlight, self.iris_alpha, self.residue)
        sclera, iris, highlight, iris_alpha, residue = (np.ascontiguousarray(layer[rows, columns]) for layer in layers)
        return type(self)(sclera, iris, highlight, iris_alpha, residue, self.radius)

    def look(self, gaze_yaw_deg: float, gaze_pitch_deg: float) -> FloatArray:
        """Return the eyeball (h × w × 3) as it looks elsewhere, also where the photo's lids hide it."""
        reach = EYEBALL_TO_IRIS_RADIUS * self.radius
        shift_x = reach * np.sin(np.radians(gaze_yaw_deg))
        shift_y = -reach * np.sin(np.radians(gaze_pitch_deg))
        iris = _shift(self.iris, shift_x, shift_y)
        alpha = _shift(self.iris_alpha, shift_x, shift_y)[..., None]
        picture = self.sclera + (iris - self.sclera) * alpha
        picture[..., 0] += _shift(self.highlight, HIGHLIGHT_SHARE * shift_x, HIGHLIGHT_SHARE * shift_y)
        kept = max(0.0, 1 - float(np.hypot(shift_x, shift_y)) / (0.35 * self.radius))
        return np.asarray(picture + self.residue * kept, np.float32)


def _shift(layer: FloatArray, shift_x: float, shift_y: float) -> FloatArray:
    move = np.array([[1, 0, shift_x], [0, 1, shift_y]], np.float64)
    size = (layer.shape[1], layer.shape[0])
    return np.asarray(
        cv2.warpAffine(layer, move, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE), np.float32
    )


def _fill_sclera(photo: FloatArray, seen: FloatArray, radius: float) -> FloatArray:
    """Return the white of the eye everywhere, spread smoothly from where it is seen (normalised convolution)."""
    # A narrow eye may show no white at all: then the lighter part of the skin around it, half drained of colour.
    fallback = np.percentile(photo.reshape(-1, 3), (70, 50, 50), axis=0)[[0, 1, 2], [0, 1, 2]]
    fallback[1:] = (fallback[1:] + 128) / 2
    filled = np.asarray(np.broadcast_to(fallback, photo.shape), np.float32)
    for sigma in (
        2.5 * radius,
        1.0 * radius,
        0.4 * radius,
    ):  # coarse to fine: near colours win where there are any
        weight = soften(seen, sigma)
        colour = soften(photo * seen[..., None], sigma) / np.maximum(weight, 1e-4)[..., None]
        trust = smooth_step(0.001, 0.03, weight)[..., None]
        filled = np.asarray(filled + (colour - filled) * trust, np.float32)
    return filled


def _complete_iris(
    photo: FloatArray, inner: FloatArray, distance: FloatArray, centre: tuple[float, float], radius: float
) -> tuple[FloatArray, FloatArray]:
    """Return the whole iris (h × w × 3) and its highlight (h × w)."""
    rings = _ring_medians(photo, (inner > 0.9) & (distance < 1.25), distance)
    index = np.clip(distance * RINGS_PER_RADIUS, 0, len(rings) - 1)
    profile = np.stack(
        [np.interp(index, np.arange(len(rings)), rings[:, channel]) for channel in range(3)], axis=-1
    ).astype(np.float32)
    flip = np.array([[1, 0, 0], [0, -1, 2 * centre[1]]], np.float64)
    size = (photo.shape[1], photo.shape[0])
    mirrored, mirror_seen = (
        cv2.warpAffine(layer, flip, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        for layer in (photo, inner)
    )
    hidden = profile + (mirrored - profile) * mirror_seen[..., None]
    iris = hidden + (photo - hidden) * inner[..., None]
    in_disc = 1 - smooth_step(0.9, 1.05, distance)
    bright = np.maximum(iris[..., 0] - profile[..., 0] - HIGHLIGHT_THRESHOLD, 0) * in_disc
    highlight = bright * inner
    iris[..., 0] -= bright
    return iris, highlight


RINGS_PER_RADIUS = 6
HIGHLIGHT_THRESHOLD = 35.0
"""Levels of luma above the ring's median from which a spot counts as a reflection."""


def _ring_medians(photo: FloatArray, seen: npt.NDArray[np.bool_], distance: FloatArray) -> FloatArray:
    """Return the median colour of each ring around the pupil's centre, R × 3; empty rings take their neighbour's."""
    count = int(1.25 * RINGS_PER_RADIUS) + 1
    whole = np.median(photo[seen], axis=0) if seen.any() else np.array([60, 128, 128])
    medians = np.tile(whole.astype(np.float32), (count, 1))
    for ring in range(count):
        members = seen & (np.abs(distance * RINGS_PER_RADIUS - ring) < 0.75)
        if members.sum() >= 3:
            medians[ring] = np.median(photo[members], axis=0)
        elif ring:
            medians[ring] = medians[ring - 1]
    return medians
