"""How much a photo loses when it is sampled between its pixels, and what makes up for it."""

import cv2
import numpy as np

from engine.render.warp.texture import LUMA_SCALE, enlarge_sharply
from engine.types.scene import Pixels

TRIED = (0.0, 0.2, 0.4)
STRONGEST = 0.4
SHIFTS_PX = (0.25, 0.75)


def sharpening_of(luma: Pixels) -> float:
    """Return the boost with which a photo, shifted by parts of a pixel, keeps its Laplacian energy on average.

    `luma` is a part of the photo that matters, h × w. Amplitude grows about linearly with the boost, so a line through
    a few tried ones is solved. A soft, enlarged photo needs next to nothing, fine grain about 0.25 (seen on five
    portraits); too little would dull a face as soon as it moves, too much would make it glitter.
    """
    at_rest = _laplacian_energy(luma)
    if at_rest == 0:
        return 0.0
    kept = [np.sqrt(_shifted_energy(luma, boost) / at_rest) for boost in TRIED]
    slope, offset = np.polyfit(TRIED, kept, 1)
    return float(np.clip((1 - offset) / max(slope, 1e-6), 0, STRONGEST))


def _shifted_energy(luma: Pixels, boost: float) -> float:
    """Return the mean energy over shifts that lie between the texture's samples, as most do."""
    texture = enlarge_sharply(luma, boost)
    height, width = luma.shape
    energies = []
    for shift_y in SHIFTS_PX:
        for shift_x in SHIFTS_PX:
            sampling = np.array([[LUMA_SCALE, 0, LUMA_SCALE * shift_x], [0, LUMA_SCALE, LUMA_SCALE * shift_y]], float)
            flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
            shifted = cv2.warpAffine(texture, sampling, (width, height), flags=flags, borderMode=cv2.BORDER_REFLECT_101)
            energies.append(_laplacian_energy(np.asarray(shifted, np.uint8)))
    return float(np.mean(energies))


def _laplacian_energy(luma: Pixels) -> float:
    return float((np.asarray(cv2.Laplacian(luma, cv2.CV_32F), np.float32) ** 2).mean())
