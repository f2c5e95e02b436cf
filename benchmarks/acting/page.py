"""The page: verdict, who did what, emotions apart, and every film with its curves."""

from collections.abc import Sequence
from html import escape
from pathlib import Path

import numpy as np

from benchmarks.acting.charts import curves_over_each_other, scatter
from benchmarks.acting.filming import Film
from benchmarks.acting.verdict import Row, means
from engine.review.acting import BARS
from engine.types.circumplex import VALENCE_AROUSAL
from engine.types.direction import EmotionLabel

_MARKS = {True: ("good", "✓"), False: ("bad", "✗"), None: ("quiet", "–")}


def write_page(films: Sequence[Film], rows: Sequence[Row], skipped: Sequence[str], title: str, path: Path) -> None:
    """Write the report beside its clips; it needs nothing from outside its folder."""
    css = (Path(__file__).parent / "page.css").read_text()
    path.write_text(
        "<!doctype html><html lang='en'><meta charset='utf-8'>"
        f"<title>{escape(title)}</title><style>{css}</style><body><h1>{escape(title)}</h1>"
        f"{_summary(films, rows, skipped)}{_faults(rows)}{_matrix(films)}{_apart(films)}{_gallery(films)}"
        "</body></html>\n"
    )


def _summary(films: Sequence[Film], rows: Sequence[Row], skipped: Sequence[str]) -> str:
    red = sum(not row.holds for row in rows)
    photos = len({film.photo for film in films})
    verdict = f"<span class='bad'>{red} red</span>" if red else "<span class='good'>all green</span>"
    without = f" No face to act with: {escape(', '.join(skipped))}." if skipped else ""
    return f"<p>{len(films)} films of {photos} photos; {len(rows)} checks, {verdict}.{without}</p>"


def _faults(rows: Sequence[Row]) -> str:
    body = "".join(
        f"<tr class='{'good' if row.holds else 'bad'}'><td>{escape(row.check)}</td><td>{row.figure:.3g} "
        f"{escape(row.bar.unit)}</td><td>{row.bar.text}</td><td class='remark'>{escape(row.remark)}</td></tr>"
        for row in sorted(rows, key=lambda row: row.holds)
    )
    return f"<h2>Faults</h2><table><tr><th>check</th><th>worst</th><th>bar</th><th></th></tr>{body}</table>"


def _matrix(films: Sequence[Film]) -> str:
    gestures = [film for film in films if film.kind == "gesture"]
    if not gestures:
        return ""
    photos = list(dict.fromkeys(film.photo for film in gestures))
    by_place = {(film.name, film.photo): film for film in gestures}
    head = "".join(f"<th>{escape(photo)}</th>" for photo in photos)
    body = "".join(
        f"<tr><th>{escape(name)}</th>"
        + "".join(_mark(by_place[name, photo]) if (name, photo) in by_place else "<td></td>" for photo in photos)
        + "</tr>"
        for name in dict.fromkeys(film.name for film in gestures)
    )
    return (
        "<h2>Gestures found again in the films</h2><p>✓ right sign, count and time (± 0.15 s) · ✗ not · – nothing "
        f"of it can be measured in this photo</p><table class='matrix'><tr><th></th>{head}</tr>{body}</table>"
    )


def _mark(film: Film) -> str:
    css, mark = _MARKS[film.recognised]
    return f"<td class='{css}'><a href='#{_anchor(film)}'>{mark}</a></td>"


def _apart(films: Sequence[Film]) -> str:
    emotions = [film for film in films if film.kind == "emotion"]
    names = sorted({film.name for film in emotions})
    if not names:
        return ""
    valence, arousal = np.array([VALENCE_AROUSAL[EmotionLabel(name)] for name in names], np.float32).T
    energy = means(emotions, names, lambda film: float(np.log(film.energy)))
    corners = means(emotions, names, lambda film: film.corners)
    return (
        "<h2>Emotions told apart</h2>"
        + scatter(arousal, energy, names, "planned arousal", "motion energy seen (log)")
        + scatter(valence, corners, names, "planned valence", "mouth's corners seen")
    )


def _gallery(films: Sequence[Film]) -> str:
    parts = []
    for kind in ("gesture", "emotion"):
        group = [film for film in films if film.kind == kind]
        if group:
            parts.append(f"<h2>Every {kind}</h2><p>Broad and grey: planned. Thin and dark: seen in the frames.</p>")
        for name in dict.fromkeys(film.name for film in group):
            shown = [film for film in group if film.name == name]
            missed = sum(film.recognised is False for film in shown)
            remark = f" <span class='bad'>{missed} not recognised</span>" if missed else ""
            body = "".join(map(_film, shown))
            parts.append(f"<details{' open' if missed else ''}><summary>{name}{remark}</summary>{body}</details>")
    return "".join(parts)


def _film(film: Film) -> str:
    blemished = [check for check, bar in BARS.items() if not bar.holds(film.blemishes[check])]
    css = "bad" if film.recognised is False or blemished else _MARKS[film.recognised][0]
    plots = "".join(
        f"<figure>{curves_over_each_other(plot.planned, plot.seen)}<figcaption>{escape(plot.title)}"
        f"<span class='bad'> {escape('; '.join(plot.faults))}</span></figcaption></figure>"
        for plot in film.plots
    )
    figures = " · ".join(
        f"<span class='{'bad' if check in blemished else ''}'>{check} {film.blemishes[check]:.2g} {bar.unit}</span>"
        for check, bar in BARS.items()
    )
    return (
        f"<div class='film {css}' id='{_anchor(film)}'><div><video src='{film.clip}' controls loop muted "
        f"preload='metadata'></video><b>{escape(film.photo)}</b></div><div><img src='{film.sheet}' loading='lazy' "
        f"alt='{film.name}, {escape(film.photo)}'><br>{plots}<p>{figures}</p></div></div>"
    )


def _anchor(film: Film) -> str:
    return f"{film.photo}-{film.kind}-{film.name}"
