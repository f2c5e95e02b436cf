"""The acting report's own arithmetic and page, from films that never were."""

import numpy as np
import pytest

from benchmarks.acting.filming import Film, Plot
from benchmarks.acting.page import write_page
from benchmarks.acting.verdict import judge
from engine.types.circumplex import VALENCE_AROUSAL

CLEAN = {
    "landmarks off their plan": 0.5,
    "jump": 0.2,
    "sharpness, lowest": 95.0,
    "background": 0.0,
    "bones in small turns": 0.4,
    "smallest area of a cell": 0.3,
}
CURVE = np.linspace(0, 1, 24, dtype=np.float32)


def film(
    name="nod", photo="one", *, kind="gesture", recognised=True, warned=False, energy=1.0, corners=0.0, **blemishes
):
    faults = () if recognised else ("1 of 2 not seen in time",)
    return Film(
        photo=photo,
        kind=kind,
        name=name,
        clip=f"{photo}-{name}.mp4",
        sheet=f"{photo}-{name}.png",
        plots=(Plot("head", CURVE, CURVE**2, faults),),
        blemishes=CLEAN | blemishes,
        recognised=recognised,
        warned=warned,
        energy=energy,
        corners=corners,
    )


def verdicts(films):
    return {row.check: row.holds for row in judge(films)}


@pytest.mark.parametrize(("missed", "holds"), [(1, True), (2, False)])
def test_one_gesture_in_twenty_may_be_missed(missed, holds):
    films = [film(photo=str(index), recognised=index >= missed) for index in range(20)]
    assert verdicts(films)["gestures seen with the right sign, count and time"] is holds


def test_faces_that_people_are_warned_about_count_and_are_also_told_apart():
    films = [film(photo=str(index), recognised=index >= 2, warned=index < 2) for index in range(20)]
    everybody, clear = (row for row in judge(films) if "seen" in row.check or "warned" in row.check)
    assert (everybody.figure, everybody.holds) == (90, False)
    assert (clear.figure, clear.holds) == (100, True)


def test_what_cannot_be_measured_counts_neither_way():
    films = [film(), film("hair_sway", recognised=None)]
    (row,) = [row for row in judge(films) if row.check.startswith("gestures")]
    assert row.figure == 100
    assert "1 of 1" in row.remark


@pytest.mark.parametrize(
    ("check", "figure"),
    [("jump", 0.8), ("sharpness, lowest", 79.0), ("background", 0.4), ("smallest area of a cell", 0.0)],
)
def test_one_bad_film_is_a_fault_and_is_named(check, figure):
    films = [film(), film("bow", "two", **{check: figure})]
    (row,) = [row for row in judge(films) if row.check == check]
    assert not row.holds
    assert row.figure == figure
    assert "two, bow" in row.remark


@pytest.mark.parametrize(("sign", "holds"), [(1, True), (-1, False)])
def test_emotions_must_follow_valence_and_arousal(sign, holds):
    films = [
        film(label.value, kind="emotion", recognised=None, energy=np.exp(sign * arousal), corners=sign * valence)
        for label, (valence, arousal) in VALENCE_AROUSAL.items()
    ]
    found = verdicts(films)
    assert found["planned arousal and the film's motion energy"] is holds
    assert found["planned valence and the mouth's corners"] is holds


def test_the_page_shows_every_film_and_needs_nothing_from_outside(tmp_path):
    films = [film(), film("bow", "two", recognised=False), film("joy", kind="emotion", recognised=None)]
    write_page(films, judge(films), ["a cat"], "The report", tmp_path / "index.html")
    page = (tmp_path / "index.html").read_text()
    assert "http" not in page
    for shown in films:
        assert f"src='{shown.clip}'" in page
        assert f"src='{shown.sheet}'" in page
    assert page.count("<polyline") == 2 * len(films)
    assert "1 of 2 not seen in time" in page
    assert "<tr class='bad'>" in page
    assert "a cat" in page
