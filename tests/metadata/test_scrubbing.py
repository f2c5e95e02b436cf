"""What a photo's file still tells after it was scrubbed."""

import io
from datetime import datetime
from functools import cache
from typing import Any

import numpy as np
import pytest
import skimage.data
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image, ImageCms

from engine.metadata import scrubbed
from engine.perception.photo import captured_at, open_photo

FORMATS = ("JPEG", "PNG", "WEBP", "HEIF", "AVIF", "TIFF")
SECRETS = (b"ANNA KOWALSKA", b"SERIAL-4711", b"NOTE-0815", b"52.2297", b"<x:xmpmeta")
"""In the files that are made here: the owner, the camera, its own notes, and XMP with a place."""
XMP = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><exif:GPSLatitude>52.2297</exif:GPSLatitude></x:xmpmeta>"
LATITUDE = (52.0, 13.0, 46.875)
GPS_BYTES = (b"\0\0\x00\x34\0\0\0\x01\0\0\0\x0d", b"\x34\0\0\0\x01\0\0\0\x0d\0\0\0")
"""The beginning of that latitude in EXIF, in either byte order."""


def telltale_exif(orientation: int = 6) -> Image.Exif:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.Artist] = "ANNA KOWALSKA"
    details = exif.get_ifd(ExifTags.IFD.Exif)
    details[ExifTags.Base.DateTimeOriginal] = "2021:05:06 07:08:09"
    details[ExifTags.Base.BodySerialNumber] = "SERIAL-4711"
    details[ExifTags.Base.MakerNote] = b"NOTE-0815"
    exif.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: LATITUDE, 3: "E", 4: (21.0, 0.0, 30.5)})
    return exif


@cache
def telltale(format_name: str) -> bytes:
    """Return a photo that tells everything, in a colour profile."""
    file = io.BytesIO()
    picture = Image.fromarray(skimage.data.astronaut()[::4, ::4])
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    options: dict[str, Any] = {} if format_name == "TIFF" else {"xmp": XMP}
    picture.save(file, format_name, exif=telltale_exif().tobytes(), icc_profile=profile, **options)
    return file.getvalue()


def told(data: bytes) -> list[bytes]:
    return [secret for secret in (*SECRETS, *GPS_BYTES) if secret in data]


def decoded(data: bytes) -> Any:
    with Image.open(io.BytesIO(data)) as image:
        return np.asarray(image)


@pytest.mark.parametrize("format_name", FORMATS)
def test_the_photos_of_these_tests_do_tell(format_name: str) -> None:
    assert b"ANNA KOWALSKA" in told(telltale(format_name))
    assert set(GPS_BYTES) & set(told(telltale(format_name)))


@pytest.mark.parametrize("format_name", FORMATS)
def test_nothing_telltale_is_left_and_no_pixel_changes(format_name: str) -> None:
    before = telltale(format_name)
    after = scrubbed(before)
    assert told(after) == []
    with Image.open(io.BytesIO(after)) as image:
        assert dict(image.getexif().get_ifd(ExifTags.IFD.GPSInfo)) == {}
        assert image.format == ("PNG" if format_name == "TIFF" else format_name)
        assert image.info["icc_profile"]
    assert np.array_equal(decoded(after), decoded(before))
    assert np.array_equal(open_photo(after).pixels, open_photo(before).pixels)
    assert captured_at(after) == datetime(2021, 5, 6, 7, 8, 9)


@pytest.mark.parametrize("format_name", FORMATS[:-1])
def test_what_was_scrubbed_stays_as_it_is(format_name: str) -> None:
    after = scrubbed(telltale(format_name))
    assert scrubbed(after) == after


@pytest.mark.parametrize("format_name", ["JPEG", "PNG", "WEBP"])
def test_what_lay_on_its_side_is_still_turned(format_name: str) -> None:
    with Image.open(io.BytesIO(scrubbed(telltale(format_name)))) as image:
        assert image.getexif()[ExifTags.Base.Orientation] == 6


@pytest.mark.parametrize("format_name", ["JPEG", "PNG", "WEBP"])
def test_what_hides_behind_the_picture_goes(format_name: str) -> None:
    assert told(scrubbed(telltale(format_name) + telltale("JPEG"))) == []


def test_a_film_behind_a_heic_goes() -> None:
    hidden = b"ANNA KOWALSKA"
    box = (len(hidden) + 8).to_bytes(4, "big") + b"mpvd" + hidden
    after = scrubbed(telltale("HEIF") + box)
    assert told(after) == []
    assert np.array_equal(decoded(after), decoded(telltale("HEIF")))


@pytest.mark.parametrize("options", [{"progressive": True}, {"restart_marker_blocks": 2}, {"subsampling": 0}])
def test_every_kind_of_jpeg_keeps_its_pixels(options: dict[str, Any]) -> None:
    file = io.BytesIO()
    picture = Image.fromarray(skimage.data.camera()[::3, ::3])
    picture.save(file, "JPEG", exif=telltale_exif().tobytes(), comment=b"ANNA KOWALSKA", **options)
    after = scrubbed(file.getvalue())
    assert told(after) == []
    assert np.array_equal(decoded(after), decoded(file.getvalue()))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
@pytest.mark.parametrize("format_name", ["PNG", "TIFF"])
def test_every_kind_of_pixel_is_kept(mode: str, format_name: str) -> None:
    file = io.BytesIO()
    shades = Image.fromarray(skimage.data.camera()[::4, ::4])
    picture = shades.convert("I").convert("I;16") if mode == "I;16" else shades.convert(mode)
    picture.save(file, format_name, exif=telltale_exif().tobytes())
    after = scrubbed(file.getvalue())
    assert told(after) == []
    assert np.array_equal(open_photo(after).pixels, open_photo(file.getvalue()).pixels)


def test_a_tiff_for_print_keeps_its_four_inks() -> None:
    file = io.BytesIO()
    Image.fromarray(skimage.data.astronaut()[::4, ::4]).convert("CMYK").save(
        file, "TIFF", exif=telltale_exif().tobytes()
    )
    after = scrubbed(file.getvalue())
    assert told(after) == []
    assert np.array_equal(decoded(after), decoded(file.getvalue()))
    assert captured_at(after) == datetime(2021, 5, 6, 7, 8, 9)


@pytest.mark.parametrize("format_name", ["GIF", "BMP"])
def test_old_formats_are_saved_anew(format_name: str) -> None:
    file = io.BytesIO()
    options = {"comment": b"ANNA KOWALSKA"} if format_name == "GIF" else {}
    Image.fromarray(skimage.data.camera()[::4, ::4]).save(file, format_name, **options)
    before = file.getvalue() + b"ANNA KOWALSKA"
    after = scrubbed(before)
    assert told(after) == []
    assert np.array_equal(open_photo(after).pixels, open_photo(before).pixels)


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=400))
def test_what_is_no_photo_is_left_alone(data: bytes) -> None:
    assert scrubbed(data) == data


@settings(deadline=None, max_examples=150)
@given(st.sampled_from(FORMATS), st.data())
def test_damaged_photos_raise_nothing(format_name: str, data: st.DataObject) -> None:
    file = bytearray(telltale(format_name))
    for _ in range(data.draw(st.integers(1, 6))):
        file[data.draw(st.integers(0, min(len(file), 1500) - 1))] = data.draw(st.integers(0, 255))
    scrubbed(bytes(file[: data.draw(st.integers(1, len(file)))]))
