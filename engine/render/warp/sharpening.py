"""How finely a photo must be sampled to stay as sharp in motion as it is at rest."""

from typing import NamedTuple

import cv2
import numpy as np

from engine.render.warp.texture import enlarge_sharply
from engine.types.scene import Pixels

SOFT_SCALE, SHARP_SCALE = 2, 3
"""Luma samples to a pixel, for a soft photo and for one with detail down to the pixel; the coarser is quicker."""
SOFT_KEEPS = 0.93
"""Share of its amplitude that a photo must keep at the coarser scale without a boost to count as soft."""
SOFT_SHARE = 0.4
"""Part of the boost that a soft photo gets: at the coarser scale the whole of it would show as a step in sharpness
when a face leaves its rest."""
TRIED = (0.0, 0.2, 0.4)
STRONGEST = 0.4
SHIFTS_PX = (0.25, 0.75)


class Sampling(NamedTuple):
    """How a texture is made from a photo."""

    luma_scale: int
    sharpening: float
    """The boost of `enlarge_sharply`."""


def sampling_of(luma: Pixels) -> Sampling:
    """Return the sampling with which a photo, shifted by parts of a pixel, keeps its Laplacian energy on average.

    `luma` is a part of the photo that matters, h × w. Amplitude grows about linearly with the boost, so a line through
    a few tried ones is solved. A soft, enlarged photo needs little, fine grain about 0.25 (seen on five portraits);
    too little would dull a face as soon as it moves, too much would make it glitter.
    """
    at_rest = _laplacian_energy(luma)
    if at_rest == 0:
        return Sampling(SOFT_SCALE, 0.0)
    scale = SOFT_SCALE if _shifted_energy(luma, SOFT_SCALE, 0.0) >= SOFT_KEEPS**2 * at_rest else SHARP_SCALE
    kept = [np.sqrt(_shifted_energy(luma, scale, boost) / at_rest) for boost in TRIED]
    slope, offset = np.polyfit(TRIED, kept, 1)
    boost = float(np.clip((1 - offset) / max(slope, 1e-6), 0, STRONGEST))
    return Sampling(scale, boost * SOFT_SHARE if scale == SOFT_SCALE else boost)


def _shifted_energy(luma: Pixels, scale: int, boost: float) -> float:
    """Return the mean energy over shifts that lie between the texture's samples, as most do."""
    texture = enlarge_sharply(luma, scale, boost)
    height, width = luma.shape
    energies = []
    for shift_y in SHIFTS_PX:
        for shift_x in SHIFTS_PX:
            sampling = np.array([[scale, 0, scale * shift_x], [0, scale, scale * shift_y]], np.float64)
            flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
            shifted = cv2.warpAffine(texture, sampling, (width, height), flags=flags, borderMode=cv2.BORDER_REFLECT_101)
            energies.append(_laplacian_energy(np.asarray(shifted, np.uint8)))
    return float(np.mean(energies))


def _laplacian_energy(luma: Pixels) -> float:
    return float((np.asarray(cv2.Laplacian(luma, cv2.CV_32F), np.float32) ** 2).mean())
