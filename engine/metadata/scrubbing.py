"""`scrubbed`: a photo's file that tells where, by whom and with what no more."""

import io
import struct
import warnings

import pillow_heif
from PIL import Image

from engine.metadata.exif import harmless_exif
from engine.metadata.heif import scrub_heif
from engine.metadata.jpeg import scrub_jpeg
from engine.metadata.png import scrub_png
from engine.metadata.webp import scrub_webp

_LOSSLESS = {"JPEG": scrub_jpeg, "PNG": scrub_png, "WEBP": scrub_webp, "HEIF": scrub_heif, "AVIF": scrub_heif}
"""Formats whose files are taken apart and put together again without touching a pixel."""
_FORMATS = (*_LOSSLESS, "GIF", "BMP", "TIFF")
"""What may be opened at all; other decoders of Pillow start programs."""
_WITHOUT_LOSS = {
    **dict.fromkeys(("1", "L", "LA", "RGB", "RGBA", "I;16"), "PNG"),
    **dict.fromkeys(("CMYK", "I", "F"), "TIFF"),
}
"""What holds pixels of a mode as they are; those of other modes become RGB."""


def scrubbed(data: bytes) -> bytes:
    """Return a photo's file without location, names, serial numbers, notes and hidden pictures.

    Orientation, colour profile and the date of the shot stay, and every pixel. A file that cannot be taken apart is
    saved anew; what is no picture at all is returned as it is. Never raises.
    """
    pillow_heif.register_heif_opener()
    warnings.filterwarnings("ignore", module=r"(PIL|pillow_heif)\.")  # odd metadata is what this is about
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
            scrub = _LOSSLESS.get(image.format or "")
            if scrub is not None:
                try:
                    return scrub(data, harmless_exif(image))
                except (ValueError, IndexError, struct.error):
                    pass  # not laid out as its format wants it, and yet it can be read
            return _saved_anew(image)
    except Exception:  # decoders of damaged files raise whatever they stumble over
        return data


def _saved_anew(image: Image.Image) -> bytes:
    """Return the first picture of a file as PNG, or as TIFF where its pixels are of no kind that PNG holds."""
    image.load()
    exif = harmless_exif(image)  # now, because loading may have turned the picture already
    kind = _WITHOUT_LOSS.get(image.mode)
    picture = image if kind else image.convert("RGBA" if image.has_transparency_data else "RGB")
    bare = Image.frombytes(picture.mode, picture.size, picture.tobytes())
    file = io.BytesIO()
    bare.save(file, kind or "PNG", exif=exif, icc_profile=image.info.get("icc_profile"), compress_level=1)
    return file.getvalue()
