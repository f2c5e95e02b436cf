"""Charts as inline SVG: a plan with what was seen of it, and points with their names."""

from collections.abc import Sequence
from html import escape

import numpy as np

from engine.types.scene import FloatArray

_WIDTH, _HEIGHT, _MARGIN = 300, 90, 4


def curves_over_each_other(planned: FloatArray, seen: FloatArray) -> str:
    """Return two curves of T values on one scale: planned broad and grey, seen thin and dark."""
    both = np.concatenate([planned, seen])
    low, span = float(both.min()), max(float(np.ptp(both)), 1e-6)
    return (
        f'<svg class="curves" viewBox="0 0 {_WIDTH} {_HEIGHT}">'
        f'<polyline class="planned" points="{_points(planned, low, span)}"/>'
        f'<polyline class="seen" points="{_points(seen, low, span)}"/></svg>'
    )


def _points(values: FloatArray, low: float, span: float) -> str:
    x = np.linspace(_MARGIN, _WIDTH - _MARGIN, len(values))
    y = _HEIGHT - _MARGIN - (values - low) / span * (_HEIGHT - 2 * _MARGIN)
    return " ".join(f"{a:.1f},{b:.1f}" for a, b in zip(x, y, strict=True))


def scatter(x: FloatArray, y: FloatArray, names: Sequence[str], x_title: str, y_title: str) -> str:
    """Return named points; both axes are scaled to what they hold."""
    width, height, margin = 620, 420, 34
    across = margin + (x - x.min()) / max(float(np.ptp(x)), 1e-6) * (width - 3 * margin)
    down = height - margin - (y - y.min()) / max(float(np.ptp(y)), 1e-6) * (height - 2 * margin)
    dots = "".join(
        f'<circle cx="{a:.1f}" cy="{b:.1f}" r="3"/><text x="{a + 5:.1f}" y="{b + 4:.1f}">{escape(name)}</text>'
        for a, b, name in zip(across, down, names, strict=True)
    )
    return (
        f'<svg class="scatter" viewBox="0 0 {width} {height}">{dots}'
        f'<text class="axis" x="{width / 2:.0f}" y="{height - 6}">{escape(x_title)} →</text>'
        f'<text class="axis" transform="translate(12 {height / 2:.0f}) rotate(-90)">{escape(y_title)} →</text></svg>'
    )
