"""Every kind of file that people send: a photo or one clear sentence."""

import io
import struct
import tracemalloc
import zlib
from datetime import datetime

import numpy as np
import pillow_heif
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image, ImageCms

from engine.errors import PhotoError
from engine.perception.photo import Photo, PhotoLimits, open_photo

RED, BLUE, GREY = (200, 40, 30), (20, 60, 180), (128, 128, 128)


def two_halves(width: int = 120, height: int = 80) -> Image.Image:
    """A red upper half over a blue lower half."""
    picture = Image.new("RGB", (width, height), BLUE)
    picture.paste(RED, (0, 0, width, height // 2))
    return picture


def saved(picture: Image.Image, file_format: str, **options: object) -> bytes:
    file = io.BytesIO()
    picture.save(file, file_format, **options)
    return file.getvalue()


def upper_and_lower(photo: Photo) -> tuple[list[int], list[int]]:
    height, width = photo.pixels.shape[:2]
    return photo.pixels[height // 4, width // 2].tolist(), photo.pixels[3 * height // 4, width // 2].tolist()


def assert_two_halves(photo: Photo, tolerance: int = 4) -> None:
    assert photo.pixels.dtype == np.uint8
    assert photo.pixels.shape == (80, 120, 3)
    upper, lower = upper_and_lower(photo)
    assert np.abs(np.subtract(upper, RED)).max() <= tolerance
    assert np.abs(np.subtract(lower, BLUE)).max() <= tolerance


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP", "BMP", "TIFF", "AVIF", "HEIF"])
def test_formats(file_format: str) -> None:
    pillow_heif.register_heif_opener()
    options = {} if file_format in ("PNG", "BMP", "TIFF") else {"quality": 95}
    photo = open_photo(saved(two_halves(), file_format, **options))
    assert photo.format == file_format
    assert (photo.original_width, photo.original_height) == (120, 80)
    assert photo.captured_at is None
    assert_two_halves(photo, tolerance=8)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_exif_orientations(orientation: int, file_format: str) -> None:
    back = {
        1: lambda stored: stored,
        2: lambda stored: stored[:, ::-1],
        3: lambda stored: stored[::-1, ::-1],
        4: lambda stored: stored[::-1],
        5: lambda stored: stored.transpose(1, 0, 2),
        6: lambda stored: stored[::-1].transpose(1, 0, 2),
        7: lambda stored: stored[::-1, ::-1].transpose(1, 0, 2),
        8: lambda stored: stored[:, ::-1].transpose(1, 0, 2),
    }
    corners = Image.new("RGB", (96, 64), BLUE)
    corners.paste(RED, (0, 0, 48, 32))
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    options = {"lossless": True} if file_format == "WEBP" else {}
    photo = open_photo(saved(corners, file_format, exif=exif, **options))
    expected = back[orientation](np.asarray(corners))
    assert photo.pixels.shape == expected.shape
    assert np.abs(photo.pixels.astype(int) - expected).mean() < 2
    assert (photo.original_width, photo.original_height) == expected.shape[1::-1]


def test_heic_orientation_is_applied_once() -> None:
    pillow_heif.register_heif_opener()
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    data = saved(two_halves(), "HEIF", exif=exif.tobytes(), quality=95)  # bytes: pillow-heif turns the picture too
    photo = open_photo(data)
    assert photo.pixels.shape == (120, 80, 3)
    assert np.abs(photo.pixels[60, 70].astype(int) - RED).max() <= 8
    assert np.abs(photo.pixels[60, 10].astype(int) - BLUE).max() <= 8


def test_when_it_was_taken_but_never_where() -> None:
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2019:07:21 18:03:59"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitudeRef] = "N"
    photo = open_photo(saved(two_halves(), "JPEG", exif=exif))
    assert photo.captured_at == datetime(2019, 7, 21, 18, 3, 59)
    assert set(Photo.__slots__) == {"pixels", "format", "original_width", "original_height", "captured_at"}


@pytest.mark.parametrize("taken", ["", "0000:00:00 00:00:00", "yesterday", "2019-07-21"])
def test_a_broken_date_is_no_date(taken: str) -> None:
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = taken
    assert open_photo(saved(two_halves(), "JPEG", exif=exif)).captured_at is None


def test_broken_exif_is_no_exif() -> None:
    assert_two_halves(open_photo(saved(two_halves(), "JPEG", exif=b"Exif\0\0MM\0*\xff\xff\xff\xff", quality=95)))


def test_grey_and_bilevel() -> None:
    grey = two_halves().convert("L")
    photo = open_photo(saved(grey, "PNG"))
    assert np.array_equal(photo.pixels, np.asarray(grey)[..., None].repeat(3, 2))
    black_and_white = open_photo(saved(grey.point(lambda value: 255 * (value > 70)).convert("1"), "PNG"))
    assert set(np.unique(black_and_white.pixels)) == {0, 255}


def test_cmyk() -> None:
    assert_two_halves(open_photo(saved(two_halves().convert("CMYK"), "JPEG", quality=95)))
    assert_two_halves(open_photo(saved(two_halves().convert("CMYK"), "TIFF")))


def test_sixteen_bits() -> None:
    ramp = np.linspace(0, 65535, 80 * 120).reshape(80, 120)
    expected = ramp / 257
    for file_format, values in [
        ("PNG", ramp.astype(np.uint16)),
        ("TIFF", ramp.astype(np.uint16)),
        ("TIFF", ramp.astype(np.int32)),
        ("TIFF", ramp.astype(np.float32)),
        ("TIFF", (ramp / 65535).astype(np.float32)),
        ("TIFF", np.where(ramp > 65500, np.nan, ramp / 65535).astype(np.float32)),
    ]:
        photo = open_photo(saved(Image.fromarray(values), file_format))
        assert np.abs(photo.pixels[:79, :, 1] - expected[:79]).max() <= 1.0


def test_a_dark_picture_in_sixteen_bits_stays_dark() -> None:
    dark = Image.fromarray(np.full((80, 120), 200, np.uint16))
    assert open_photo(saved(dark, "PNG")).pixels.max() <= 1


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_transparency_is_over_white(mode: str) -> None:
    picture = two_halves().convert("RGBA")
    picture.putalpha(Image.new("L", picture.size, 255))
    picture.paste((*BLUE, 0), (0, 40, 120, 80))
    photo = open_photo(saved(picture.convert(mode), "PNG"))
    upper, lower = upper_and_lower(photo)
    assert max(upper) < 210
    assert lower == [255, 255, 255]


def test_palette_with_a_transparent_colour() -> None:
    palette = two_halves().convert("P", palette=Image.Palette.ADAPTIVE, colors=2)
    lower_index = palette.getpixel((60, 60))
    photo = open_photo(saved(palette, "GIF", transparency=lower_index))
    upper, lower = upper_and_lower(photo)
    assert np.abs(np.subtract(upper, RED)).max() <= 8
    assert lower == [255, 255, 255]


@pytest.mark.parametrize("file_format", ["GIF", "WEBP", "PNG", "TIFF"])
def test_the_first_frame_of_an_animation(file_format: str) -> None:
    others = [Image.new("RGB", (120, 80), GREY) for _ in range(3)]
    options = {"lossless": True} if file_format == "WEBP" else {}
    data = saved(two_halves(), file_format, save_all=True, append_images=others, **options)
    assert_two_halves(open_photo(data), tolerance=8)


def test_a_colour_profile_is_followed() -> None:
    wide = wide_gamut_profile()
    green = Image.new("RGB", (96, 96), (100, 180, 100))
    plain = open_photo(saved(green, "PNG")).pixels[48, 48].astype(int)
    converted = open_photo(saved(green, "PNG", icc_profile=wide)).pixels[48, 48].astype(int)
    assert plain.tolist() == [100, 180, 100]
    assert converted[0] < 90  # a wide green is a stronger green in sRGB
    with_alpha = green.convert("RGBA")
    assert open_photo(saved(with_alpha, "PNG", icc_profile=wide)).pixels[48, 48].tolist() == converted.tolist()


def wide_gamut_profile() -> bytes:
    """sRGB's own profile with a greener green: its gXYZ tag holds the primary of Adobe RGB (1998)."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = struct.unpack(">I", profile[128:132])[0]
    for index in range(count):
        name, offset, _ = struct.unpack(">4sII", profile[132 + 12 * index : 144 + 12 * index])
        if name == b"gXYZ":
            greener = (round(value * 65536) for value in (0.2053, 0.6257, 0.0609))
            profile[offset + 8 : offset + 20] = struct.pack(">3i", *greener)
    return bytes(profile)


@pytest.mark.parametrize("profile", [b"", b"not a profile", bytes(128), b"\xff" * 4000])
@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_a_broken_profile_is_ignored(profile: bytes, mode: str) -> None:
    picture = two_halves().convert(mode)
    data = saved(picture, "TIFF", icc_profile=profile)
    assert np.array_equal(open_photo(data).pixels, np.asarray(picture.convert("RGB")))


def test_a_profile_of_another_colour_space_is_ignored() -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for mode in ("L", "CMYK"):
        picture = two_halves().convert(mode)
        photo = open_photo(saved(picture, "TIFF", icc_profile=srgb))
        assert np.abs(photo.pixels.astype(int) - np.asarray(picture.convert("RGB"))).max() <= 1


@pytest.mark.parametrize("file_format", ["JPEG", "PNG"])
def test_large_photos_are_reduced(file_format: str) -> None:
    photo = open_photo(saved(two_halves(4000, 3000), file_format), PhotoLimits(max_side_px=640))
    assert photo.pixels.shape == (480, 640, 3)
    assert (photo.original_width, photo.original_height) == (4000, 3000)
    upper, lower = upper_and_lower(photo)
    assert np.abs(np.subtract(upper, RED)).max() <= 4
    assert np.abs(np.subtract(lower, BLUE)).max() <= 4


def test_small_photos_are_not_enlarged() -> None:
    assert open_photo(saved(two_halves(64, 64), "PNG")).pixels.shape == (64, 64, 3)


def one_sentence(data: bytes, limits: PhotoLimits | None = None) -> str:
    with pytest.raises(PhotoError) as caught:
        open_photo(data, limits or PhotoLimits())
    sentence = str(caught.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert 20 < len(sentence) < 160
    return sentence


@pytest.mark.parametrize(
    ("size", "words"),
    [((1, 1), "at least 64"), ((24, 24), "24 × 24"), ((3000, 18), "at least 64"), ((700, 100), "narrow strip")],
)
def test_too_small_and_too_narrow(size: tuple[int, int], words: str) -> None:
    assert words in one_sentence(saved(Image.new("RGB", size), "PNG"))


def test_not_a_photo() -> None:
    assert "empty" in one_sentence(b"")
    assert "JPEG, PNG" in one_sentence(b"Dear diary, today I became a photo.")
    postscript = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 100 100\n%%EndComments\nshowpage\n"
    assert "JPEG, PNG" in one_sentence(postscript)
    assert "JPEG, PNG" in one_sentence(saved(two_halves(), "PPM"))
    assert "3 MB" in one_sentence(bytes(3_000_000), PhotoLimits(max_bytes=2_000_000))


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "HEIF", "AVIF"])
def test_cut_off_files(file_format: str) -> None:
    pillow_heif.register_heif_opener()
    noise = np.random.default_rng(3).integers(0, 255, (80, 120, 3), np.uint8)
    data = saved(Image.fromarray(noise), file_format)
    for length in range(1, len(data) * 9 // 10, max(1, len(data) // 60)):
        one_sentence(data[:length])


@pytest.mark.parametrize("side", [10_100, 13_000, 30_000])
def test_a_bomb_is_refused_from_its_header(side: int) -> None:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(1_000_000))
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    tracemalloc.start()
    try:
        assert "100 megapixels" in one_sentence(bomb)
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()


def photo_or_sentence(data: bytes) -> None:
    try:
        photo = open_photo(data)
    except PhotoError as error:
        assert str(error).endswith(".")
    else:
        assert photo.pixels.dtype == np.uint8
        assert photo.pixels.shape[2] == 3


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes(data: bytes) -> None:
    photo_or_sentence(data)


@pytest.fixture(scope="module")
def valid_files() -> list[bytes]:
    pillow_heif.register_heif_opener()
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture = two_halves()
    return [
        *(saved(picture, name, exif=exif) for name in ("JPEG", "PNG", "WEBP", "TIFF", "HEIF", "AVIF")),
        *(saved(picture, name, icc_profile=profile) for name in ("JPEG", "PNG")),
        saved(picture, "JPEG", progressive=True),
        saved(picture.convert("CMYK"), "JPEG"),
        saved(picture.convert("P"), "GIF"),
        saved(picture.convert("P"), "BMP"),
        saved(picture.convert("LA"), "PNG"),
        saved(Image.fromarray(np.zeros((80, 120), np.uint16)), "PNG"),
        saved(Image.fromarray(np.zeros((80, 120), np.float32)), "TIFF", compression="tiff_lzw"),
    ]


@settings(deadline=None, max_examples=300)
@given(st.data())
def test_any_damage(valid_files: list[bytes], data: st.DataObject) -> None:
    damaged = bytearray(data.draw(st.sampled_from(valid_files)))
    near_the_start = st.integers(0, min(600, len(damaged) - 1))
    anywhere = st.integers(0, len(damaged) - 1)
    for _ in range(data.draw(st.integers(1, 6))):
        damaged[data.draw(near_the_start | anywhere)] = data.draw(st.integers(0, 255))
    photo_or_sentence(bytes(damaged[: data.draw(anywhere)]) if data.draw(st.booleans()) else bytes(damaged))
