"""Ambience: wind, waves, rain or the quiet of a room, made of filtered noise."""

from collections.abc import Callable
from typing import Final

import numpy as np
import numpy.typing as npt

from engine.types.direction import Direction
from engine.types.soundtrack import SAMPLE_RATE_HZ, Samples

Curve = npt.NDArray[np.float32]

_GUSTS_HZ = 0.25
_WAVE_S = (5.0, 8.0)
"""From one wave to the next, on a calm shore."""
_DROPS_A_SECOND = 60.0
_CRACKLES_A_SECOND = 9.0
_SIDES_ALIKE = 0.5
"""How much of the noise comes from the middle."""


def ambience_of(direction: Direction, has_faces: bool) -> str | None:
    """Return the name of what is heard around: what the words name, and the room where nobody is to be seen."""
    named = (SOURCES[thing] for thing in direction.ambient if thing in SOURCES)
    return next(named, None if has_faces else "room")


def ambient_sound(name: str, duration_s: float, rng: np.random.Generator) -> Samples:
    """Return an ambience by its name in `SOUNDS`, about as loud everywhere, its level arbitrary."""
    return SOUNDS[name](round(duration_s * SAMPLE_RATE_HZ), rng)


def _wind(count: int, rng: np.random.Generator) -> Samples:
    body = _noise(count, rng, 120, 700)
    whistle = _noise(count, rng, 500, 1400)
    gusts = _wandering(count, rng, _GUSTS_HZ)
    return _over_time(body, 0.4 + 0.6 * gusts) + _over_time(whistle, 0.5 * gusts**3)


def _leaves(count: int, rng: np.random.Generator) -> Samples:
    rustle = _wandering(count, rng, 2.5) * _wandering(count, rng, _GUSTS_HZ)
    return np.float32(0.4) * _wind(count, rng) + _over_time(_noise(count, rng, 1800, 7000), rustle)


def _waves(count: int, rng: np.random.Generator) -> Samples:
    """Each wave comes slowly, breaks, and runs out hissing."""
    swell = np.zeros(count, np.float32)
    at_s = -rng.uniform(0, 3)
    while at_s < count / SAMPLE_RATE_HZ:
        age = np.arange(count, dtype=np.float32) / SAMPLE_RATE_HZ - at_s
        swell += np.where(age < 2.0, np.exp(-((age - 2.0) ** 2) / 0.8), np.exp(-(age - 2.0) / 1.8)) * (age > -1)
        at_s += rng.uniform(*_WAVE_S)
    sea = _noise(count, rng, 60, 400)
    return _over_time(sea, 0.3 + 0.7 * swell) + _over_time(_noise(count, rng, 900, 6000), 0.7 * swell**2)


def _rain(count: int, rng: np.random.Generator) -> Samples:
    drops = _grains(count, rng, _DROPS_A_SECOND, 0.004)
    return _noise(count, rng, 1500, 9000) + _over_time(_noise(count, rng, 2500, 6000), 2.0 * drops)


def _fire(count: int, rng: np.random.Generator) -> Samples:
    glow = _over_time(_noise(count, rng, 80, 350), 0.6 + 0.4 * _wandering(count, rng, 1.5))
    crackles = _grains(count, rng, _CRACKLES_A_SECOND, 0.006)
    return glow + _over_time(_noise(count, rng, 1200, 5000), 4.0 * crackles)


def _room(count: int, rng: np.random.Generator) -> Samples:
    return _noise(count, rng, 90, 320) + np.float32(0.1) * _noise(count, rng, 300, 3000)


SOUNDS: Final[dict[str, Callable[[int, np.random.Generator], Samples]]] = {
    "wind": _wind,
    "leaves": _leaves,
    "waves": _waves,
    "rain": _rain,
    "fire": _fire,
    "room": _room,
}
SOURCES: Final[dict[str, str]] = {
    "wind": "wind",
    "clouds": "wind",
    "snow": "wind",
    "cloth": "wind",
    "leaves": "leaves",
    "water": "waves",
    "rain": "rain",
    "fire": "fire",
    "stars": "room",
}
"""What moves by itself in a picture, and what it sounds like."""


def _noise(count: int, rng: np.random.Generator, low_hz: float, high_hz: float) -> Samples:
    """Return stereo noise between two frequencies, of power 1, falling off by 12 dB an octave on either side."""
    frequencies = np.fft.rfftfreq(count, 1 / SAMPLE_RATE_HZ)[:, None].astype(np.float32)
    band = 1 / (1 + (frequencies / high_hz) ** 2) * (1 - 1 / (1 + (frequencies / low_hz) ** 2))
    middle, *sides = (rng.standard_normal((count, 1), np.float32) for _ in range(3))
    white = np.sqrt(_SIDES_ALIKE) * middle + np.sqrt(1 - _SIDES_ALIKE) * np.concatenate(sides, axis=1)
    shaped = np.fft.irfft(np.fft.rfft(white, axis=0) * band, count, axis=0)
    return np.asarray(shaped / max(1e-9, shaped.std()), np.float32)


def _over_time(samples: Samples, gain: Curve) -> Samples:
    result: Samples = samples * gain.astype(np.float32)[:, None]
    return result


def _wandering(count: int, rng: np.random.Generator, rate_hz: float) -> Curve:
    """Return a number between 0 and 1 that takes a new course about `rate_hz` times a second."""
    turns = max(2, round(count / SAMPLE_RATE_HZ * rate_hz) + 2)
    places = np.linspace(0, turns - 1, count)
    before = np.minimum(places.astype(int), turns - 2)
    ease = 0.5 - 0.5 * np.cos(np.pi * (places - before))
    values = rng.uniform(0, 1, turns)
    return np.asarray(values[before] * (1 - ease) + values[before + 1] * ease, np.float32)


def _grains(count: int, rng: np.random.Generator, rate_hz: float, decay_s: float) -> Curve:
    """Return the envelope of short bursts at chance moments: drops, crackles."""
    envelope = np.zeros(count, np.float32)
    decay = np.exp(-np.arange(round(6 * decay_s * SAMPLE_RATE_HZ)) / (decay_s * SAMPLE_RATE_HZ))
    for start in rng.integers(0, count, rng.poisson(rate_hz * count / SAMPLE_RATE_HZ)):
        length = min(len(decay), count - start)
        envelope[start : start + length] += rng.uniform(0.2, 1.0) ** 2 * decay[:length]
    return envelope
