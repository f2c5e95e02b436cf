"""Photo bytes become upright sRGB pixels, whatever a camera, a scanner or a prankster put into them."""

import io
import warnings
from dataclasses import dataclass
from datetime import datetime
from typing import NoReturn

import numpy as np
from PIL import ExifTags, Image, ImageCms, UnidentifiedImageError

from engine.errors import ErrorCode, PhotoError
from engine.types.scene import Pixels

_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")
_BOXED_FORMATS = ("HEIF", "AVIF")
"""Pictures in the boxes of ISO's base media file format (ISO/IEC 14496-12), whose first is called “ftyp”."""

_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What turns a picture upright, by its EXIF orientation; 1 is upright already."""

_PROFILE_MODES = {"RGB ": "RGB", "GRAY": "L", "CMYK": "CMYK"}
"""Pillow's mode for an ICC profile's colour space."""

_WHITE_LEVELS = {
    "I;16": (65535,),
    "I;16L": (65535,),
    "I;16B": (65535,),
    "I;16N": (65535,),
    "I": (255, 65535, 2**31 - 1),
    "F": (1, 255, 65535, 2**31 - 1),
}
"""What may stand for white in modes deeper than 8 bits; the smallest that covers the brightest pixel does."""

_CUT_OFF = "The photo is damaged or cut off; please send it again."


@dataclass(frozen=True, slots=True)
class PhotoLimits:
    """What a photo may be."""

    max_bytes: int = 40_000_000
    max_pixels: int = 100_000_000
    min_side_px: int = 64
    max_aspect: float = 6.0
    """Long side over short side."""
    max_side_px: int = 2560
    """Larger photos are reduced to this while they are opened."""


@dataclass(frozen=True, slots=True, eq=False)
class Photo:
    """A picture ready to be looked at."""

    pixels: Pixels
    """H × W × 3, upright, sRGB."""
    format: str
    """Pillow's name of the file format."""
    original_width: int
    """Pixels of the upright picture before it was reduced."""
    original_height: int
    captured_at: datetime | None
    """When the shutter was pressed, in the camera's local time."""


_DEFAULT_LIMITS = PhotoLimits()


def open_photo(data: bytes, limits: PhotoLimits = _DEFAULT_LIMITS) -> Photo:
    """Return the photo in an image file (the first frame of an animation).

    Its sizes are checked before any pixel is decoded. `PhotoError` says what is wrong with anything else.
    """
    if not data:
        raise PhotoError("The photo is empty; please send it again.", ErrorCode.PHOTO_EMPTY)
    if len(data) > limits.max_bytes:
        megabytes, limit = round(len(data) / 1e6), round(limits.max_bytes / 1e6)
        raise PhotoError(
            f"The photo has {megabytes} MB; please send one of at most {limit} MB.",
            ErrorCode.PHOTO_HEAVY,
            megabytes=megabytes,
            limit=limit,
        )
    # Pillow warns about odd metadata and large sizes: the former do no harm, the latter are checked below
    warnings.filterwarnings("ignore", module=r"(PIL|pillow_heif)\.")
    try:
        with _opened(data) as image:
            _check_size(image.width, image.height, limits)
            return _read(image, limits)
    except PhotoError:
        raise
    except UnidentifiedImageError as error:
        raise PhotoError(
            "I cannot read this file as a photo; please send a JPEG, PNG, WebP or HEIC picture.",
            ErrorCode.PHOTO_UNREADABLE,
        ) from error
    except Image.DecompressionBombError:
        _refuse_pixels(limits)
    except Exception as error:  # decoders of damaged files raise whatever they stumble over
        raise PhotoError(_CUT_OFF, ErrorCode.PHOTO_DAMAGED) from error


def captured_at(data: bytes) -> datetime | None:
    """Return when the shutter of a photo was pressed, in the camera's local time; `None` where it does not say.

    Only the head of the file is read.
    """
    try:
        with _opened(data) as image:
            return _from_exif(image)[1]
    except Exception:  # a file that is no photo has no date either
        return None


def _opened(data: bytes) -> Image.Image:
    if data[4:8] != b"ftyp":
        return Image.open(io.BytesIO(data), formats=_FORMATS)
    import pillow_heif  # noqa: PLC0415 - it takes 10 ms to load

    pillow_heif.register_heif_opener()
    return Image.open(io.BytesIO(data), formats=_BOXED_FORMATS)


