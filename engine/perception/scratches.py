"""Scratches, creases and cracks of an old print: thin lines that lie over a picture and know nothing of it.

A line of the picture itself (a hair, a mast, a pinstripe) parts two things, runs beside others like it, or lies before
one thing only. Where the paper shows through, a bright line has the same on both sides, stands alone, and crosses one
edge of the picture after the other. A photo in which enough is crossed is scratched; only then are shorter, fainter
and dark lines believed and filled in. Any other photo is returned as it came.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from engine.perception.resampling import fitted
from engine.types.scene import FloatArray, Pixels

_LOOKED_AT_PX = 512
_DIRECTIONS = ((1, 0), (1, 1), (0, 1), (-1, 1))
"""Lines are sought along these, each as far as half-way to the next."""
_REACH_PX = 2
"""Brightness is averaged so far along a line, both ways."""
_BESIDE_PX = 3
"""A line is compared with what lies so far to its left and right: it is thinner than that."""
_AROUND = (_BESIDE_PX, _BESIDE_PX, _BESIDE_PX, _BESIDE_PX)
_LEAST_CONTRAST = 8
_BEND, _BEND_PX = 3, 2.0
"""Nine of ten pixels of a line lie this near to a curve of this degree."""

_FLANK_PX = 11
"""A line is measured in a strip that reaches so far to its left and right."""
_CORE_PX, _SIDES_PX = (-1, 0, 1), ((-4, -3), (3, 4))
"""The columns of the strip where the line and its two sides are."""
_NEIGHBOURS_PX, _NEIGHBOUR_SIDE_PX = (-7, -6, 6, 7), 4
"""Where other lines may run beside it, and how far from them their own sides are."""
_GAPS_PX = (-5, -4, 4, 5)
"""Where dark lines would run, if it were the light between two of them."""
_SEEN, _OF_CONTRAST = 0.8, 0.4
"""The share of its length along which a line has at least this part of its contrast."""
_WIDEST_PX = 3
_STEP, _STEP_PX, _APART_PX = 15, 6, 10
"""An edge of the picture changes both sides alike, by so many levels within so many pixels, so far from the last."""
_SAME_PX = 4
"""Of two lines as close as this along half of the shorter one, the longer one is kept."""


@dataclass(frozen=True, slots=True)
class _Demands:
    """What a line must show to be a scratch."""

    length: float
    """Of the picture's long side."""
    contrast: float
    """Levels of 255 between the line and the nearer of its sides."""
    unlike: float
    """At most this part of the contrast lies between both sides, in any colour."""
    alone: float
    """How many times stronger it is than what runs beside it."""
    crossed: float
    """Levels over which the picture beneath ranges."""


_SURE = _Demands(length=0.15, contrast=30, unlike=0.18, alone=8, crossed=30)
_LEAST_STEPS = 6
"""So many edges of the picture do sure lines of a scratched one cross together; of undamaged ones, at most four."""
_LIKELY = _Demands(length=0.1, contrast=15, unlike=0.3, alone=4, crossed=0)

_OVERSHOT_PX = 6
"""A line may go on so far beyond its ends."""
_BAND_PX = 2.0
"""The pixels of a line lie this near to its curve."""
_OF_LINE = 0.3
"""What has less than this part of the line's contrast is not filled in."""
_FILLED_FROM_PX = 3.0
_GRAIN_FROM_PX = 8
"""Grain is taken from so far beside the line."""
_GRAIN_SPREADS = 2.0


@dataclass(frozen=True, slots=True, eq=False)
class _Line:
    """A thin line that is brighter, or darker, than both of its sides."""

    points: FloatArray
    """n × 2: x, y from end to end, a pixel apart, in the reduced picture."""
    is_bright: bool
    contrast: float
    unlike: float
    alone: float
    crossed: float
    steps: int
    """How many edges of the picture it crosses."""

    def meets(self, demands: _Demands, long_side_px: int) -> bool:
        return (
            len(self.points) >= demands.length * long_side_px
            and self.contrast >= demands.contrast
            and self.unlike <= demands.unlike
            and self.alone >= demands.alone
            and self.crossed >= demands.crossed
        )


_Places = npt.NDArray[np.intp]
"""n × 2: x, y of pixels."""


def without_scratches(pixels: Pixels) -> Pixels:
    """Return a picture with its scratches filled in; the pixels themselves where it is not plainly scratched."""
    small = fitted(pixels, _LOOKED_AT_PX)
    sure = _apart(_lines(small, _SURE, is_bright=True))
    if sum(line.steps for line in sure) < _LEAST_STEPS:
        return pixels
    likely = [*_lines(small, _LIKELY, is_bright=True), *_lines(small, _LIKELY, is_bright=False)]
    return _filled(pixels, _mask(pixels, _apart(likely), pixels.shape[1] / small.shape[1]))


