import numpy as np
import pytest
from sounds import plucked, tone

from engine.audio.beats import beats_of


@pytest.mark.parametrize("bpm", [60, 90, 120, 140])
@pytest.mark.parametrize("first_s", [0.0, 0.37])
def test_beats_are_where_they_are_struck(bpm: int, first_s: float) -> None:
    samples, moments = plucked(12.0, bpm, first_s)
    found = np.array(beats_of(samples))
    inner = moments[1:-1]
    assert all(np.abs(found - moment).min() < 0.05 for moment in inner)
    assert np.median(np.diff(found)) == pytest.approx(60 / bpm, rel=0.03)


def test_a_slight_change_of_tempo_is_followed() -> None:
    first, second = plucked(8.0, 100), plucked(8.0, 108)
    found = np.array(beats_of(np.concatenate([first[0], second[0]])))
    moments = np.concatenate([first[1], 8.0 + second[1]])[1:-1]
    assert np.mean([np.abs(found - moment).min() < 0.06 for moment in moments]) > 0.9


@pytest.mark.parametrize("duration_s", [0.05, 1.0, 8.0])
def test_what_has_no_pulse_has_no_beats(duration_s: float) -> None:
    noise = 0.1 * np.random.default_rng(1).standard_normal((round(48_000 * duration_s), 2)).astype(np.float32)
    assert beats_of(noise) == ()
    assert beats_of(tone(duration_s)) == ()
    assert beats_of(np.zeros_like(noise)) == ()
