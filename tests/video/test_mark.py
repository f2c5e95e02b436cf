"""The mark that says that AI made the film."""

import numpy as np
import pytest
from patterns import MovingPattern

from engine.types.clip import Form
from engine.types.frames import YuvFrame
from engine.types.scene import Pixels
from engine.video.mark import MarkedFrames, as_marked


class Flat:
    """One grey frame, drawn from the same memory again and again."""

    width, height, fps, frame_count = 640, 360, 30, 2

    def __init__(self, level: int) -> None:
        self.frame = YuvFrame(*(np.full(size, level, np.uint8) for size in ((360, 640), (180, 320), (180, 320))))

    def draw(self, start: int, stop: int):  # type: ignore[no-untyped-def]
        for _ in range(start, stop):
            yield self.frame


def changed(film: Flat, *, is_round: bool = False) -> Pixels:
    """Return where the luma is another with the mark."""
    marked = next(MarkedFrames(film, is_round=is_round).draw(0, 1))
    return np.abs(marked.y.astype(int) - film.frame.y) > 8


@pytest.mark.parametrize("level", [16, 60, 128, 200, 235])
def test_it_is_seen_on_dark_and_on_light(level: int) -> None:
    film = Flat(level)
    marked = next(MarkedFrames(film).draw(0, 1)).y.astype(int)
    where = changed(film)
    assert 60 < where.sum() < 0.005 * where.size
    assert marked[where].max() - marked[where].min() > 60  # light letters in a dark shadow, or bright ones on black


def test_it_stands_in_the_corner_and_in_the_middle_of_a_round_picture() -> None:
    rows, columns = np.nonzero(changed(Flat(80)))
    assert rows.min() > 0.9 * 360
    assert columns.min() > 0.9 * 640
    _, columns = np.nonzero(changed(Flat(80), is_round=True))
    assert abs(columns.mean() - 320) < 8


def test_every_frame_has_it_alike_and_the_source_stays_as_it_is() -> None:
    film = Flat(80)
    first, second = MarkedFrames(film).draw(0, 2)
    assert np.array_equal(first.y, second.y)
    assert (film.frame.y == 80).all()


def test_only_forms_with_a_background_take_it() -> None:
    film = MovingPattern()
    assert as_marked(film, Form.FILM, is_marked=False) is film
    assert as_marked(film, Form.STICKER, is_marked=True) is film
    assert isinstance(as_marked(film, Form.FILM, is_marked=True), MarkedFrames)
