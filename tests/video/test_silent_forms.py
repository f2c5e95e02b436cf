"""GIF, WebP and transparent WebM: whole, within their bytes, in the film's colours."""

from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import pytest
from patterns import MovingPattern, bt709
from PIL import Image

from engine.errors import CancelledRenderError, EncodingError
from engine.types.clip import Form
from engine.types.forms import FORMS
from engine.types.frames import YuvFrame
from engine.video.counting import FrameCount
from engine.video.delivery import deliver
from engine.video.silent_forms import write_silent

SILENT = [Form.GIF, Form.WEBP, Form.WEBM, Form.STICKER]


class Plain:
    """A film of one colour; its left half may be black."""

    width, height, fps, frame_count = 64, 48, 10, 6

    def __init__(self, rgb: tuple[int, int, int], *, half: bool = False) -> None:
        self._yuv, self._half = bt709(*rgb), half

    def draw(self, start: int, stop: int) -> Iterator[YuvFrame]:
        for _ in range(start, stop):
            planes = [
                np.full((48 // s, 64 // s), level, np.uint8) for level, s in zip(self._yuv, (1, 2, 2), strict=True)
            ]
            if self._half:
                planes[0][:, :32] = 16
            yield YuvFrame(*planes)


def rgba(path: Path) -> list[np.ndarray]:
    """The frames of a file, with the alpha that only libvpx decodes from WebM."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        if stream.codec_context.name == "vp9":
            decoder = av.CodecContext.create("libvpx-vp9", "r")
            return [
                frame.to_ndarray(format="rgba")
                for packet in container.demux(stream)
                for frame in decoder.decode(packet)
            ]
    with Image.open(path) as picture:
        frames = []
        for index in range(picture.n_frames):
            picture.seek(index)
            frames.append(np.asarray(picture.convert("RGBA")))
        return frames


@pytest.mark.parametrize("form", SILENT)
def test_colours_survive(form: Form, tmp_path: Path) -> None:
    path = tmp_path / "film"
    assert deliver(form, Plain((200, 90, 40)), path) == (64, 48)
    colours = rgba(path)[-1][8:-8, 8:-8].reshape(-1, 4).mean(axis=0)
    assert colours == pytest.approx([200, 90, 40, 255], abs=9)


@pytest.mark.parametrize("form", [Form.WEBP, Form.WEBM, Form.STICKER])
def test_what_is_nobody_is_transparent_where_the_form_can(form: Form, tmp_path: Path) -> None:
    path = tmp_path / "film"
    deliver(form, Plain((200, 90, 40)), path, silhouettes=Plain((255, 255, 255), half=True))
    alpha = rgba(path)[-1][..., 3]
    assert alpha[10:-10, 40:-6].min() > 240
    assert alpha[10:-10, 6:24].max() < 15 or not FORMS[form].has_alpha


@pytest.mark.parametrize("form", SILENT)
def test_all_frames_are_there_and_nothing_else(form: Form, tmp_path: Path) -> None:
    path = tmp_path / "film"
    heard: list[int] = []
    deliver(form, MovingPattern(frame_count=12, fps=10), path, on_frame=heard.append)
    assert len(rgba(path)) == 12
    assert heard == list(range(1, 13))
    assert list(tmp_path.iterdir()) == [path]


def test_animations_repeat_for_ever(tmp_path: Path) -> None:
    for form in (Form.GIF, Form.WEBP):
        deliver(form, MovingPattern(frame_count=5), tmp_path / form)
        with Image.open(tmp_path / form) as picture:
            assert picture.info["loop"] == 0


@pytest.mark.parametrize("form", SILENT)
def test_what_is_too_large_is_made_smaller(form: Form, tmp_path: Path) -> None:
    film, path = MovingPattern(width=320, height=192, frame_count=8), tmp_path / "film"
    write_silent(form, film, path, FrameCount(None, None))
    limit = path.stat().st_size // 2
    width, height = write_silent(form, film, path, FrameCount(None, None), max_bytes=limit)
    assert path.stat().st_size <= limit
    assert rgba(path)[0].shape == (height, width, 4)


def test_a_sticker_keeps_its_size_and_says_when_it_cannot(tmp_path: Path) -> None:
    with pytest.raises(EncodingError, match="as small as 100 bytes"):
        write_silent(
            Form.STICKER, MovingPattern(), tmp_path / "film", FrameCount(None, None), max_bytes=100, may_shrink=False
        )
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("form", SILENT)
def test_a_wish_to_stop_leaves_nothing_behind(form: Form, tmp_path: Path) -> None:
    with pytest.raises(CancelledRenderError):
        deliver(form, MovingPattern(), tmp_path / "film", cancelled=lambda: True)
    assert not list(tmp_path.iterdir())


def test_a_place_that_is_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(EncodingError, match="cannot be written"):
        deliver(Form.GIF, MovingPattern(frame_count=3), tmp_path / "nowhere" / "film.gif")


def test_every_form_has_its_limits() -> None:
    assert set(FORMS) == set(Form)
    assert FORMS[Form.STICKER].longest_s == 3
    assert FORMS[Form.STICKER].max_bytes is not None
    assert FORMS[Form.STICKER].max_bytes <= 256 * 1024
    assert FORMS[Form.ROUND].aspect == "1:1"
