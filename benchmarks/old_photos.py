"""Old photos: borders and scratches laid around and over undamaged pictures, and what is left of both."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import skimage.data

from benchmarks.photos import photo_files
from benchmarks.report import Cell, Measurement
from engine.perception.borders import without_border
from engine.perception.photo import open_photo
from engine.perception.resampling import fitted
from engine.perception.scratches import without_scratches
from engine.types.scene import Pixels

_VIEWS = 10
"""Of each picture: as it is, grey, and parts of it."""
_SEEDS = (20, 21)
_WAY = np.linspace(0, 1, 400)
_PAPER_LONG_SIDE_PX = 900

Line = tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]
"""x and y along the way, in pixels."""
Draw = Callable[[np.random.Generator, int, int], Line]
"""Draws a line over a picture of so many pixels' width and height."""
Damage = Mapping[Draw, int]
"""How many lines of each kind."""


def old_photos(photos: Sequence[Path]) -> Measurement:
    """Measure what is done to undamaged pictures, and to the same ones damaged."""
    pictures = [open_photo(file.read_bytes()).pixels for file in photo_files(photos)] or _packaged()
    rows: list[tuple[Cell, ...]] = [_untouched(pictures)]
    rows += [_mended(name, damage, pictures) for name, damage in _DAMAGES.items()]
    rows += [_cropped(name, colour, pictures) for name, colour in _PAPERS.items()]
    return Measurement(
        f"Old photos, made of {len(pictures)} others",
        ("what", "found in", "of", "recall", "precision", "PSNR, dB", "mended, dB", "least gain, dB", "most lost, %"),
        tuple(rows),
    )


def _packaged() -> list[Pixels]:
    return [skimage.data.astronaut(), skimage.data.coffee(), skimage.data.cat()]


def _untouched(pictures: Sequence[Pixels]) -> tuple[Cell, ...]:
    views = [view for picture in pictures for view in _views(picture)]
    changed = sum(without_border(view) is not view or without_scratches(view) is not view for view in views)
    return ("nothing: views that are changed", changed, len(views), "", "", "", "", "", "")


def _views(picture: Pixels) -> Iterator[Pixels]:
    yield picture
    yield _grey(picture)
    rng = np.random.default_rng(12)
    height, width = picture.shape[:2]
    for _ in range(_VIEWS - 2):
        share = rng.uniform(0.3, 0.95)
        down, across = int(height * share), int(width * min(0.98, share * rng.uniform(0.8, 1.25)))
        top, left = rng.integers(0, height - down), rng.integers(0, width - across)
        yield np.ascontiguousarray(picture[top : top + down, left : left + across])


def _grey(picture: Pixels) -> Pixels:
    return np.asarray(cv2.cvtColor(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB), np.uint8)


def _film_scratch(rng: np.random.Generator, width: int, height: int) -> Line:
    length, lean = rng.uniform(0.55, 1.0), rng.uniform(-0.02, 0.02)
    wobble = rng.uniform(0, 1.2) * max(width, height) / 600 * np.sin(rng.uniform(2, 8) * _WAY)
    x = rng.uniform(0.05, 0.95) * width + lean * height * _WAY + wobble
    return x, height * (rng.uniform(0, 1 - length) + length * _WAY)


def _crease(rng: np.random.Generator, width: int, height: int) -> Line:
    rough = np.cumsum(rng.normal(0, max(width, height) / 5000, _WAY.size))
    y = height * (rng.uniform(0.15, 0.85) + rng.uniform(-0.3, 0.3) * _WAY) + rough - _WAY * rough[-1]
    return width * (1.02 * _WAY - 0.01), y


def _crack(rng: np.random.Generator, width: int, height: int) -> Line:
    heading = rng.uniform(0, 2 * np.pi) + np.cumsum(rng.normal(0, 0.02, _WAY.size))
    stride = rng.uniform(0.15, 0.4) * max(width, height) / _WAY.size
    x, y = rng.uniform(0.1, 0.9) * width, rng.uniform(0.1, 0.9) * height
    return x + stride * np.cumsum(np.cos(heading)), y + stride * np.cumsum(np.sin(heading))