def _lines(small: Pixels, demands: _Demands, *, is_bright: bool) -> Iterator[_Line]:
    """Yield the lines of a picture that meet demands; the same one may be found along two directions."""
    picture = small if is_bright else 255 - small
    long_side_px = max(picture.shape[:2])
    for places in _ridges(picture, demands.length * long_side_px):
        line = _measured(picture, places, is_bright)
        if line and line.meets(demands, long_side_px):
            yield line


def _apart(lines: Iterable[_Line]) -> Sequence[_Line]:
    """Return lines without those that run along a longer one."""
    kept: list[_Line] = []
    for line in sorted(lines, key=lambda line: -len(line.points)):
        if not any((_distances(line, longer) < _SAME_PX).mean() > 1 / 2 for longer in kept):
            kept.append(line)
    return kept


def _distances(line: _Line, other: _Line) -> FloatArray:
    between = line.points[::_SAME_PX, None] - other.points[None, ::2]
    return np.asarray(np.hypot(between[..., 0], between[..., 1]).min(axis=1), np.float32)


def _ridges(picture: Pixels, least_px: float) -> Iterator[_Places]:
    """Yield everything long that is brighter than both of its sides."""
    luma = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.uint8)
    for along in _DIRECTIONS:
        ridge = _averaged(luma, along)
        sides = cv2.max(_beside(ridge, (-along[1], along[0])), _beside(ridge, (along[1], -along[0])))
        _, strong = cv2.threshold(cv2.subtract(ridge, sides), _LEAST_CONTRAST, 1, cv2.THRESH_BINARY)
        _, labels, stats, _ = cv2.connectedComponentsWithStats(strong)
        for label in 1 + np.flatnonzero(np.hypot(stats[1:, 2], stats[1:, 3]) >= least_px):
            x, y, width, height = stats[label, :4]
            rows, columns = np.nonzero(labels[y : y + height, x : x + width] == label)
            yield np.column_stack([columns + x, rows + y])


def _averaged(luma: Pixels, along: tuple[int, int]) -> Pixels:
    side = 2 * _REACH_PX + 1
    kernel = np.zeros((side, side), np.float32)
    for step in range(-_REACH_PX, _REACH_PX + 1):
        kernel[_REACH_PX + step * along[1], _REACH_PX + step * along[0]] = 1 / side
    return np.asarray(cv2.filter2D(luma, -1, kernel, borderType=cv2.BORDER_REPLICATE), np.uint8)


def _beside(luma: Pixels, direction: tuple[int, int]) -> Pixels:
    """Return what lies beside each pixel in a direction."""
    dx, dy = (_BESIDE_PX + round(_BESIDE_PX * part / float(np.hypot(*direction))) for part in direction)
    grown = cv2.copyMakeBorder(luma, *_AROUND, cv2.BORDER_REPLICATE)
    return np.asarray(grown[dy : dy + luma.shape[0], dx : dx + luma.shape[1]], np.uint8)


