"""Sounds that people send."""

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings
from sounds import encoded, plucked, speech_like, tone

from engine.audio import SoundLimits, compose, open_sound
from engine.audio.fitting import fitted, under_voice
from engine.audio.sound import Sound
from engine.errors import SoundError
from engine.language.circumplex import emotion
from engine.types.direction import Direction, EmotionLabel
from engine.types.soundtrack import SAMPLE_RATE_HZ, Samples, Soundtrack

WAV = ("wav", "pcm_s16le")
VOICE, SONG = speech_like(4.0), plucked(8.0, 100)[0]


def rms(samples: Samples, start_s: float, stop_s: float) -> float:
    part = samples[round(start_s * SAMPLE_RATE_HZ) : round(stop_s * SAMPLE_RATE_HZ)]
    return float(np.sqrt(np.mean(part.astype(np.float64) ** 2)))


@pytest.mark.parametrize(
    ("container", "codec", "rate"),
    [
        ("ogg", "libopus", 48_000),
        ("mp3", "libmp3lame", 44_100),
        ("mp4", "aac", 44_100),
        ("wav", "pcm_s16le", 22_050),
        ("flac", "flac", 48_000),
        ("matroska", "libopus", 48_000),
    ],
)
def test_usual_files_are_read(container: str, codec: str, rate: int) -> None:
    sound = open_sound(encoded(tone(2.0), container, codec, rate=rate))
    assert sound.duration_s == pytest.approx(2.0, abs=0.1)
    assert rms(sound.samples, 0.5, 1.5) == pytest.approx(0.3 / np.sqrt(2), rel=0.05)
    spectrum = np.abs(np.fft.rfft(sound.samples[:SAMPLE_RATE_HZ, 0]))
    assert abs(int(spectrum.argmax()) - 440) <= 2


def test_the_sound_of_a_film_is_read(tmp_path) -> None:
    import av

    path = tmp_path / "film.mp4"
    with av.open(str(path), "w") as film:
        picture = film.add_stream("libx264", rate=10)
        picture.width = picture.height = 32
        sound = film.add_stream("aac", rate=SAMPLE_RATE_HZ, layout="stereo")
        for index in range(10):
            frame = av.VideoFrame.from_ndarray(np.full((32, 32, 3), 9 * index, np.uint8))
            frame.pts = index
            film.mux(picture.encode(frame))
        film.mux(picture.encode(None))
        heard = av.AudioFrame.from_ndarray(np.ascontiguousarray(tone(1.0).T), format="fltp", layout="stereo")
        heard.sample_rate = SAMPLE_RATE_HZ
        film.mux([*sound.encode(heard), *sound.encode(None)])
    assert open_sound(path).duration_s == pytest.approx(1.0, abs=0.1)
    assert open_sound(path.read_bytes()).duration_s == pytest.approx(1.0, abs=0.1)


@settings(deadline=None, max_examples=40)
@given(st.binary(max_size=200) | st.integers(0, 3000).map(lambda cut: encoded(tone(0.5), "ogg", "libopus")[:cut]))
def test_what_is_no_sound_is_refused_in_one_sentence(data: bytes) -> None:
    try:
        assert open_sound(data).duration_s > 0
    except SoundError as error:
        assert str(error).endswith(".")


@pytest.mark.parametrize(
    ("data", "limits", "says"),
    [
        (encoded(tone(3.0), *WAV), SoundLimits(size_mb=0.1), "larger than 0.1 MB"),
        (encoded(tone(3.0), *WAV), SoundLimits(duration_s=2.4), "longer than 0.04 minutes"),
        (encoded(np.zeros((48_000, 2), np.float32), *WAV), SoundLimits(), "nothing to be heard"),
        (b"", SoundLimits(), "no sound that can be read"),
    ],
)
def test_limits_are_told(data: bytes, limits: SoundLimits, says: str) -> None:
    with pytest.raises(SoundError, match=says):
        open_sound(data, limits)


def test_a_missing_file_is_told(tmp_path) -> None:
    with pytest.raises(SoundError, match="cannot be read"):
        open_sound(tmp_path / "nothing.mp3")