_THICKNESS: Mapping[Draw, tuple[float, float]] = {_film_scratch: (0.8, 1.6), _crease: (1.4, 2.4), _crack: (0.7, 1.2)}
"""Pixels of a picture whose long side has 600."""
_DAMAGES: Mapping[str, Damage] = {
    "2 film scratches, a crease, 3 cracks": {_film_scratch: 2, _crease: 1, _crack: 3},
    "3 film scratches": {_film_scratch: 3},
    "a crease": {_crease: 1},
    "6 cracks": {_crack: 6},
}


def _mended(name: str, damage: Damage, pictures: Sequence[Pixels]) -> tuple[Cell, ...]:
    figures = []
    for picture in pictures:
        for seed, whole in zip(_SEEDS, (picture, _grey(picture)), strict=True):
            damaged, where = _damaged(whole, damage, np.random.default_rng(seed))
            mended = without_scratches(damaged)
            if mended is not damaged:
                changed = (mended != damaged).any(axis=2)
                reach_px = 2 * round(max(where.shape) / 512) + 3
                near = cv2.dilate(where.astype(np.uint8), np.ones((reach_px, reach_px), np.uint8)) > 0
                psnr = cv2.PSNR(whole, damaged), cv2.PSNR(whole, mended)
                figures.append((changed[where].mean(), near[changed].mean(), *psnr, psnr[1] - psnr[0]))
    if not figures:
        return (name, 0, len(_SEEDS) * len(pictures), "", "", "", "", "", "")
    recall, precision, before, after, _ = np.mean(figures, axis=0).tolist()
    least = min(gain for *_, gain in figures)
    return (name, len(figures), len(_SEEDS) * len(pictures), recall, precision, before, after, least, "")


def _damaged(picture: Pixels, damage: Damage, rng: np.random.Generator) -> tuple[Pixels, npt.NDArray[np.bool_]]:
    """Return a picture with lines through which paper, or now and then the dark, shows; and where they are."""
    height, width = picture.shape[:2]
    result = picture.astype(np.float32)
    where = np.zeros((height, width), bool)
    for draw in (kind for kind, count in damage.items() for _ in range(count)):
        points = np.rint(32 * np.stack(draw(rng, width, height), axis=1)).astype(np.int32)
        thickness_px = rng.uniform(*_THICKNESS[draw]) * max(1.0, max(width, height) / 600)
        fine = np.zeros((2 * height, 2 * width), np.uint8)
        cv2.polylines(fine, [points], False, 255, max(1, round(2 * thickness_px)), cv2.LINE_AA, 4)
        cover = cv2.resize(fine, (width, height), interpolation=cv2.INTER_AREA).astype(np.float32)[..., None] / 255
        fading = cv2.resize(rng.uniform(0.65, 1, (9, 9)).astype(np.float32), (width, height))[..., None]
        cover *= rng.uniform(0.6, 0.95) * fading
        shade = 235.0 if draw is _crease or rng.uniform() < 0.8 else 25.0
        result += cover * (shade * np.array([1, 0.985, 0.95], np.float32) - result)
        where |= cover[..., 0] > 0.15
    return np.asarray(np.clip(np.rint(result), 0, 255), np.uint8), where


_PAPERS = {"white paper": (248, 248, 246), "cream paper": (232, 220, 190), "album": (98, 80, 62), "black": (14, 13, 12)}


def _cropped(name: str, colour: tuple[int, int, int], pictures: Sequence[Pixels]) -> tuple[Cell, ...]:
    lost, found = 0.0, 0
    for index, picture in enumerate(pictures):
        inner = fitted(picture, _PAPER_LONG_SIDE_PX)
        rng = np.random.default_rng(index)
        height, width = inner.shape[:2]
        top, right, bottom, left = (int(max(height, width) * share) for share in rng.uniform(0.02, 0.08, 4))
        grain = cv2.GaussianBlur(rng.normal(0, 1, (height + top + bottom, width + left + right)), (0, 0), 0.8)
        sheet = np.array(colour, np.float32) + (3 * grain / grain.std())[..., None]
        sheet[top : top + height, left : left + width] = inner
        photo = np.clip(np.rint(sheet), 0, 255).astype(np.uint8)
        inside = without_border(photo)
        found += inside is not photo
        if inside is not photo:
            beyond = max(height - inside.shape[0], width - inside.shape[1])
            lost = max(lost, 100 * beyond / max(height, width))
    return (name, found, len(pictures), "", "", "", "", "", lost)
