"""How finely a photo must be sampled to stay as sharp in motion as it is at rest."""

from typing import NamedTuple

import cv2
import numpy as np

from engine.render.warp.texture import enlarge_sharply
from engine.types.scene import Pixels

SCALES = (2, 3, 4)
"""Luma samples to a pixel, for a soft photo, for one with detail down to the pixel, and for one full of grain or fine
cracks; the coarser is quicker, the finer pulses less between samples."""
ENOUGH = {2: 0.93, 3: 0.85}
"""Share of its amplitude that a photo must keep at a scale without a boost, or it takes the next finer one."""
SOFT_SHARE = 0.7
"""Part of the boost that a soft photo gets: at the coarsest scale the whole of it would show as a step in sharpness
when a face leaves its rest."""
TRIED = (0.0, 0.2, 0.4)
STRONGEST = 0.4
SHIFTS_PX = tuple(((7 * k % 12) / 12 + 1 / 24, k / 12 + 1 / 24) for k in range(12))
"""Parts of a pixel (x, y), spread evenly: between two samples of the texture as often as near to one."""


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
        return Sampling(SCALES[0], 0.0)

    def kept(scale: int, boost: float) -> float:
        return float(np.sqrt(_shifted_energy(luma, scale, boost) / at_rest))

    scale = next((scale for scale, enough in ENOUGH.items() if kept(scale, 0.0) >= enough), SCALES[-1])
    slope, offset = np.polyfit(TRIED, [kept(scale, boost) for boost in TRIED], 1)
    boost = float(np.clip((1 - offset) / max(slope, 1e-6), 0, STRONGEST))
    return Sampling(scale, boost * SOFT_SHARE if scale == SCALES[0] else boost)


def _shifted_energy(luma: Pixels, scale: int, boost: float) -> float:
    """Return the mean energy over shifts by parts of a pixel."""
    texture = enlarge_sharply(luma, scale, boost)
    height, width = luma.shape
    energies = []
    for shift_x, shift_y in SHIFTS_PX:
        sampling = np.array([[scale, 0, scale * shift_x], [0, scale, scale * shift_y]], np.float64)
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        shifted = cv2.warpAffine(texture, sampling, (width, height), flags=flags, borderMode=cv2.BORDER_REFLECT_101)
        energies.append(_laplacian_energy(np.asarray(shifted, np.uint8)))
    return float(np.mean(energies))


def _laplacian_energy(luma: Pixels) -> float:
    return float((np.asarray(cv2.Laplacian(luma, cv2.CV_32F), np.float32) ** 2).mean())
