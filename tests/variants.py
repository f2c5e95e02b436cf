"""Photos that differ a little, for tests that need several."""

import io

import numpy as np
from PIL import Image


def variant(photo: bytes, index: int) -> bytes:
    """Return another photo for each index: the picture, moved sideways by so many pixels."""
    file = io.BytesIO()
    with Image.open(io.BytesIO(photo)) as picture:
        Image.fromarray(np.roll(np.asarray(picture), index, axis=1)).save(file, "jpeg")
    return file.getvalue()
