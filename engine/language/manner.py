"""How something is done: words for tempo and size as levels, and levels as factors.

A level says how far a word departs from natural: −1 is "slow" or "small", 1 "fast" or "big", halves lie between.
Words are counted in levels so that they combine ("very" + "slow") and so that every factor has words of its own.
"""

from math import pow
from typing import NamedTuple


class Manner(NamedTuple):
    """A departure from the natural tempo and size, in levels."""

    pace: float = 0.0
    amount: float = 0.0

    def plus(self, other: "Manner") -> "Manner":
        """Return both departures together."""
        return Manner(_snapped(self.pace + other.pace), _snapped(self.amount + other.amount))

    def times(self, scale: float) -> "Manner":
        """Return the departure weakened or strengthened, on the ladder of half levels."""
        return Manner(_snapped(self.pace * scale), _snapped(self.amount * scale))


class Degree(NamedTuple):
    """What a word of degree does."""

    scale: float
    """To the word of manner that it stands with."""
    level: float
    """To the size of a gesture or the strength of a mood that it stands with."""


LENGTH_STEP = 1.5
"""How many times as long "longer" is."""

NATURAL = Manner()
STRONGEST_LEVEL = 2.0

MANNERS = {
    "slow": Manner(pace=-1),
    "fast": Manner(pace=1),
    "sudden": Manner(pace=1.5),
    "small": Manner(amount=-1),
    "imperceptible": Manner(amount=-2),
    "large": Manner(amount=1),
    "enormous": Manner(amount=2),
    "gentle": Manner(pace=-0.5, amount=-0.5),
    "vigorous": Manner(pace=0.5, amount=1),
    "lively": Manner(pace=0.5, amount=0.5),
    "hesitant": Manner(pace=-1, amount=-0.5),
    "solemn": Manner(pace=-1, amount=0.5),
}
"""The manners that every vocabulary has words for."""

DEGREES = {
    "barely": Degree(0.5, -2),
    "slightly": Degree(0.5, -1),
    "fairly": Degree(1, 0),
    "very": Degree(1.5, 1),
    "too": Degree(1.5, 1),
    "extremely": Degree(2, 2),
}
"""The degrees that every vocabulary has words for."""

_SLOW, _FAST = 0.7, 1.4
_SMALL, _LARGE = 0.65, 1.45
_LOW, _HIGH = 0.2, 3.0  # the limits of `engine.types.direction.Factor`
_STEP = 15 / 22  # one step takes the natural 1 to 0.8
_EDGE = 1e-3


def pace_factor(level: float) -> float:
    """Return the tempo of a level: 0.7 at −1 (slow), 1.4 at 1 (fast)."""
    return round(pow(_SLOW, -level) if level < 0 else pow(_FAST, level), 3)


def amount_factor(level: float) -> float:
    """Return the size of a level: 0.65 at −1 (small), 1.45 at 1 (large)."""
    return round(pow(_SMALL, -level) if level < 0 else pow(_LARGE, level), 3)


def stepped(factor: float, steps: float) -> float:
    """Return the factor that many steps up or down.

    A step moves the factor's odds between its limits, so that it never reaches them and the step back always leads
    to where it was: 1 → 0.8 → 1.
    """
    odds = max(_EDGE, min(1 / _EDGE, (factor - _LOW) / max(_HIGH - factor, _EDGE * _EDGE)))
    odds *= pow(_STEP, -steps)
    return round((_LOW + _HIGH * odds) / (1 + odds), 6)


def _snapped(level: float) -> float:
    """Return the nearest half level within ±2, away from natural when between two."""
    halves = int(abs(level) * 2 + 0.5) / 2
    return min(STRONGEST_LEVEL, halves) * (1 if level > 0 else -1)
