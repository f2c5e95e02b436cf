"""Metre: where the beats fall, so that the last chord has time to ring out before the film ends."""

from collections.abc import Callable

_LONGEST_RING = 0.33
"""Share of the film that the last chord may take."""
_SLOWING = (1.03, 1.08)
"""A broad ending: how much longer the last two beats last."""


def beats(duration_s: float, bpm_at: Callable[[float], float], *, ring_s: float, broad: bool) -> tuple[float, ...]:
    """Return the moments of the beats from 0 on, in the tempo of each moment; the last one leaves `ring_s` or more.

    `broad` lets the last two come a little late.
    """
    latest_s = duration_s - min(ring_s, _LONGEST_RING * duration_s)
    moments_s = [0.0]
    while (following_s := moments_s[-1] + 60.0 / bpm_at(moments_s[-1])) <= latest_s:
        moments_s.append(following_s)
    if broad and len(moments_s) > 4:
        for beat, factor in zip((-2, -1), _SLOWING, strict=True):
            late_s = (factor - 1) * (moments_s[beat] - moments_s[beat - 1])
            moments_s[beat:] = [moment_s + late_s for moment_s in moments_s[beat:]]
    return tuple(moments_s)


def beat_near(moments_s: tuple[float, ...], time_s: float, *, before: int, unit: int) -> int:
    """Return the beat nearest to a moment among those that lie whole units before another beat."""
    return min(range(before % unit, before + 1, unit), key=lambda beat: abs(moments_s[beat] - time_s))
