"""Films with sound are written, then heard again."""

from pathlib import Path

import av
import numpy as np
import pytest
from patterns import MovingPattern

from engine.types.soundtrack import SAMPLE_RATE_HZ, Soundtrack
from engine.video import EncoderSettings, encode


def tones(duration_s: float) -> Soundtrack:
    """A′ at the left, an octave above at the right, a fast fade at the end."""
    times = np.arange(round(duration_s * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    fade = np.clip((duration_s - times) / 0.05, 0, 1)
    waves = [0.5 * fade * np.sin(2 * np.pi * pitch * times) for pitch in (440, 880)]
    return Soundtrack(np.stack(waves, axis=1).astype(np.float32), (), "tones")


def heard(path: Path) -> np.ndarray:
    with av.open(str(path)) as container:
        return np.concatenate([frame.to_ndarray() for frame in container.decode(audio=0)], axis=1).T


def written(folder: Path, frames: MovingPattern, sound: Soundtrack | None) -> Path:
    encode(frames, folder / "film.mp4", sound=sound, settings=EncoderSettings(workers=2, segment_s=1.0))
    return folder / "film.mp4"


@pytest.mark.parametrize(("frame_count", "fps"), [(1, 30), (29, 30), (150, 30), (100, 24), (31, 60)])
def test_sound_and_pictures_have_one_length(tmp_path: Path, frame_count: int, fps: int) -> None:
    path = written(tmp_path, MovingPattern(frame_count=frame_count, fps=fps), tones(frame_count / fps))
    with av.open(str(path)) as container:
        picture, sound = container.streams.video[0], container.streams.audio[0]
        assert picture.start_time == sound.start_time == 0
        length_s = float(picture.duration * picture.time_base)
        assert length_s == pytest.approx(frame_count / fps)
        assert float(sound.duration * sound.time_base) == pytest.approx(length_s, abs=0.5 / fps)
        context = sound.codec_context
        assert (context.name, context.sample_rate, context.layout.name) == ("aac", SAMPLE_RATE_HZ, "stereo")


def test_the_sound_comes_back_at_its_moment(tmp_path: Path) -> None:
    """The run-up of the encoder is taken away again: a shift of one AAC frame would turn the wave's phase."""
    sound = tones(3.0)
    again = heard(written(tmp_path, MovingPattern(frame_count=90), sound))[: len(sound.samples)]
    inside = slice(4096, -4096)
    error = again[inside] - sound.samples[inside]
    assert np.sqrt(np.mean(error**2)) < 0.05 * np.sqrt(np.mean(sound.samples[inside] ** 2))


@pytest.mark.parametrize("sound_s", [0.4, 5.0])
def test_another_length_is_cut_or_followed_by_silence(tmp_path: Path, sound_s: float) -> None:
    again = heard(written(tmp_path, MovingPattern(frame_count=60), tones(sound_s)))
    assert len(again) / SAMPLE_RATE_HZ == pytest.approx(2.0, abs=0.03)
    loud = np.abs(again[: 2 * SAMPLE_RATE_HZ]).max(axis=1) > 0.1
    assert np.flatnonzero(loud)[-1] / SAMPLE_RATE_HZ == pytest.approx(min(sound_s, 2.0), abs=0.03)


def test_pictures_are_the_same_with_and_without_sound(tmp_path: Path) -> None:
    pictures = []
    for name, sound in (("silent", None), ("sounding", tones(3.0))):
        (tmp_path / name).mkdir()
        path = written(tmp_path / name, MovingPattern(frame_count=90), sound)
        with av.open(str(path)) as container:
            assert len(container.streams.audio) == (sound is not None)
            pictures.append([(packet.pts, packet.dts, packet.duration) for packet in container.demux(video=0)])
        data = path.read_bytes()
        assert data.index(b"moov") < data.index(b"mdat")
    assert pictures[0] == pictures[1]


def test_sound_lies_beside_its_pictures(tmp_path: Path) -> None:
    """A player that reads from the front needs no more than about a segment of the one before the other."""
    path = written(tmp_path, MovingPattern(frame_count=240), tones(8.0))
    reached = {"audio": 0.0, "video": 0.0}
    with av.open(str(path)) as container:
        for packet in container.demux():
            if packet.dts is not None:
                reached[packet.stream.type] = float(packet.dts * packet.time_base)
                assert abs(reached["audio"] - reached["video"]) < 1.5
