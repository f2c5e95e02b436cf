"""The little of a photo's EXIF that may stay: which side is up, and when the shutter was pressed."""

import re

from PIL import ExifTags, Image

PREFIX = b"Exif\0\0"
"""What stands before the TIFF structure in a JPEG segment."""


def harmless_exif(image: Image.Image) -> bytes:
    """Return new EXIF, after `PREFIX`, with the orientation and the date of an opened picture; empty without either."""
    kept = Image.Exif()
    try:
        exif = image.getexif()
        orientation = exif.get(ExifTags.Base.Orientation)
        if isinstance(orientation, int) and 2 <= orientation <= 8:
            kept[ExifTags.Base.Orientation] = orientation
        taken = str(exif.get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.DateTimeOriginal))
        if re.fullmatch(r"\d{4}:\d\d:\d\d \d\d:\d\d:\d\d", taken, re.ASCII):
            kept.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = taken
    except Exception:  # a photo with broken EXIF is still a photo
        return b""
    if not kept and not kept.get_ifd(ExifTags.IFD.Exif):
        return b""
    return kept.tobytes()
