"""Gestures of the head: nod, shake, tilt, turn, bow, chin_up."""

import math

from engine.motion.gestures.cue import Cue
from engine.motion.phrases import Phrase, keyed, pose, sequence, together

_NOD_DEG = 8.0
_SHAKE_DEG = 7.5
_LEAST_S_PER_DEG = 0.035
"""Larger swings take longer, whatever the tempo: a film cannot show a faster head."""
_SLOW_POWER, _FAST_POWER = 1.9, 1.25
"""How strongly a swing answers to the tempo: "slow" is to take 1–1.6 s, "quick" must not become a twitch."""
_ANTICIPATION = 0.1
_EYES_STAY = -0.5
"""The eyes keep to the camera while the head swings (vestibulo-ocular reflex), half of the way."""


def _swing_sizes(count: int) -> list[float]:
    """Return the sizes of swings in a row: each 0.8 of the one before, the last clearly smaller (Mori 2025)."""
    sizes = [0.8**k for k in range(count)]
    return [*sizes[:-1], sizes[-1] * (0.6 if count > 1 else 1.0)]


def _cycle_s(cue: Cue, natural_s: float, travel_deg: float) -> float:
    """Return the time of one swing; slow ones leave the everyday range on purpose and read as deliberate."""
    least_s = max(0.3, _LEAST_S_PER_DEG * travel_deg * cue.amount)
    slowing = _SLOW_POWER if cue.pace < 1.0 else _FAST_POWER
    return min(1.6, max(least_s, natural_s / math.pow(cue.pace, slowing)))


def nod(cue: Cue) -> Phrase:
    """Nod: the head goes down first; with side "up" it is a flick of the chin."""
    cycle_s = _cycle_s(cue, 0.55, _NOD_DEG)
    sign = cue.vertical or -1
    wind_up_s = min(0.2, max(0.12, 0.28 * cycle_s))
    keys = [(0.0, 0.0), (wind_up_s, -sign * _ANTICIPATION * _NOD_DEG)]
    clock_s = wind_up_s
    for size in _swing_sizes(cue.count):
        keys += [(clock_s + 0.47 * cycle_s, sign * size * _NOD_DEG), (clock_s + cycle_s, 0.0)]
        clock_s += cycle_s
    settled_s, settled = keys[-2][0] + 0.75 * cycle_s, keys[-2][1]
    keys[-1:] = [(settled_s, -0.05 * settled), (settled_s + 0.45 * cycle_s, 0.0)]
    head = keyed("pitch_deg", keys).scaled(cue.amount)
    return together(head, head.echoed("gaze_pitch_deg", _EYES_STAY), head.echoed("lean", -0.0012, 0.04))


def shake(cue: Cue) -> Phrase:
    """Shake: one count is once to either side."""
    cycle_s = _cycle_s(cue, 0.78, 2.0 * _SHAKE_DEG)
    keys = [(0.0, 0.0)]
    clock_s = 0.1 * cycle_s
    for size in _swing_sizes(cue.count):
        swing = cue.horizontal * size * _SHAKE_DEG
        keys += [(clock_s + 0.3 * cycle_s, swing), (clock_s + 0.8 * cycle_s, -0.92 * swing)]
        clock_s += cycle_s
    keys += [(clock_s + 0.25 * cycle_s, 0.05 * swing), (clock_s + 0.6 * cycle_s, 0.0)]
    head = keyed("yaw_deg", keys).scaled(cue.amount)
    return together(head, head.echoed("gaze_yaw_deg", _EYES_STAY))


def tilt(cue: Cue) -> Phrase:
    """Tilt: the head leans to a side; again and again goes from side to side."""
    sign, onset_s = cue.horizontal, cue.seconds(0.6)
    values = {"pitch_deg": 7.0 * cue.vertical} if cue.vertical else {"roll_deg": 8.0 * sign}
    lean = pose(values, onset_s, 1.4 * onset_s, anticipation=0.09).scaled(cue.amount)
    return sequence(*(lean.scaled((-1.0) ** k) for k in range(cue.count)), gap_s=0.1)


def turn(cue: Cue) -> Phrase:
    """Turn: the eyes go first, the head follows and the eyes come to rest in it."""
    onset_s, lead_s = cue.seconds(0.7), 0.1
    head_axis, eye_axis, sign, size_deg = (
        ("pitch_deg", "gaze_pitch_deg", cue.vertical, 9.0)
        if cue.vertical
        else ("yaw_deg", "gaze_yaw_deg", cue.horizontal, 11.0)
    )
    head = pose({head_axis: sign * size_deg}, onset_s, 1.35 * onset_s, anticipation=0.08).delayed(lead_s)
    eyes = pose({eye_axis: sign * 8.0}, 0.14, cue.seconds(0.3))
    settling = pose({eye_axis: -sign * 4.5}, onset_s, 1.2 * onset_s).delayed(0.25)
    return sequence(*(together(eyes, settling, head).scaled(cue.amount) for _ in range(cue.count)), gap_s=0.15)


def bow(cue: Cue) -> Phrase:
    """Bow: the head sinks, eyes and lids with it, and the body comes a little nearer."""
    onset_s = cue.seconds(0.8)
    head = pose({"pitch_deg": -11.0}, onset_s, 1.35 * onset_s, anticipation=0.08)
    rest = pose({"gaze_pitch_deg": -6.0, "AU45": 0.3, "lean": 0.045}, 0.8 * onset_s, 1.4 * onset_s)
    return sequence(*(together(head, rest).scaled(min(1.2, cue.amount)) for _ in range(cue.count)), gap_s=0.25)


def chin_up(cue: Cue) -> Phrase:
    """Raise the chin and look slightly down the nose."""
    onset_s = cue.seconds(0.6)
    head = pose({"pitch_deg": 7.0}, onset_s, 1.4 * onset_s, anticipation=0.1)
    eyes = pose({"gaze_pitch_deg": -3.5, "AU45": 0.06}, onset_s, 1.4 * onset_s)
    return sequence(*(together(head, eyes).scaled(cue.amount) for _ in range(cue.count)), gap_s=0.15)
