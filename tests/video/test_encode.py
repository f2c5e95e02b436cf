"""Films are written, then read again."""

import resource
import threading
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest
from patterns import MovingPattern, bt709

from engine.errors import CancelledRenderError, EncodingError
from engine.types.clip import NOTICE
from engine.types.frames import YuvFrame
from engine.video import EncoderSettings, encode
from engine.video.decoding import decode, decode_planes

TWO_WORKERS = EncoderSettings(workers=2)


class Still(MovingPattern):
    """The same grainy picture in every frame, but for a face's worth of it, which slides."""

    def draw(self, start: int, stop: int) -> Iterator[YuvFrame]:
        rest = next(iter(super().draw(0, 1))).y.copy()
        for frame in super().draw(start, stop):
            face = frame.y[48:144, 100:220].copy()
            frame.y[:] = rest
            frame.y[48:144, 100:220] = face
            yield frame


class Broken(MovingPattern):
    def draw(self, start: int, stop: int) -> Iterator[YuvFrame]:
        yield from super().draw(start, start + 3)
        raise OSError("the renderer's own fault")


def psnr(one: np.ndarray, other: np.ndarray) -> float:
    return float(10 * np.log10(255**2 / np.mean((one.astype(float) - other) ** 2)))


def packets_of(path: Path) -> list[av.Packet]:
    with av.open(str(path)) as container:
        return [packet for packet in container.demux(video=0) if packet.pts is not None]


@pytest.mark.parametrize("frame_count", [1, 2, 3, 29, 31, 61, 150])
def test_every_frame_arrives_once_in_order(tmp_path: Path, frame_count: int) -> None:
    frames = MovingPattern(frame_count=frame_count)
    encode(frames, tmp_path / "film.mp4", settings=TWO_WORKERS)

    with av.open(str(tmp_path / "film.mp4")) as container:
        stream = container.streams.video[0]
        assert stream.frames == frame_count
        assert stream.average_rate == 30
        assert stream.duration * stream.time_base == pytest.approx(frame_count / 30)
        times = [frame.pts * frame.time_base for frame in container.decode(stream)]
    assert times == [pytest.approx(index / 30) for index in range(frame_count)]
    decoding_times = [packet.dts for packet in packets_of(tmp_path / "film.mp4")]
    assert all(np.diff(decoding_times) > 0)

    for source, shown in zip(frames.draw(0, frame_count), decode_planes(tmp_path / "film.mp4"), strict=True):
        assert psnr(source.y, shown.y) > 33  # the neighbouring frame would give about 25


def test_a_minute_keeps_its_length(tmp_path: Path) -> None:
    heard: list[int] = []
    encode(
        MovingPattern(32, 32, 61 * 24, fps=24),
        tmp_path / "film.mp4",
        settings=EncoderSettings(workers=3),
        on_frame=heard.append,
    )
    with av.open(str(tmp_path / "film.mp4")) as container:
        assert container.duration == 61 * av.time_base
    assert sum(1 for _ in decode_planes(tmp_path / "film.mp4")) == 61 * 24
    assert heard == list(range(1, 61 * 24 + 1))


def test_a_still_picture_does_not_pulse(tmp_path: Path) -> None:
    """Whoever draws the frames, one encoder takes them, and opens with the only key frame of a short film."""
    film = Still(320, 192, frame_count=120)
    encode(film, tmp_path / "film.mp4", settings=TWO_WORKERS)
    assert [packet.is_keyframe for packet in packets_of(tmp_path / "film.mp4")] == [True] + 119 * [False]
    beside = [frame.y[:, 240:].astype(float) for frame in decode_planes(tmp_path / "film.mp4")]
    changes = [np.abs(one - other).mean() for one, other in pairwise(beside)]
    assert max(changes) < 0.2  # a key frame in the middle would change 1.25 levels


def test_a_long_film_can_be_entered_every_few_seconds(tmp_path: Path) -> None:
    settings = EncoderSettings(workers=2, key_frames_s=1.0)
    encode(MovingPattern(320, 192, frame_count=120), tmp_path / "film.mp4", settings=settings)
    keys = [packet.pts for packet in packets_of(tmp_path / "film.mp4") if packet.is_keyframe]
    assert len(keys) == 4
    assert len(set(np.diff(keys))) == 1