def test_no_more_is_decoded_than_a_film_can_hold() -> None:
    assert open_sound(encoded(tone(5.0), *WAV), SoundLimits(heard_s=1.5)).duration_s == pytest.approx(1.5, abs=0.01)


def test_silence_before_the_sound_is_left_out() -> None:
    late = np.concatenate([np.zeros((48_000, 2), np.float32), tone(1.0)])
    assert open_sound(encoded(late, *WAV)).duration_s == pytest.approx(1.0, abs=0.02)


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_a_voice_is_told_from_music(seed: int) -> None:
    assert open_sound(encoded(speech_like(5.0, seed), *WAV)).spoken
    assert not open_sound(encoded(plucked(5.0, 70 + 30 * seed)[0], *WAV)).spoken
    music = compose(Direction(emotion=emotion(list(EmotionLabel)[7 * seed])), 5.0, 1)
    assert not open_sound(encoded(music.samples, *WAV)).spoken
    assert open_sound(encoded(music.samples, *WAV), spoken=True).spoken


def song(bpm: float = 100.0, duration_s: float = 8.0) -> Sound:
    samples, moments = plucked(duration_s, bpm)
    return Sound(samples, False, tuple(moments.tolist()))


@pytest.mark.parametrize("duration_s", [0.3, 3.0, 8.0, 20.0])
def test_a_song_becomes_as_long_as_the_film(duration_s: float) -> None:
    track = fitted(song(), duration_s)
    assert len(track.samples) == round(duration_s * SAMPLE_RATE_HZ)
    assert rms(track.samples, duration_s - 0.02, duration_s) < 0.05 * rms(track.samples, 0, duration_s)
    assert all(0 <= beat_s < duration_s for beat_s in track.beats_s)


def test_a_song_is_repeated_from_beat_to_beat() -> None:
    """The beats go on evenly over the joint, and each is where it says it is."""
    track = fitted(song(bpm=100), 20.0)
    assert np.diff(track.beats_s) == pytest.approx(0.6, abs=0.01)
    for beat_s in track.beats_s[1:30]:
        assert rms(track.samples, beat_s, beat_s + 0.05) > 1.5 * rms(track.samples, beat_s - 0.1, beat_s - 0.02)
    steps = np.abs(np.diff(track.samples[:, 0]))
    assert steps.max() < 1.2 * np.abs(np.diff(fitted(song(bpm=100), 7.0).samples[:, 0])).max()


def test_a_song_begins_with_its_first_beat() -> None:
    samples, moments = plucked(8.0, 100, first_s=0.45)
    track = fitted(Sound(samples, False, tuple(moments.tolist())), 4.0)
    assert track.beats_s[0] == 0
    assert rms(track.samples, 0.01, 0.1) > rms(track.samples, 0.4, 0.55)


def test_a_voice_is_followed_by_silence() -> None:
    track = fitted(Sound(VOICE, True, ()), 6.0)
    assert len(track.samples) == 6 * SAMPLE_RATE_HZ
    assert track.beats_s == ()
    assert rms(track.samples, 0.5, 3.5) > 0.05
    assert rms(track.samples, 4.2, 6.0) == 0


def test_music_steps_back_while_somebody_speaks() -> None:
    voice = Sound(np.concatenate([VOICE, np.zeros((4 * SAMPLE_RATE_HZ, 2), np.float32)]), True, ())
    music = Soundtrack(tone(8.0, 3000.0), (0.0, 1.0), "a tone")
    both = under_voice(music, voice).samples[:, 0]

    def loudness_of_the_tone(start_s: float) -> float:
        part = both[round(start_s * SAMPLE_RATE_HZ) :][:SAMPLE_RATE_HZ]
        return float(20 * np.log10(np.abs(np.fft.rfft(part * np.hanning(len(part))))[3000]))

    assert 7 < loudness_of_the_tone(6.0) - loudness_of_the_tone(1.5) < 11
    assert rms(both, 0.5, 3.5) > rms(both, 5.5, 7.5)
