"""Life under everything: breath, slow drift of head and body, changes of posture, shiver, small changes in the face.

Each part draws from its own random numbers, so no two of them run on one phase, in one person or between two.
"""

import numpy as np

from engine.motion.arc import Arc
from engine.motion.easing import Curve, minimum_jerk
from engine.motion.phrases import Phrase, Stroke
from engine.types.curves import Track

_DRIFT_HZ = (0.06, 0.32)
_SHIVER_HZ = (3.5, 5.5)
_INHALE, _EXHALE = 0.4, 0.5
"""Shares of one breath; the rest is the pause after it."""
_DRIFT = {"yaw_deg": 1.2, "pitch_deg": 0.8, "roll_deg": 0.7, "lean": 0.005, "sway": 0.01}
"""Bound of the idle drift at neutral, in each channel's unit; it seldom gets beyond three quarters of it."""

_SHIFTS_PER_MIN = 11.0
_SHIFT = {"yaw_deg": 1.7, "pitch_deg": 0.8, "roll_deg": 0.9, "sway": 0.006}
"""Spread of the places that the head takes by itself, at neutral."""
_SHIFT_S = 0.75
_EVENNESS = 4.0
"""Shape of the gamma distribution of the times between two changes of posture."""


def wandering(times: Curve, band_hz: tuple[float, float], rng: np.random.Generator) -> Curve:
    """Return a smooth random curve within −1…1, T: a few sines from a frequency band at random phases."""
    count = 5
    low, high = band_hz
    # One frequency from each part of the band, so that the curve is never a single sine by chance.
    frequencies = low + (high - low) * (np.arange(count) + rng.random(count)) / count
    phases = rng.uniform(0.0, 2.0 * np.pi, count)
    weights = 1.0 / np.sqrt(frequencies)
    waves = np.sin(2.0 * np.pi * frequencies[:, None] * times + phases[:, None])
    return np.asarray((weights / weights.sum()) @ waves)


def add_drift(track: Track, times: Curve, arc: Arc, liveliness: float, rng: np.random.Generator) -> None:
    """Add the slow drift of head and body, and the shiver of a frightened one."""
    size = liveliness * arc.over_time(times, lambda segment: segment.mood.manner.sway)
    tremor_deg = liveliness * arc.over_time(times, lambda segment: segment.mood.manner.tremor_deg)
    pace = arc.segments[0].mood.manner.pace
    band_hz = (_DRIFT_HZ[0] * pace**0.5, _DRIFT_HZ[1] * pace**0.5)
    for channel, peak in _DRIFT.items():
        track[channel][:] += peak * size * wandering(times, band_hz, rng)
    for channel in ("yaw_deg", "roll_deg"):
        track[channel][:] += tremor_deg * wandering(times, _SHIVER_HZ, rng)


def posture_shifts(arc: Arc, rng: np.random.Generator) -> Phrase:
    """Return the small changes of the head's place that people make all the time, each eased, with rests in between.

    A restless mood makes more of them, larger and quicker ones: an onlooker reads arousal from just that.
    """
    strokes: list[Stroke] = []
    place = dict.fromkeys(_SHIFT, 0.0)
    clock_s = 0.0
    while True:
        manner = arc.at(clock_s).mood.manner
        pause_s = 60.0 / (_SHIFTS_PER_MIN * manner.restlessness)
        clock_s += pause_s * float(rng.gamma(_EVENNESS, 1.0 / _EVENNESS))
        if clock_s >= arc.duration_s:
            return Phrase(tuple(strokes), arc.duration_s)
        size, duration_s = manner.restlessness**0.6, _SHIFT_S / manner.restlessness**0.6
        for channel, spread in _SHIFT.items():
            # The other side more often than the same again, so that no one drifts out of the picture.
            target = spread * size * float(np.clip(rng.normal(-0.4 * np.sign(place[channel]), 0.9), -1.8, 1.8))
            strokes.append(Stroke(channel, clock_s, duration_s, target - place[channel]))
            place[channel] = target


def add_breath(track: Track, times: Curve, arc: Arc, liveliness: float, rng: np.random.Generator) -> None:
    """Add breathing, 12–16 a minute after the mood, each breath a little different from the last."""
    per_second = arc.over_time(times, lambda segment: segment.mood.manner.breaths_per_min) / 60.0
    depth = liveliness * arc.over_time(times, lambda segment: segment.mood.manner.breath_depth)
    varying = 1.0 + 0.1 * wandering(times, (0.02, 0.12), rng)
    steps = np.concatenate(([0.0], np.diff(times)))
    phase = np.cumsum(per_second * varying * steps)
    track["breath"][:] += depth * chest_lift(phase) * (1.0 + 0.2 * wandering(times, (0.02, 0.1), rng))


def chest_lift(breaths: Curve) -> Curve:
    """Return how far the chest is lifted, T, 0…1, after so many breaths."""
    within = breaths % 1.0
    return minimum_jerk(within / _INHALE) * (1.0 - minimum_jerk((within - _INHALE) / _EXHALE))


def play_expression(mood: Track, times: Curve, rng: np.random.Generator) -> None:
    """Let a held expression breathe: each action unit swells and ebbs by a tenth, in its own time."""
    for channel in mood.channels:
        if channel.name.startswith("AU"):
            mood[channel.name][:] *= 1.0 + 0.1 * wandering(times, (0.1, 0.5), rng)
