"""`Bar`: what a figure must keep to."""

import math
from typing import NamedTuple


class Bar(NamedTuple):
    """What a figure must keep to."""

    unit: str
    low: float
    high: float

    def holds(self, figure: float) -> bool:
        """Say whether a figure lies between low and high."""
        return self.low <= figure <= self.high

    @property
    def text(self) -> str:
        """Return the bar in signs: "≤ 5", "≥ 60" or "0.75 – 1.25"."""
        if math.isinf(self.high):
            return f"≥ {self.low:g}"
        return f"{self.low:g} – {self.high:g}" if self.low else f"≤ {self.high:g}"
