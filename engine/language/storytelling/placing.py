"""Which shots a stretch of text speaks of."""

from collections.abc import Sequence

from engine.language.storytelling.stretches import Stretch

_OUTER_PART = 4
"""The beginning and the end of a film are a quarter of its shots each (design)."""
_LONGEST_ASIDE_S = 9.0
"""A longer time that follows on what is said of a photo is meant for the film (design)."""


def resolved(shots: Sequence[int], count: int) -> list[int]:
    """Return the places among `count` shots that are named, each once and in the order of naming."""
    places = [place if place >= 0 else count + place for place in shots]
    return [place for place in dict.fromkeys(places) if 0 <= place < count]


def missing(shots: Sequence[int], count: int) -> list[int]:
    """Return the named places that a film of `count` shots does not have."""
    return [place for place in dict.fromkeys(shots) if not -count <= place < count]


def placed(stretches: Sequence[Stretch], count: int) -> list[list[int]]:
    """Return the shots that each stretch speaks of; empty for what is said of the film."""
    named = [_named(stretch, count) for stretch in stretches]
    for index, stretch in enumerate(stretches):
        if not named[index] and not stretch.names_photos and _goes_on(stretches, index):
            named[index] = named[index - 1]
    told = {place for places_ in named for place in places_}
    result = []
    for index, stretch in enumerate(stretches):
        if stretch.which == "rest":
            result.append([place for place in range(count) if place not in told])
        elif stretch.stage in ("then", "middle") and not stretch.shots:
            result.append(_gap(stretches, named, index, count))
        else:
            result.append(named[index])
    return result


def _named(stretch: Stretch, count: int) -> list[int]:
    outer = max(1, count // _OUTER_PART)
    if stretch.shots:
        return resolved(stretch.shots, count)
    if stretch.which == "every":
        return list(range(count))
    if stretch.stage == "begin":
        return list(range(outer))
    return list(range(count - outer, count)) if stretch.stage == "end" else []


def _goes_on(stretches: Sequence[Stretch], index: int) -> bool:
    """Whether a stretch only adds to what was said of photos just before: "the first one sad, very slow, 4 seconds"."""
    stretch = stretches[index]
    if not index or stretch.opened_by == "sentence" or not stretches[index - 1].names_photos:
        return False
    is_of_shot = stretch.seconds is not None and stretch.seconds <= _LONGEST_ASIDE_S
    return stretch.acts or is_of_shot or stretch.dwell is not None


def _gap(stretches: Sequence[Stretch], named: Sequence[Sequence[int]], index: int, count: int) -> list[int]:
    """Return the share of a "then" in the shots between what was named before it and after it."""
    first = next((i + 1 for i in range(index - 1, -1, -1) if not _floats(stretches[i])), 0)
    after = next((i for i in range(index, len(stretches)) if not _floats(stretches[i])), len(stretches))
    start = max(named[first - 1], default=-1) + 1 if first else 0
    stop = min(named[after], default=count) if after < len(stretches) else count
    run = [i for i in range(first, after) if _floats(stretches[i])]
    share, free = run.index(index), max(0, stop - start)
    return list(range(start + free * share // len(run), start + free * (share + 1) // len(run)))


def _floats(stretch: Stretch) -> bool:
    return stretch.stage in ("then", "middle") and not stretch.shots
