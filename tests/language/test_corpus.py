"""What people write, and what must be understood."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from engine.language import adjust, understand
from engine.types.direction import Direction, Gesture

LINES = Path(__file__).with_name("corpus.jsonl").read_text(encoding="utf-8").splitlines()
CORPUS: list[dict[str, Any]] = [json.loads(line) for line in LINES]


def size_class(factor: float, small: str, large: str) -> str:
    return small if factor < 0.85 else large if factor > 1.15 else "natural"


def pace_class(factor: float) -> str:
    return size_class(factor, "slow", "fast")


def amount_class(factor: float) -> str:
    return size_class(factor, "small", "large")


def gesture(direction: Direction, name: str) -> Gesture:
    return next(gesture for gesture in direction.gestures if gesture.name == name)


def either_class(direction: Direction, name: str) -> set[str]:
    """A gesture's own manner on top of the clip's."""
    pace = direction.pace * gesture(direction, name).pace
    amount = direction.amount * gesture(direction, name).amount
    classes = {pace_class(pace), amount_class(amount)}
    return classes if classes == {"natural"} else classes - {"natural"}


CHECKS: dict[str, Callable[[Direction, Any], bool]] = {
    "gestures": lambda d, want: [g.name for g in d.gestures] == want,
    "language": lambda d, want: d.language == want,
    "emotion": lambda d, want: d.emotion.label == want,
    "pace": lambda d, want: pace_class(d.pace) == want,
    "amount": lambda d, want: amount_class(d.amount) == want,
    "pace_below": lambda d, want: d.pace < want,
    "amount_below": lambda d, want: d.amount < want,
    "counts": lambda d, want: {name: gesture(d, name).count for name in want} == want,
    "sides": lambda d, want: {name: gesture(d, name).side for name in want} == want,
    "manner": lambda d, want: all(either_class(d, name) == {word} for name, word in want.items()),
    "size": lambda d, want: all(
        amount_class(gesture(d, name).amount * d.amount) == word for name, word in want.items()
    ),
    "less": lambda d, want: all(gesture(d, name).amount < 1 for name in want),
    "late": lambda d, want: all((gesture(d, name).start or 0) >= 0.6 for name in want),
    "early": lambda d, want: all(gesture(d, name).start in {None, 0.0} for name in want),
    "together": lambda d, want: len({gesture(d, name).start for name in want} | {None}) == 2,
    "people": lambda d, want: [g.who for g in d.gestures] == want,
    "avoid": lambda d, want: sorted(d.avoid) == sorted(want),
    "beats": lambda d, want: [beat.emotion.label for beat in d.beats] == want,
    "camera": lambda d, want: d.camera.move == want,
    "ambient": lambda d, want: sorted(d.ambient) == sorted(want),
    "duration": lambda d, want: d.duration == want,
    "loop": lambda d, want: d.loop == want,
    "aspect": lambda d, want: d.aspect == want,
    "music": lambda d, want: d.music.mode == want,
    "music_mood": lambda d, want: d.music.mood == want,
    "bpm": lambda d, want: d.music.bpm == want,
    "who": lambda d, want: d.who == want,
    "unclear": lambda d, want: sorted(d.unclear) == sorted(want),
}


@pytest.mark.parametrize("case", CORPUS, ids=lambda case: " | ".join(case["turns"]) or "nothing")
def test_what_people_write_is_understood(case: dict[str, Any]) -> None:
    first, *rest = case["turns"]
    direction = understand(first)
    for text in rest:
        direction = adjust(direction, text)
    missed = {name: want for name, want in case.items() if name != "turns" and not CHECKS[name](direction, want)}
    assert not missed, direction.model_dump(mode="json", exclude_defaults=True)
