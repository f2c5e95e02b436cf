"""What lies around a picture and does not belong to it: a print's paper, the scanner's bed, the bars of a film.

It must not move about with the picture, so it is left out. Found only where it is plain and ends in a straight edge;
any other photo is returned as it came.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import cv2
import numpy as np

from engine.perception.resampling import fitted
from engine.types.scene import FloatArray, Pixels

_LOOKED_AT_PX = 512
_STRIDE_PX = 1024
"""From twice this long side on only every second pixel is looked at."""

_DEEPEST = 0.4
"""A border takes at most this share of the picture on each side."""
_STARTS = np.arange(0.0, 0.1, 0.02)
"""Where the border may begin, shares of the side: a deckle edge or a wedge of the scanner's bed may lie before it."""
_CORNER = 1 / 12
"""The share of an edge that is not looked at, at both of its ends."""

_PLAIN = 20.0
"""Paper differs by less than this of 255 from its own middle level, in every colour …"""
_PLAIN_SHARE = 0.9
"""… in this share of the rows where it begins."""
_SAME = 8.0
"""Closer colours are one paper's."""
_JUMP = 24.0
"""The picture differs by more than this from the paper, right behind the edge."""
_ALIKE = 24.0
"""Borders of one photo differ by less than this from each other."""
_BLACK, _WHITE = 24.0, 236.0
"""Bars at two sides only must be as dark or as light as this."""

_SLOPES = np.linspace(-0.05, 0.05, 41)
"""A print lies askew by at most three degrees."""
_STRAIGHT_PX = 1.6
_SURE, _SUPPORTED = 0.7, 0.35
"""The share of an edge that lies on one straight line: of an edge that speaks for itself, and of one that others speak
for. The rest of the picture's rim may have the colour of the paper."""
_DIRTY = 0.1
"""The share of an edge before which spots or writing may lie in the paper."""
_LEAST_PX = 2
"""A narrower border is none, and bars at both sides differ by no more."""
_LEAST_LEFT_PX = 64


@dataclass(frozen=True, slots=True, eq=False)
class _Edge:
    """The straight inner edge of a border at one side."""

    depth_px: float
    """How far it lies inside at most."""
    level: FloatArray
    """The colour of the border."""
    share: float
    """How much of the edge is seen."""