def _measured(picture: Pixels, places: _Places, is_bright: bool) -> _Line | None:
    """Return a ridge as a line; `None` where it is not thin and smooth throughout."""
    centre = places.mean(axis=0)
    axis = np.linalg.svd(places - centre, full_matrices=False)[2][0]
    normal = np.array([-axis[1], axis[0]])
    along, across = (places - centre) @ axis, (places - centre) @ normal
    curve = np.polyfit(along, across, _BEND)
    if np.quantile(np.abs(across - np.polyval(curve, along)), 0.9) > _BEND_PX:
        return None
    steps = np.arange(along.min(), along.max() + 0.5)
    points = np.asarray(centre + np.outer(steps, axis) + np.outer(np.polyval(curve, steps), normal), np.float32)

    around = np.asarray(points[:, None] + np.outer(np.arange(-_FLANK_PX, _FLANK_PX + 1), normal), np.float32)
    colours = cv2.remap(picture, around[..., 0], around[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    strip = np.asarray(cv2.blur(colours, (1, 2 * _REACH_PX + 1)), np.float32)
    luma = np.asarray(cv2.cvtColor(strip, cv2.COLOR_RGB2GRAY), np.float32)
    line = _columns(luma, _CORE_PX).max(axis=1)
    left, right = (_columns(luma, side).mean(axis=1) for side in _SIDES_PX)
    contrasts = line - np.maximum(left, right)
    contrast = float(np.median(contrasts))
    half = (np.minimum(left, right) + line) / 2
    width_px = (luma[:, _FLANK_PX - 5 : _FLANK_PX + 6] > half[:, None]).sum(axis=1)
    if contrast <= 0 or (contrasts > _OF_CONTRAST * contrast).mean() < _SEEN or np.median(width_px) > _WIDEST_PX:
        return None

    one, other = (_columns(strip, side).mean(axis=1) for side in _SIDES_PX)
    beneath = (left + right) / 2
    return _Line(
        points,
        is_bright,
        contrast,
        unlike=float(np.median(np.abs(one - other).max(axis=1))) / contrast,
        alone=contrast / max(_neighbours(luma), 0.5),
        crossed=float(np.ptp(np.quantile(beneath, (0.05, 0.95)))),
        steps=_steps(left, right),
    )


def _columns(strip: FloatArray, offsets: Sequence[int]) -> FloatArray:
    return strip[:, [_FLANK_PX + offset for offset in offsets]]


def _neighbours(luma: FloatArray) -> float:
    """Return how strong the lines are that run beside the one in the middle of a strip."""

    def sides(offsets: Sequence[int]) -> tuple[FloatArray, FloatArray]:
        left, right = ([offset + way * _NEIGHBOUR_SIDE_PX for offset in offsets] for way in (-1, 1))
        return _columns(luma, left), _columns(luma, right)

    bright = np.abs(_columns(luma, _NEIGHBOURS_PX) - np.maximum(*sides(_NEIGHBOURS_PX)))
    dark = np.minimum(*sides(_GAPS_PX)) - _columns(luma, _GAPS_PX)
    return float(max(np.median(np.median(bright, axis=0)), np.median(np.median(dark, axis=0))))


def _steps(left: FloatArray, right: FloatArray) -> int:
    """Return how many edges of a picture are crossed, by what lies to both sides along the way."""
    one, other = (side[_STEP_PX:] - side[:-_STEP_PX] for side in (left, right))
    steep = np.flatnonzero((one * other > 0) & (np.minimum(np.abs(one), np.abs(other)) >= _STEP))
    count, last = 0, -_APART_PX
    for place in steep.tolist():
        if place - last >= _APART_PX:
            count, last = count + 1, place
    return count


def _mask(pixels: Pixels, lines: Sequence[_Line], scale: float) -> Pixels:
    """Return where lines are to be filled in, 0 or 255: what stands out along their curves."""
    luma = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8)
    thicker_px = 2 * round(2 * scale) + 3
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (thicker_px, thicker_px))
    mask = np.zeros_like(luma)
    for is_bright, operation in ((True, cv2.MORPH_TOPHAT), (False, cv2.MORPH_BLACKHAT)):
        least = np.full_like(luma, 255)
        for line in lines:
            if line.is_bright is is_bright:
                curve = np.rint((_prolonged(line.points) + 0.5) * scale - 0.5).astype(np.int32)
                cv2.polylines(least, [curve], False, round(_OF_LINE * line.contrast), round(2 * _BAND_PX * scale))
        mask |= np.asarray(cv2.morphologyEx(luma, operation, disc) > least, np.uint8)
    reach_px = 2 * round(scale / 3) + 1
    return np.asarray(cv2.dilate(255 * mask, np.ones((reach_px, reach_px), np.uint8)), np.uint8)


def _prolonged(points: FloatArray) -> FloatArray:
    first, last = points[0] - points[_OVERSHOT_PX], points[-1] - points[-1 - _OVERSHOT_PX]
    return np.vstack([points[:1] + first, points, points[-1:] + last])


def _filled(pixels: Pixels, mask: Pixels) -> Pixels:
    """Return a picture filled in from the rims of a mask (Telea 2004), with the grain of what lies beside it."""
    filled = np.asarray(cv2.inpaint(pixels, mask, _FILLED_FROM_PX, cv2.INPAINT_TELEA), np.float32)
    away = round(_GRAIN_FROM_PX * max(1.0, max(mask.shape) / _LOOKED_AT_PX))
    fine = (filled - cv2.GaussianBlur(filled, (0, 0), 1)).mean(axis=2, keepdims=True)  # grain has no colour
    beside = np.roll(fine, (away, away), axis=(0, 1))
    hole = mask > 0
    spread = np.median(np.abs(beside[hole])) / 0.6745  # of a normal distribution
    filled[hole] += np.clip(beside[hole], -_GRAIN_SPREADS * spread, _GRAIN_SPREADS * spread)
    return np.asarray(np.clip(np.rint(filled), 0, 255), np.uint8)
