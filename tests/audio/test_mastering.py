import numpy as np
import pyloudnorm
import pytest
from scipy.signal import resample
from sounds import plucked, speech_like, stereo, tone

from engine.audio.ambience import SOUNDS, ambient_sound
from engine.audio.filtering import convolved
from engine.audio.loudness import integrated_loudness, true_peak_db
from engine.audio.mastering import limited, mastered
from engine.types.soundtrack import SAMPLE_RATE_HZ, Samples

SOUNDING = {
    "tone": tone(3.0),
    "low tone": tone(3.0, 60.0),
    "high tone": tone(3.0, 9000.0),
    "plucked": plucked(6.0, 80)[0],
    "clicks": plucked(6.0, 40)[0] ** 3,
    "speech": speech_like(5.0),
    "loud, then soft": np.concatenate([tone(2.0, level=0.5), tone(4.0, level=0.005)]),
}


def meter(samples: Samples) -> float:
    length_s = min(0.4, len(samples) / SAMPLE_RATE_HZ)
    return float(pyloudnorm.Meter(SAMPLE_RATE_HZ, block_size=length_s).integrated_loudness(samples.astype(np.float64)))


def oversampled_peak_db(samples: Samples) -> float:
    return float(20 * np.log10(np.abs(resample(samples, 4 * len(samples))).max()))


@pytest.mark.parametrize("name", SOUNDING)
def test_loudness_agrees_with_pyloudnorm(name: str) -> None:
    assert integrated_loudness(SOUNDING[name]) == pytest.approx(meter(SOUNDING[name]), abs=0.1)


def test_a_full_scale_tone_has_the_loudness_of_the_recommendation() -> None:
    """BS.1770-4: 0 dBFS at 997 Hz in one channel is −3.01 LKFS, in two uncorrelated ones 3 dB more."""
    left = tone(3.0, 997.0, level=1.0)
    left[:, 1] = 0
    assert integrated_loudness(left) == pytest.approx(-3.01, abs=0.02)


def test_peaks_between_the_samples_are_found() -> None:
    """A tone at a quarter of the rate, sampled 45° beside its crests: 3 dB hide between the samples."""
    wave = np.sin(np.pi / 2 * np.arange(4800) + np.pi / 4)
    samples = stereo(0.5 * np.sqrt(2) * wave * np.hanning(4800))
    assert 20 * np.log10(np.abs(samples).max()) < -5.9
    assert true_peak_db(samples) == pytest.approx(oversampled_peak_db(samples), abs=0.1)
    assert true_peak_db(samples) > -3.2


@pytest.mark.parametrize("name", SOUNDING)
@pytest.mark.parametrize("duration_s", [0.2, 1.0, 3.0])
def test_everything_comes_out_equally_loud(name: str, duration_s: float) -> None:
    sound = SOUNDING[name][: round(duration_s * SAMPLE_RATE_HZ)] * 0.1
    result = mastered(sound, fade_out_s=0.3)
    assert meter(result) == pytest.approx(-16, abs=1)
    assert oversampled_peak_db(result) < -1
    assert len(result) == len(sound)
    assert np.abs(result[[0, -1]]).max() < 1e-3


def test_silence_stays_silence() -> None:
    assert not mastered(np.zeros((4800, 2), np.float32)).any()


def test_the_limiter_turns_down_and_leaves_the_rest() -> None:
    sound = tone(1.0, 500.0, level=0.3)
    sound[24_000:24_200] *= 4
    result = limited(sound)
    assert np.abs(result[24_000:24_200]).max() < 0.84
    assert np.allclose(result[:20_000], sound[:20_000], atol=1e-6)
    assert np.array_equal(limited(sound * np.float32(0.1)), sound * np.float32(0.1))


def test_filtering_in_blocks_is_convolution() -> None:
    rng = np.random.default_rng(1)
    sound, impulse = rng.standard_normal((100_000, 2)).astype(np.float32), rng.standard_normal(700)
    wanted = np.convolve(sound[:, 1], impulse)[: len(sound)]
    assert np.abs(convolved(sound, impulse)[:, 1] - wanted).max() < 1e-3


@pytest.mark.parametrize("name", SOUNDS)
def test_ambience_sounds_of_its_place(name: str) -> None:
    sound, again = (ambient_sound(name, 4.0, np.random.default_rng(5)) for _ in range(2))
    assert np.array_equal(sound, again)
    assert sound.shape == (4 * SAMPLE_RATE_HZ, 2)
    power = np.abs(np.fft.rfft(sound.mean(axis=1))) ** 2
    frequencies = np.fft.rfftfreq(len(sound), 1 / SAMPLE_RATE_HZ)
    centre_hz = float(power @ frequencies / power.sum())
    assert (centre_hz > 1500) == (name in {"rain", "leaves"}), centre_hz