def without_border(pixels: Pixels) -> Pixels:
    """Return the picture inside its border; without one, the pixels themselves."""
    stride = max(1, max(pixels.shape[:2]) // _STRIDE_PX)
    small = np.asarray(cv2.GaussianBlur(fitted(pixels[::stride, ::stride], _LOOKED_AT_PX), (3, 3), 0), np.uint8)
    sides = [_rim(np.rot90(small, turns)) for turns in range(4)]
    papers = [_papers(rows) for rows in sides]
    if sum(map(bool, papers)) < 2:
        return pixels
    edges = _supported([_inner_edge(rows, found) for rows, found in zip(sides, papers, strict=True)])
    scale = pixels.shape[0] / small.shape[0]
    top, right, bottom, left = (ceil((edge.depth_px + _STRAIGHT_PX) * scale) if edge else 0 for edge in edges)
    inside = pixels[top : pixels.shape[0] - bottom, left : pixels.shape[1] - right]
    if inside.shape == pixels.shape or min(inside.shape[:2]) < _LEAST_LEFT_PX:
        return pixels
    return np.ascontiguousarray(inside)


def _supported(edges: Sequence[_Edge | None]) -> Sequence[_Edge | None]:
    """Return the edges of one border, in order around the picture: at three sides or more, or bars at two."""
    sure = [edge for edge in edges if edge and edge.share >= _SURE]
    if not sure:
        return (None,) * len(edges)
    level = np.median([edge.level for edge in sure], axis=0)
    alike = [edge if edge and np.abs(edge.level - level).max() < _ALIKE else None for edge in edges]
    found = [edge for edge in alike if edge]
    if len(found) > 2 and len(sure) > 1:
        return alike
    return alike if _are_bars(alike, level) else (None,) * len(edges)


def _are_bars(edges: Sequence[_Edge | None], level: FloatArray) -> bool:
    """Say whether there are borders at two opposite sides only, of the same size, black or white."""
    for one, other in ((0, 2), (1, 3)):
        first, second = edges[one], edges[other]
        if first and second and not edges[one - 1] and not edges[other - 1]:
            uneven_px = abs(first.depth_px - second.depth_px)
            return bool(
                uneven_px <= _LEAST_PX + 0.1 * first.depth_px and (level.max() < _BLACK or level.min() > _WHITE)
            )
    return False


def _rim(picture: Pixels) -> Pixels:
    """Return the rows at the top of a picture that may be border, without their corners."""
    corner = round(_CORNER * picture.shape[1])
    return np.ascontiguousarray(picture[: round(_DEEPEST * len(picture)), corner : picture.shape[1] - corner])


def _papers(rows: Pixels) -> list[tuple[int, FloatArray]]:
    """Return where a border may begin at the top of a picture, and its colour there: each colour's first and last."""
    papers: list[tuple[int, FloatArray]] = []
    for start in np.unique(np.rint(_STARTS * len(rows) / _DEEPEST).astype(int)):
        begin = rows[start : start + 3, ::2].reshape(-1, rows.shape[2])
        level = np.asarray(np.median(begin, axis=0), np.float32)
        if (np.abs(begin - level).max(axis=1) < _PLAIN).mean() < _PLAIN_SHARE:
            continue
        if len(papers) > 1 and all(np.abs(paper - level).max() < _SAME for _, paper in papers[-2:]):
            papers.pop()
        papers.append((int(start), level))
    return papers


def _inner_edge(rows: Pixels, papers: Sequence[tuple[int, FloatArray]]) -> _Edge | None:
    """Return where a border at the top of a picture ends: the deepest sure edge, or else the clearest."""
    found = [_edge_of(rows, start, level) for start, level in papers]
    edges = [edge for edge in found if edge and edge.share >= _SUPPORTED]
    sure = [edge for edge in edges if edge.share >= _SURE]
    if sure:
        return max(sure, key=lambda edge: edge.depth_px)
    return max(edges, key=lambda edge: edge.share, default=None)


def _edge_of(rows: Pixels, start: int, level: FloatArray) -> _Edge | None:
    """Return the edge of a border of one colour that begins in a row; `None` where it is not straight."""
    depth, width = rows.shape[:2]
    low, high = level - _PLAIN, level + _PLAIN
    differs = np.asarray(cv2.inRange(rows, tuple(map(float, low)), tuple(map(float, high)))) == 0
    differs[:-1] &= differs[1:]  # a speck is no edge
    differs[:start] = False
    depths = np.where(differs.any(axis=0), differs.argmax(axis=0), depth)
    columns = np.arange(width)
    middle_px, slope = _line(depths, depth)
    line = middle_px + slope * (columns - (width - 1) / 2)
    before = np.clip(np.rint(line).astype(int) - 2, 0, depth - 1)
    behind = np.clip(before + 5, 0, depth - 1)
    jumps = np.abs(rows[behind, columns].astype(np.float32) - rows[before, columns]).max(axis=1) > _JUMP
    straight = np.abs(depths - line) <= _STRAIGHT_PX
    # over the whole side, its corners too
    deepest_px = middle_px + abs(slope) * width / 2 / (1 - 2 * _CORNER)
    if middle_px < start + _LEAST_PX or deepest_px >= depth or (depths < line - _STRAIGHT_PX).mean() > _DIRTY:
        return None
    return _Edge(deepest_px, level, float(min(straight.mean(), jumps.mean())))


def _line(depths: FloatArray, depth: int) -> tuple[float, float]:
    """Return the line that most columns' depths lie on, as its depth in the middle and its slope (Hough 1962).

    Columns that the border crosses wholly have `depth` and lie on none.
    """
    inside = depths < depth
    across = (np.arange(len(depths)) - (len(depths) - 1) / 2)[inside]
    best = 0.0, 0.0
    most = 0
    for slope in _SLOPES:
        offsets = np.rint(depths[inside] - slope * across).astype(int)
        votes = np.convolve(np.bincount(offsets[offsets >= 0], minlength=3), np.ones(3, int), "same")
        if votes.max() > most:
            most, best = int(votes.max()), (float(votes.argmax()), float(slope))
    return best
