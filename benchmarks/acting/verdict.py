"""The verdict: what the films say together, held against the bars."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.acting.filming import Film
from engine.review.acting import BARS, rank_correlation
from engine.review.bar import Bar
from engine.types.circumplex import VALENCE_AROUSAL
from engine.types.direction import EmotionLabel
from engine.types.scene import FloatArray

_LEAST_EMOTIONS = 8
"""Fewer do not make a correlation."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table of faults."""

    check: str
    figure: float
    bar: Bar
    remark: str

    @property
    def holds(self) -> bool:
        """Say whether the figure keeps to its bar."""
        return self.bar.holds(self.figure)


def judge(films: Sequence[Film]) -> list[Row]:
    """Return a row for every check, with the film that does worst."""
    return [*_recognition(films), *_blemishes(films), *_emotions([film for film in films if film.kind == "emotion"])]


def _recognition(films: Sequence[Film]) -> list[Row]:
    measurable = [film for film in films if film.recognised is not None]
    if not measurable:
        return []
    clear = [film for film in measurable if not film.warned]
    rows = [_share("gestures seen with the right sign, count and time", measurable)]
    if 0 < len(clear) < len(measurable):
        rows.append(_share("the same, without faces that people are warned about (small, turned away)", clear))
    return rows


def _share(check: str, films: Sequence[Film]) -> Row:
    missed = [f"{film.photo}: {film.name}" for film in films if not film.recognised]
    count = f"{len(films) - len(missed)} of {len(films)} photo × gesture"
    remark = count + (f"; not: {', '.join(missed)}" if missed else "")
    return Row(check, 100 * (1 - len(missed) / len(films)), Bar("%", 95, np.inf), remark)


def _blemishes(films: Sequence[Film]) -> list[Row]:
    rows = []
    for check, bar in BARS.items():
        worst = (min if np.isinf(bar.high) else max)(films, key=lambda film: film.blemishes[check])
        beyond = sum(not bar.holds(film.blemishes[check]) for film in films)
        remark = f"worst: {worst.photo}, {worst.name}; {beyond} of {len(films)} films beyond the bar"
        rows.append(Row(check, worst.blemishes[check], bar, remark))
    return rows


def _emotions(films: Sequence[Film]) -> list[Row]:
    labels = sorted({film.name for film in films})
    if len(labels) < _LEAST_EMOTIONS:
        return []
    arousal, valence = (
        np.array([VALENCE_AROUSAL[EmotionLabel(label)][axis] for label in labels], np.float32) for axis in (1, 0)
    )
    energy = means(films, labels, lambda film: float(np.log(film.energy)))
    corners = means(films, labels, lambda film: film.corners)
    strong = Bar("ρ", 0.9, 1.0)
    rows = [
        Row("planned arousal and the film's motion energy", rank_correlation(arousal, energy), strong, _count(labels)),
        Row("planned valence and the mouth's corners", rank_correlation(valence, corners), strong, _count(labels)),
    ]
    if {"sadness", "joy"} <= set(labels):
        sad, happy = (energy[labels.index(label)] for label in ("sadness", "joy"))
        ratio = float(np.exp((sad - happy) / 2))
        rows.append(Row("sad over happy: speed of the face", ratio, Bar("×", 0, 0.75), "root of the motion energy"))
    return rows


def means(films: Sequence[Film], labels: Sequence[str], figure: Callable[[Film], float]) -> FloatArray:
    """Return the mean of a figure over the photos, one for each label."""
    return np.array([np.mean([figure(film) for film in films if film.name == label]) for label in labels], np.float32)


def figures_of(film: Film) -> dict[str, str | float | bool | None]:
    """Return everything that was measured of a film, for comparing two reports."""
    found = {"photo": film.photo, "kind": film.kind, "name": film.name, "recognised": film.recognised}
    found |= {"warned": film.warned}
    return found | {"motion energy": film.energy, "mouth's corners": film.corners} | film.blemishes


def _count(labels: Sequence[str]) -> str:
    return f"Spearman's rank correlation over {len(labels)} emotions, mean of all photos"
