"""The music that is heard."""

import numpy as np
import pyloudnorm
import pytest
from scipy.signal import resample

from engine.audio import can_play, compose
from engine.audio.beats import beats_of
from engine.language.circumplex import emotion
from engine.types.direction import Beat, Direction, EmotionLabel, Music
from engine.types.soundtrack import SAMPLE_RATE_HZ, Soundtrack

pytestmark = pytest.mark.skipif(not can_play(), reason="the instruments are not installed")

FAST, SLOW = EmotionLabel.DETERMINATION, EmotionLabel.MELANCHOLY


def mood(label: EmotionLabel) -> Direction:
    return Direction(emotion=emotion(label))


def rms_db(sound: Soundtrack, start_s: float, stop_s: float) -> float:
    part = sound.samples[round(start_s * SAMPLE_RATE_HZ) : round(stop_s * SAMPLE_RATE_HZ)]
    return float(10 * np.log10(np.mean(part**2) + 1e-12))


@pytest.mark.parametrize("label", [EmotionLabel.WISTFUL, EmotionLabel.TENDERNESS, EmotionLabel.PLAYFUL, FAST])
@pytest.mark.parametrize("duration_s", [0.5, 5.0])
def test_it_is_as_long_and_as_loud_as_it_should_be(label: EmotionLabel, duration_s: float) -> None:
    sound = compose(mood(label), duration_s, 1)
    assert sound.samples.shape == (round(duration_s * SAMPLE_RATE_HZ), 2)
    assert sound.duration_s == duration_s
    meter = pyloudnorm.Meter(SAMPLE_RATE_HZ, block_size=min(0.4, duration_s))
    assert meter.integrated_loudness(sound.samples.astype(np.float64)) == pytest.approx(-16, abs=1)
    assert 20 * np.log10(np.abs(resample(sound.samples, 4 * len(sound.samples))).max()) < -1


@pytest.mark.parametrize("label", [EmotionLabel.WISTFUL, EmotionLabel.PLAYFUL, EmotionLabel.ANGER])
def test_it_begins_and_ends_without_a_click_and_fades(label: EmotionLabel) -> None:
    sound = compose(mood(label), 6.0, 2)
    edges = np.concatenate([sound.samples[:24], sound.samples[-24:]])
    assert np.abs(np.diff(edges, axis=0)).max() < 0.01
    assert rms_db(sound, 5.95, 6.0) < rms_db(sound, sound.beats_s[-1], sound.beats_s[-1] + 0.5) - 25


def test_the_same_seed_sounds_the_same() -> None:
    first, again, other = (compose(mood(EmotionLabel.JOY), 3.0, seed).samples for seed in (1, 1, 2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_what_was_written_can_be_heard() -> None:
    """The beats of the score are found again in the sound."""
    for label in (FAST, SLOW):
        sound = compose(mood(label), 12.0, 1)
        found = np.array(beats_of(sound.samples))
        near = [np.abs(found - beat_s).min() < 0.07 for beat_s in sound.beats_s]
        assert np.mean(near) > 0.9
        assert np.median(np.diff(found)) == pytest.approx(np.median(np.diff(sound.beats_s)), rel=0.05)


def test_a_brighter_mood_sounds_louder_within_a_film() -> None:
    arc = (Beat(start=0.0, emotion=emotion(SLOW)), Beat(start=0.5, emotion=emotion(EmotionLabel.EXCITEMENT)))
    sound = compose(Direction(emotion=arc[0].emotion, beats=arc), 16.0, 1)
    assert rms_db(sound, 9, 14) > rms_db(sound, 1, 7) + 3


def test_places_without_people_sound_of_themselves() -> None:
    calm = mood(EmotionLabel.CALM)
    assert not np.array_equal(compose(calm, 2.0, 1).samples, compose(calm, 2.0, 1, has_faces=False).samples)
    rain = calm.model_copy(update={"ambient": ("rain",)})
    with_rain, without = (np.abs(np.fft.rfft(compose(each, 2.0, 1).samples[:, 0])) ** 2 for each in (rain, calm))
    hissing = slice(2 * 5000, 2 * 9000)
    assert with_rain[hissing].sum() > 5 * without[hissing].sum()


def test_the_title_says_what_is_heard() -> None:
    assert compose(mood(EmotionLabel.WISTFUL), 1.0, 1).title == "sparse piano"
    asked = Direction(music=Music(mode="asked", mood="happy guitar"))
    assert compose(asked, 1.0, 1).title == "happy guitar"