def _check_size(width: int, height: int, limits: PhotoLimits) -> None:
    if width * height > limits.max_pixels:
        _refuse_pixels(limits)
    if min(width, height) < limits.min_side_px:
        raise PhotoError(
            f"The photo has only {width} × {height} pixels; "
            f"please send one of at least {limits.min_side_px} pixels on each side.",
            ErrorCode.PHOTO_SMALL,
            width=width,
            height=height,
            limit=limits.min_side_px,
        )
    if max(width, height) > limits.max_aspect * min(width, height):
        raise PhotoError(
            f"The photo is a narrow strip of {width} × {height} pixels; please crop it to what should move.",
            ErrorCode.PHOTO_STRIP,
            width=width,
            height=height,
        )


def _refuse_pixels(limits: PhotoLimits) -> NoReturn:
    limit = round(limits.max_pixels / 1e6)
    raise PhotoError(
        f"The photo has more than {limit} megapixels; please send a smaller one.", ErrorCode.PHOTO_LARGE, limit=limit
    )


def _read(image: Image.Image, limits: PhotoLimits) -> Photo:
    format_name, (width, height) = image.format or "", image.size
    image.draft(image.mode, _fitting(image.size, limits.max_side_px))  # lets JPEG decode at 1/2, 1/4 or 1/8
    image.load()
    orientation, captured_at = _from_exif(image)
    profile = image.info.get("icc_profile")

    picture = _eight_bits(image)
    if max(picture.size) > limits.max_side_px:
        size = _fitting(picture.size, limits.max_side_px)
        # half Lanczos' time, and the film is smaller again
        picture = picture.resize(size, Image.Resampling.HAMMING, reducing_gap=3.0)
    picture = _over_white(picture, profile)
    if orientation in _UPRIGHT:
        picture = picture.transpose(_UPRIGHT[orientation])
    if orientation >= 5:
        width, height = height, width
    return Photo(np.array(picture), format_name, width, height, captured_at)


def _fitting(size: tuple[int, int], max_side_px: int) -> tuple[int, int]:
    """Return the size in the same aspect that fits in a square, never enlarged."""
    scale = min(1.0, max_side_px / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _from_exif(image: Image.Image) -> tuple[int, datetime | None]:
    """Return the EXIF orientation, 1…8, and the moment of the shot; 1 and none where EXIF is absent or broken."""
    try:
        exif = image.getexif()
        orientation = exif.get(ExifTags.Base.Orientation, 1)
        taken = exif.get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.DateTimeOriginal)
    except Exception:  # a photo with broken EXIF is still a photo
        return 1, None
    try:
        captured_at = datetime.strptime(str(taken), "%Y:%m:%d %H:%M:%S")
    except ValueError:
        captured_at = None
    return (orientation if orientation in _UPRIGHT else 1), captured_at


def _eight_bits(image: Image.Image) -> Image.Image:
    """Return the picture in a mode that can be resized as it is: L, RGB, RGBA or CMYK."""
    if image.mode in _WHITE_LEVELS:
        values = np.nan_to_num(np.asarray(image, np.float32), posinf=0.0).clip(0)
        white = next((level for level in _WHITE_LEVELS[image.mode] if values.max() <= level), values.max())
        return Image.fromarray((values * (255.0 / white) + 0.5).astype(np.uint8))
    if image.has_transparency_data:
        return image.convert("RGBA")
    if image.mode in ("1", "L"):
        return image.convert("L")
    return image if image.mode == "CMYK" else image.convert("RGB")


def _over_white(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Return the picture as RGB in sRGB, over white where it is transparent."""
    if picture.mode != "RGBA":
        return _in_srgb(picture, profile)
    colours = _in_srgb(picture.convert("RGB"), profile)
    white = Image.new("RGB", picture.size, "white")
    return Image.composite(colours, white, picture.getchannel("A"))


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Return the picture as RGB in sRGB; a profile that is broken or of another colour space is ignored."""
    if profile is None:
        return picture.convert("RGB")
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        mode = _PROFILE_MODES[source.profile.xcolor_space]
        if (mode == "CMYK") != (picture.mode == "CMYK"):
            return picture.convert("RGB")
        converted = ImageCms.profileToProfile(
            picture.convert(mode),
            source,
            ImageCms.createProfile("sRGB"),
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
            outputMode="RGB",
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    except (OSError, KeyError, ImageCms.PyCMSError):
        return picture.convert("RGB")
    return converted or picture.convert("RGB")
