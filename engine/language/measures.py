"""Small joints of a sentence: numbers with their units, people with their places, music with its mood.

Each rule rewrites a short run of neighbouring matches into one that the grammar can use without looking around.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from engine.language.lexicon import Match
from engine.language.manner import LENGTH_STEP
from engine.language.phrases import Sense

_Run = Sequence[Match]
_SECONDS = {"second": 1.0, "minute": 60.0}
_ALSO_SEEM = frozenset({"gesture:look", "gesture:turn"})
"""Gestures that before a mood only say how somebody looks, if it is said in one word."""
_LOOK = Sense("gesture", "look")
_DESCRIBES_MUSIC = frozenset({"manner", "mood", "degree", "music"})


class _Rule(NamedTuple):
    pattern: tuple[str, ...]
    """What must follow one another: "kind", "kind:value"."""
    rewrite: Callable[[_Run], Sense | None]
    """The new sense of the run; None takes it out."""


def _amount_of(match: Match) -> float:
    return float(match.sense.value)


def _duration(run: _Run) -> Sense:
    return Sense("duration", str(_amount_of(run[0]) * _SECONDS.get(run[-1].sense.value, 1.0)))


def _counted(run: _Run) -> Sense:
    numbers = [_amount_of(match) for match in run if match.sense.kind == "number"]
    return Sense("count", str(int(numbers[0])))


def _longer(run: _Run) -> Sense:
    return Sense("duration", str(float(_duration(run[1:]).value) * LENGTH_STEP))


def _shorter(run: _Run) -> Sense:
    return Sense("duration", str(float(_duration(run[1:]).value) / LENGTH_STEP))


def _moment(run: _Run) -> Sense:
    """Return when something begins: "at 2 seconds", "for 2 seconds nothing, then"."""
    number = next(match for match in run if match.sense.kind == "number")
    return Sense("moment", number.sense.value)


def _place_of_person(run: _Run) -> Sense:
    places = [match.sense.value for match in run if match.sense.kind in {"place", "side"}]
    return Sense("who", {"up": "center", "down": "center"}.get(places[0], places[0]))


def _index_of_person(run: _Run) -> Sense:
    return Sense("who", run[0].sense.value)


_RULES = (
    _Rule(("order:after", "number", "unit:second"), _moment),
    _Rule(("time:at", "number", "unit:second"), _moment),
    _Rule(("time:at", "unit:second", "number"), _moment),
    _Rule(("number", "unit:second", "time:at"), _moment),
    _Rule(("time:for", "number", "unit:second", "order:then"), _moment),
    _Rule(("time:for", "number", "unit:second", "break:pause", "order:then"), _moment),
    _Rule(("number", "unit:second", "time:for", "order:then"), _moment),
    _Rule(("number", "unit:second", "time:for", "break:pause", "order:then"), _moment),
    _Rule(("time:over", "number", "unit"), _longer),
    _Rule(("time:under", "number", "unit"), _shorter),
    _Rule(("time:over",), lambda _: Sense("compare", "longer")),
    _Rule(("time:under",), lambda _: Sense("compare", "shorter")),
    _Rule(("time",), lambda _: None),
    _Rule(("number", "unit:second"), _duration),
    _Rule(("number", "unit:minute"), _duration),
    _Rule(("length",), lambda run: Sense("duration", str(_amount_of(run[0])))),
    _Rule(("number", "unit:times"), _counted),
    _Rule(("unit:times", "number"), _counted),
    _Rule(("number", "unit:percent"), lambda run: Sense("share", str(_amount_of(run[0]) / 100))),
    _Rule(("number", "unit:bpm"), lambda run: Sense("bpm", str(int(_amount_of(run[0]))))),
    _Rule(("ordinal", "person:one", "order:from", "side:left"), _index_of_person),
    _Rule(("unit:second", "person:one", "order:from", "side:left"), lambda _: Sense("who", "1")),
    _Rule(("order:first", "person:one", "order:from", "side:left"), lambda _: Sense("who", "0")),
    _Rule(("ordinal", "person:one"), _index_of_person),
    _Rule(("unit:second", "person:one"), lambda _: Sense("who", "1")),
    _Rule(("order:first", "person:one"), lambda _: Sense("who", "0")),
    _Rule(("compare:more", "who"), lambda run: run[1].sense),  # "और" is both "more" and "and"
    _Rule(("compare:more", "place", "person:one"), lambda run: _place_of_person(run[1:])),
    _Rule(("person:one", "number"), lambda run: Sense("who", str(int(max(0.0, _amount_of(run[1]) - 1))))),
    _Rule(("person:one", "place"), _place_of_person),
    _Rule(("side:left", "person:one"), _place_of_person),
    _Rule(("side:right", "person:one"), _place_of_person),
    _Rule(("place", "person:one"), _place_of_person),
    _Rule(("number", "person:all"), lambda _: None),
    _Rule(("number", "person:one"), lambda _: None),
    _Rule(("person:all",), lambda _: Sense("who", "all")),
    _Rule(("person:one",), lambda _: None),
    _Rule(("unit",), lambda _: None),
    _Rule(("gaze:camera", "order:then", "gaze:away"), lambda _: _LOOK),
    _Rule(("gaze:camera", "break:pause", "order:then", "gaze:away"), lambda _: _LOOK),
    _Rule(("gaze:camera",), lambda _: Sense("edit", "face")),
    _Rule(("gaze",), lambda _: None),
    _Rule(("gesture:turn", "order:from"), lambda run: run[1].sense),  # "turns from a frown to a smile"
    _Rule(("gesture:turn", "mood"), lambda run: run[1].sense),  # "turns sad"
    _Rule(("gesture:look", "mood"), lambda run: run[1].sense),  # "looks tired"
    _Rule(("gesture:look", "degree", "mood"), lambda run: run[2].sense),
)


_RULES_OF_KIND = {
    kind: [rule for rule in _RULES if rule.pattern[0].partition(":")[0] == kind]
    for kind in {rule.pattern[0].partition(":")[0] for rule in _RULES}
}
"""The rules for runs that begin with a kind."""


def joined(matches: list[Match]) -> list[Match]:
    """Return the matches with such runs made into one."""
    result: list[Match] = []
    position = 0
    while position < len(matches):
        rules = _RULES_OF_KIND.get(matches[position].sense.kind, ())
        rule = next((rule for rule in rules if _fits(rule.pattern, matches, position)), None)
        if rule is None:
            result.append(matches[position])
            position += 1
            continue
        run = matches[position : position + len(rule.pattern)]
        if (sense := rule.rewrite(run)) is not None:
            text = " ".join(match.text for match in run)
            result.append(Match(text, sense, run[0].start, run[-1].stop))
        position += len(run)
    return _with_described_music(result)


def _fits(pattern: tuple[str, ...], matches: list[Match], position: int) -> bool:
    """Whether the matches from `position` on are what the pattern asks for."""
    run = matches[position : position + len(pattern)]
    return len(run) == len(pattern) and all(
        wanted in {match.sense.kind, f"{match.sense.kind}:{match.sense.value}"}
        and not (wanted in _ALSO_SEEM and (match.sense.refinements or match.stop - match.start > 1))
        for match, wanted in zip(run, pattern, strict=True)
    )


def _with_described_music(matches: list[Match]) -> list[Match]:
    """Return the matches with "soft sad piano" as one wish for music, whose refinement is the description."""
    result: list[Match] = []
    for match in matches:
        sense = match.sense
        if sense.kind != "music" or sense.value == "none":
            result.append(match)
            continue
        described = [] if sense.value == "music" else [match.text]
        start = match.start
        while result and result[-1].stop == start and _describes_music(result[-1]):
            word = result.pop()
            described[:0] = word.sense.refinements if word.sense.kind == "music" else [word.text]
            start = word.start
        result.append(match._replace(sense=Sense("music", sense.value, tuple(described)), start=start))
    return result


def _describes_music(match: Match) -> bool:
    return match.sense.kind in _DESCRIBES_MUSIC
