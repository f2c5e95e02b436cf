"""The film's colours: Rec. ITU-R BT.709-6, limited range, 8 bits."""

import numpy as np
import numpy.typing as npt

_RED, _BLUE = 0.2126, 0.0722  # item 3.2
_GREEN = 1 - _RED - _BLUE
_LUMA_STEPS, _CHROMA_STEPS = 219 / 255, 224 / 255  # 16…235 and 16…240, items 3.3 to 3.5

RGB_TO_YUV: npt.NDArray[np.float32] = np.array(
    [
        [_LUMA_STEPS * _RED, _LUMA_STEPS * _GREEN, _LUMA_STEPS * _BLUE],
        [-_CHROMA_STEPS * _RED / (2 - 2 * _BLUE), -_CHROMA_STEPS * _GREEN / (2 - 2 * _BLUE), _CHROMA_STEPS / 2],
        [_CHROMA_STEPS / 2, -_CHROMA_STEPS * _GREEN / (2 - 2 * _RED), -_CHROMA_STEPS * _BLUE / (2 - 2 * _RED)],
    ],
    np.float32,
)
"""3 × 3: R, G, B of 0…255 to Y, U, V without their offsets."""
YUV_TO_RGB: npt.NDArray[np.float32] = np.linalg.inv(RGB_TO_YUV.astype(np.float64)).astype(np.float32)
YUV_OFFSET: npt.NDArray[np.float32] = np.array([16, 128, 128], np.float32)
