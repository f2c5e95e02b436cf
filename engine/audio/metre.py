"""Metre: where the beats fall, so that the last chord has time to ring out before the film ends."""

from collections.abc import Callable

_LONGEST_RING = 0.33
"""Share of the film that the last chord may take."""
_MOST_GIVEN = 0.06
"""By how much a tempo may give way so that the last chord falls into place."""
_SLOW_S = 0.75
"""From this length of a beat on, the ending broadens."""
_BROADENING = (0.03, 0.11)
"""How late the last two beats come, in beats."""


def beats(duration_s: float, bpm_at: Callable[[float], float], *, ring_s: float, strict: bool) -> tuple[float, ...]:
    """Return the moments of the beats from 0 on, in the tempo of each moment; the last one leaves about `ring_s`.

    Unless the tempo is strict, all beats give way a little so that the last falls into place, and those before it
    broaden if they are slow.
    """
    latest_s = duration_s - min(ring_s, _LONGEST_RING * duration_s)
    moments_s = [0.0]
    while moments_s[-1] <= latest_s:
        moments_s.append(moments_s[-1] + 60.0 / bpm_at(moments_s[-1]))
    beyond_s = moments_s.pop()
    if strict or len(moments_s) < 2:
        return tuple(moments_s)
    if latest_s / beyond_s > moments_s[-1] / latest_s:
        moments_s.append(beyond_s)
    period_s = moments_s[-1] - moments_s[-2]
    if len(moments_s) > 4 and period_s > _SLOW_S:
        for beat, later in zip((-2, -1), _BROADENING, strict=True):
            moments_s[beat] += later * period_s
    stretch = latest_s / moments_s[-1]
    if abs(stretch - 1) <= _MOST_GIVEN:
        return tuple(stretch * moment_s for moment_s in moments_s)
    return tuple(moment_s for moment_s in moments_s if moment_s <= latest_s)


def beat_near(moments_s: tuple[float, ...], time_s: float, *, before: int, unit: int) -> int:
    """Return the beat nearest to a moment among those that lie whole units before another beat."""
    return min(range(before % unit, before + 1, unit), key=lambda beat: abs(moments_s[beat] - time_s))