def test_the_file_says_what_it_holds_and_starts_with_its_index(tmp_path: Path) -> None:
    encode(MovingPattern(), tmp_path / "film.mp4")
    data = (tmp_path / "film.mp4").read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")
    colour = data.index(b"colrnclx") + len(b"colrnclx")
    assert data[colour : colour + 7] == bytes([0, 1, 0, 1, 0, 1, 0])  # primaries, transfer, matrix, limited
    with av.open(str(tmp_path / "film.mp4")) as container:
        assert container.metadata["comment"] == NOTICE
        context = container.streams.video[0].codec_context
        assert (context.name, context.pix_fmt, context.profile) == ("h264", "yuv420p", "High")
        assert (context.width, context.height) == (160, 96)
        tags = (context.color_primaries, context.color_trc, context.colorspace, context.color_range)
        assert tags == (1, 1, 1, 1)


def test_the_same_frames_give_the_same_packets(tmp_path: Path) -> None:
    """By their times and kinds: x264 itself is not exact to the bit from run to run (see docs/benchmarks.md)."""
    films = []
    for name in ("one", "two"):
        encode(MovingPattern(frame_count=100), tmp_path / name, settings=TWO_WORKERS)
        films.append([(packet.pts, packet.dts, packet.is_keyframe) for packet in packets_of(tmp_path / name)])
    assert films[0] == films[1]


def test_colours_survive_the_film(tmp_path: Path) -> None:
    colours = [(255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255), (0, 0, 0), (200, 150, 120), (18, 52, 86)]

    class Patches:
        width, height, fps, frame_count = 32 * len(colours), 64, 30, 5

        def draw(self, start: int, stop: int) -> Iterator[YuvFrame]:
            for _ in range(start, stop):
                columns = np.array([bt709(*colour) for colour in colours], np.uint8)
                y, u, v = (np.repeat(plane, 32)[None].repeat(64, 0) for plane in columns.T)
                yield YuvFrame(y, u[::2, ::2], v[::2, ::2])

    encode(Patches(), tmp_path / "film.mp4", settings=EncoderSettings(crf=1))
    for picture in decode(tmp_path / "film.mp4"):
        seen = [picture[32, 32 * index + 16].astype(int) for index in range(len(colours))]
        assert np.abs(np.array(seen) - colours).max() <= 2


def test_a_cancelled_film_leaves_nothing(tmp_path: Path) -> None:
    heard: list[int] = []
    with pytest.raises(CancelledRenderError):
        encode(
            MovingPattern(frame_count=3000),
            tmp_path / "film.mp4",
            settings=TWO_WORKERS,
            on_frame=heard.append,
            cancelled=lambda: len(heard) >= 70,
        )
    assert 70 <= len(heard) <= 75
    assert list(tmp_path.iterdir()) == []
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("draw")]


def test_an_earlier_film_survives_a_failure(tmp_path: Path) -> None:
    (tmp_path / "film.mp4").write_bytes(b"earlier")
    with pytest.raises(OSError, match="the renderer's own fault"):
        encode(Broken(frame_count=100), tmp_path / "film.mp4", settings=TWO_WORKERS)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("film.mp4", b"earlier")]


def test_a_renderer_that_stops_early_is_no_film(tmp_path: Path) -> None:
    class Short(MovingPattern):
        def draw(self, start: int, stop: int) -> Iterator[YuvFrame]:
            return super().draw(start, stop - 1)

    with pytest.raises(ValueError, match="shorter"):
        encode(Short(), tmp_path / "film.mp4")
    assert list(tmp_path.iterdir()) == []


def test_where_nothing_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    for place in ("missing/film.mp4", "file/film.mp4", "folder"):
        with pytest.raises(EncodingError, match="cannot be written"):
            encode(MovingPattern(), tmp_path / place)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder"]


def test_a_full_disk_is_told_in_one_sentence(tmp_path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))
    try:
        with pytest.raises(EncodingError, match=r"cannot be written to .*film\.mp4: .*\.$"):
            encode(MovingPattern(320, 192, 300), tmp_path / "film.mp4", settings=TWO_WORKERS)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert list(tmp_path.iterdir()) == []


def test_little_is_drawn_ahead_of_the_encoder(tmp_path: Path) -> None:
    """What a long film holds in memory."""
    begun: list[int] = []

    class Watched(MovingPattern):
        def draw(self, start: int, stop: int) -> Iterator[YuvFrame]:
            begun.append(start)
            if start == 0:
                late.wait(0.5)
            assert stop - start <= 15
            return super().draw(start, stop)

    late = threading.Event()
    heard: list[int] = []

    def count(frames_done: int) -> None:
        if not heard:
            assert sorted(begun) == [0, 15, 30]  # one run more than there are workers waits for the first
        heard.append(frames_done)

    encode(Watched(32, 32, 900), tmp_path / "film.mp4", settings=TWO_WORKERS, on_frame=count)
    assert heard == list(range(1, 901))
    assert sorted(begun) == list(range(0, 900, 15))
