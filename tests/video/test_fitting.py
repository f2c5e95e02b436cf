"""Films that are too large for a chat."""

from pathlib import Path

import av
import numpy as np
import pytest
from patterns import MovingPattern

from engine.errors import EncodingError
from engine.types.soundtrack import SAMPLE_RATE_HZ, Soundtrack
from engine.video import EncoderSettings, encode
from engine.video.decoding import decode
from engine.video.fitting import fit


def large_film(folder: Path, sound: Soundtrack | None = None) -> Path:
    path = folder / "large.mp4"
    encode(MovingPattern(320, 192, frame_count=90), path, sound=sound, settings=EncoderSettings(crf=1, workers=1))
    return path


@pytest.mark.parametrize("part", [2, 5, 12])
def test_it_fits_and_shows_the_same(tmp_path: Path, part: int) -> None:
    film, smaller = large_film(tmp_path), tmp_path / "smaller.mp4"
    limit = film.stat().st_size // part
    fit(film, smaller, limit)
    assert 0.2 * limit < smaller.stat().st_size <= limit
    assert smaller.read_bytes().index(b"moov") < smaller.read_bytes().index(b"mdat")
    before, after = list(decode(film)), list(decode(smaller))
    assert len(after) == len(before)
    means = np.array([[picture.mean(axis=(0, 1)) for picture in film] for film in (before, after)])
    assert np.abs(means[0] - means[1]).mean() < 3


def test_a_tight_limit_makes_the_picture_smaller(tmp_path: Path) -> None:
    film, smaller = large_film(tmp_path), tmp_path / "smaller.mp4"
    fit(film, smaller, 20_000)
    assert smaller.stat().st_size <= 20_000
    picture = next(iter(decode(smaller)))
    assert picture.shape[0] < 192
    assert picture.shape[1] / picture.shape[0] == pytest.approx(320 / 192, rel=0.03)


def test_the_sound_is_copied(tmp_path: Path) -> None:
    times = np.arange(3 * SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ
    wave = 0.5 * np.sin(2 * np.pi * 440 * times)
    sound = Soundtrack(np.stack([wave, wave], axis=1).astype(np.float32), (), "a tone")
    film, smaller = large_film(tmp_path, sound), tmp_path / "smaller.mp4"
    fit(film, smaller, 130_000)
    kept = []
    for path in (film, smaller):
        with av.open(str(path)) as container:
            kept.append([bytes(packet) for packet in container.demux(audio=0)])
            assert container.streams.audio[0].start_time == container.streams.video[0].start_time == 0
    assert kept[0] == kept[1]


def test_what_cannot_fit_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    film = large_film(tmp_path)
    with pytest.raises(EncodingError, match="100 bytes"):
        fit(film, tmp_path / "smaller.mp4", 100)
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"no film")
    with pytest.raises(EncodingError, match="cannot be made smaller"):
        fit(broken, tmp_path / "smaller.mp4", 10_000)
    assert not (tmp_path / "smaller.mp4").exists()
