"""A photo as every program can show it."""

import io

_SIDE_PX = 1024


def preview_jpeg(content: bytes) -> bytes:
    """Return a photo upright, small and as JPEG, never the bytes somebody sent; raises `PhotoError`."""
    from PIL import Image  # noqa: PLC0415 - a page or a bot is ready before a photo is

    from engine.perception.photo import PhotoLimits, open_photo  # noqa: PLC0415

    pixels = open_photo(content, PhotoLimits(max_side_px=_SIDE_PX)).pixels
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "jpeg", quality=85)
    return file.getvalue()
