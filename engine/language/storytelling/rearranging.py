"""Shots that change places: swapped, moved, left out, put in the order of their dates."""

from collections.abc import Sequence
from datetime import datetime

from engine.language.storytelling.film import Film
from engine.language.storytelling.placing import missing, resolved
from engine.language.storytelling.stretches import Stretch

_BY_DATE = "by date"


def arranged(film: Film, stretches: Sequence[Stretch], captured_at: Sequence[datetime | None]) -> None:
    """Put all shots in the order that the words ask for, if they do."""
    orders = {stretch.arrange for stretch in stretches}
    if "by_date" in orders:
        _by_date(film, captured_at)
    if "reversed" in orders:
        film.shots.reverse()


def _by_date(film: Film, captured_at: Sequence[datetime | None]) -> None:
    """Put the shots in the order of their photos' dates; those without one keep their place behind the one before.

    Where no date is known the wish is unclear.
    """
    known = dict(enumerate(captured_at))
    if not any(known.get(shot.photo) for shot in film.shots):
        film.unclear.append(_BY_DATE)
        return
    latest = datetime.min
    keyed: list[tuple[datetime, int]] = []
    for place, shot in enumerate(film.shots):
        latest = known.get(shot.photo) or latest
        keyed.append((latest, place))
    film.shots = [film.shots[place] for _, place in sorted(keyed)]


def rearranged(film: Film, stretches: Sequence[Stretch]) -> None:
    """Swap, move and drop shots; every place is that of the film before, and a film keeps at least one shot."""
    count = len(film.shots)
    order = list(range(count))
    for stretch in stretches:
        if stretch.change is None:
            continue
        film.unclear += [str(place + 1) for place in missing(stretch.shots, count)]
        there = resolved(stretch.shots, count)
        if stretch.change == "drop":
            kept = [place for place in order if place not in there]
            order = kept or order
        elif stretch.change == "swap" and len(pair := there or order) == 2:  # "swap them", of two
            order = [{pair[0]: pair[1], pair[1]: pair[0]}.get(place, place) for place in order]
        elif stretch.change == "move" and there and (target := _target(stretch, there, count)) is not None:
            order.remove(there[0])
            order.insert(target, there[0])
    film.shots = [film.shots[place] for place in order]


def _target(stretch: Stretch, there: Sequence[int], count: int) -> int | None:
    """Return where a moved shot goes: to the second place that is named, or to the beginning or the end."""
    if len(there) == 2:
        return there[1]
    return {"begin": 0, "end": count}.get(stretch.stage or "")
