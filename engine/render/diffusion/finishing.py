"""From the model's pictures to the film's: its colours, the photo's own detail, and its size."""

import cv2
import numpy as np

from engine.types.scene import FloatArray, Pixels

_LOOP_SHARE = 0.2
"""Share of a loop over which it returns to the photo."""
_SAME_LEVELS = 24.0
"""Where the model's picture and the warp film's are so far apart, of 255, a third of the latter's detail is left."""


def with_colours_of(picture: Pixels, warped: Pixels) -> Pixels:
    """Return a picture with the mean and spread of the warp film's colours in CIELAB, so that no long film drifts.

    The warp film has the photo's colours, as far as the camera shows them. Reinhard et al., Color Transfer between
    Images, 2001, in Lab instead of lαβ.
    """
    small = cv2.resize(warped, (picture.shape[1], picture.shape[0]), interpolation=cv2.INTER_AREA)
    own, wanted = (cv2.cvtColor(each, cv2.COLOR_RGB2LAB).astype(np.float32) for each in (picture, small))
    mean, deviation = own.mean((0, 1)), own.std((0, 1)) + 1e-3
    moved = (own - mean) / deviation * wanted.std((0, 1)) + wanted.mean((0, 1))
    return np.asarray(cv2.cvtColor(np.clip(moved + 0.5, 0, 255).astype(np.uint8), cv2.COLOR_LAB2RGB), np.uint8)


def enlarged(picture: Pixels, warped: Pixels, region: FloatArray) -> Pixels:
    """Return the model's picture at the film's size, where that is larger with what only the photo knows laid back.

    `warped` is the warp film's frame at that moment (H × W × 3), `region` where it leads (H × W, 0…1): its detail
    finer than the model's size is added there, as far as both show the same: what the model has moved gets none of it.
    """
    height, width = warped.shape[:2]
    size = (picture.shape[1], picture.shape[0])
    is_smaller = size[0] < width
    way = cv2.INTER_CUBIC if is_smaller else cv2.INTER_AREA
    large = cv2.resize(picture, (width, height), interpolation=way).astype(np.float32)
    if is_smaller:
        coarse = cv2.resize(
            cv2.resize(warped, size, interpolation=cv2.INTER_AREA), (width, height), interpolation=cv2.INTER_CUBIC
        )
        apart = np.abs(large - coarse).mean(axis=2) / _SAME_LEVELS
        large += (region * np.exp(-(apart**2)))[..., None] * (warped.astype(np.float32) - coarse)
    return np.asarray(np.clip(large + 0.5, 0, 255), np.uint8)


def returning(picture: Pixels, warped: Pixels, index: int, frame_count: int) -> Pixels:
    """Return a loop's frame: over its last part it becomes the warp film, which ends where it began."""
    begins = round(frame_count * (1 - _LOOP_SHARE))
    if index < begins:
        return picture
    share = (index - begins + 1) / (frame_count - begins)
    eased = share * share * (3 - 2 * share)
    return np.asarray(cv2.addWeighted(picture, 1 - eased, warped, eased, 0), np.uint8)
