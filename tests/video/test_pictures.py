"""Single pictures from films: colours, posters, contact sheets."""

import io
from pathlib import Path

import cv2
import numpy as np
import pytest
from patterns import MovingPattern, bt709
from PIL import Image

from engine.types.colour import to_rgb
from engine.types.frames import YuvFrame
from engine.video import encode, poster_jpeg
from engine.video.contact_sheet import contact_sheet, evenly_spaced, write_png


def plain(width: int, height: int, colour: tuple[int, int, int]) -> YuvFrame:
    y, u, v = bt709(*colour)
    return YuvFrame(
        np.full((height, width), y, np.uint8),
        np.full((height // 2, width // 2), u, np.uint8),
        np.full((height // 2, width // 2), v, np.uint8),
    )


def test_chroma_lies_on_the_even_columns_between_the_rows() -> None:
    columns, rows = np.meshgrid(np.arange(32), np.arange(32))
    ramp = YuvFrame(
        np.full((32, 32), 126, np.uint8),
        np.full((16, 16), 128, np.uint8),
        (96 + 2 * columns[:16, :16] + 2 * rows[:16, :16]).astype(np.uint8),
    )
    red = to_rgb(ramp)[..., 0]
    chroma = 96 + columns + (rows - 0.5) - 128
    expected = (126 - 16) * 255 / 219 + chroma * 255 / 224 * 1.5748
    inside = np.s_[4:28, 4:28]
    assert np.abs(red[inside] - expected[inside]).max() <= 1.5


@pytest.mark.parametrize(
    ("width", "height", "size"), [(1280, 720, (320, 180)), (720, 1280, (180, 320)), (64, 48, (64, 48))]
)
def test_poster_is_small_and_true(width: int, height: int, size: tuple[int, int]) -> None:
    with Image.open(io.BytesIO(poster_jpeg(plain(width, height, (200, 150, 120))))) as poster:
        assert (poster.format, poster.size) == ("JPEG", size)
        assert np.abs(np.asarray(poster).astype(int) - (200, 150, 120)).max() <= 3


def test_the_poster_of_noise_stays_under_its_limit() -> None:
    noise = np.random.default_rng(1).integers(0, 256, (3, 320, 320), np.uint8)
    assert len(poster_jpeg(YuvFrame(noise[0], noise[1, ::2, ::2], noise[2, ::2, ::2]))) < 200_000


def test_a_contact_sheet_shows_first_and_last_frame(tmp_path: Path) -> None:
    encode(MovingPattern(160, 96, frame_count=40), tmp_path / "film.mp4")
    pictures = evenly_spaced(tmp_path / "film.mp4", 5)
    sheet = contact_sheet(pictures, columns=3, tile_width_px=160)
    assert sheet.shape == (2 * 96, 3 * 160, 3)
    assert np.array_equal(sheet[:96, :160], pictures[0])
    assert np.array_equal(sheet[96:, 160:320], pictures[4])
    assert not sheet[96:, 320:].any()
    film = next(MovingPattern(160, 96, frame_count=40).draw(39, 40))
    assert np.abs(pictures[4].astype(int) - to_rgb(film)).mean() < 4


def test_a_contact_sheet_can_look_closer(tmp_path: Path) -> None:
    picture = np.zeros((100, 200, 3), np.uint8)
    picture[20:60, 50:150] = (10, 200, 30)
    sheet = contact_sheet([picture], columns=1, crop=(50, 20, 150, 60), tile_width_px=50)
    assert sheet.shape == (20, 50, 3)
    write_png(sheet, tmp_path / "sheet.png")
    assert (cv2.imread(str(tmp_path / "sheet.png"))[..., ::-1] == (10, 200, 30)).all()
