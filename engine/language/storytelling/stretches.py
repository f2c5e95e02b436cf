"""A text cut into stretches: what is said of the same photos, and what it says."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from engine.language.languages import language_of
from engine.language.storytelling.lexicons import story_lexicon
from engine.language.storytelling.signs import Sign, signs
from engine.language.tokens import UNSPACED_SCRIPTS, Token, script, tokenize

_STAGES = frozenset({"begin", "middle", "end", "then"})


@dataclass
class Stretch:
    """A part of a text about the same photos."""

    shots: list[int] = field(default_factory=list)
    """Which photos it names: places from 0, or negative from the end; empty where it names none."""
    stage: str | None = None
    """begin, then, middle, end: which part of the film it speaks of, if it names no photos."""
    which: str | None = None
    """every, rest."""
    seconds: float | None = None
    dwell: str | None = None
    """long, short."""
    length_steps: int = 0
    """Comparatives on the length: + longer, − shorter."""
    transition: str | None = None
    arc: str | None = None
    change: str | None = None
    """swap, drop, move."""
    arrange: str | None = None
    """reversed, by_date: in which order all photos come."""
    acts: bool = False
    """Whether it says how something happens."""
    opened_by: str = "sentence"
    """sentence, pause, join: how it stands to the one before it."""
    words: str = ""
    """What is left for the vocabulary of a single photo."""

    @property
    def names_photos(self) -> bool:
        """Whether it speaks of certain photos rather than of the film."""
        return bool(self.shots or self.which or self.stage)


@dataclass
class Text:
    """A text about a film of several photos."""

    language: str
    stretches: list[Stretch]


def read_story(text: str, locale: str | None, *, bare_numbers: bool) -> Text:
    """Return what a text says of a film; `bare_numbers` whether a number alone may name a photo ("2 slower").

    A text that tells neither photos nor parts of the film apart is one stretch: its "then" is the acting's own.
    """
    tokens = tokenize(text)
    language = language_of(tokens, locale)
    found = signs(tokens, story_lexicon(language).matches(tokens))
    changes = any(sign.kind == "change" for sign in found)
    for index, sign in enumerate(found):
        opens_list = index + 1 < len(found) and tokens[found[index + 1].start].text in (":", ".", ")")
        if sign.kind == "shot" and not (sign.is_sure or bare_numbers or changes or opens_list):
            sign.kind = "plain"
    if not any(sign.kind in ("shot", "which") or sign.value in ("begin", "end") for sign in found):
        return Text(language, [_stretch([sign for sign in found if sign.kind != "place"], tokens, "sentence")])
    stretches = [_stretch(run, tokens, opened_by) for opened_by, run in _cut(found)]
    return Text(language, _with_beginning(stretches))


def _with_beginning(stretches: list[Stretch]) -> list[Stretch]:
    """Return the stretches with the first one as the film's beginning where a "then" follows: "sad, then happier"."""
    if len(stretches) > 1 and stretches[0].acts and not stretches[0].names_photos and stretches[1].stage == "then":
        stretches[0].stage = "begin"
    return stretches


def _cut(found: Sequence[Sign]) -> list[tuple[str, list[Sign]]]:
    """Return the runs of signs that speak of the same photos, each with what opened it."""
    runs: list[tuple[str, list[Sign]]] = [("sentence", [])]
    for index, sign in enumerate(found):
        run = runs[-1][1]
        if sign.kind == "break" and not (_lists_photos(found, index) or (run and _heads(run))):
            runs.append((sign.value, []))
        elif sign.kind == "place" and _says(run) and not _says(_clause(found, index + 1)):
            run[:] = [*(other for other in run if other.kind != "place"), sign]  # "then happy at the end"
        elif sign.kind == "place" and (_says(run) or any(other.kind == "place" for other in run)):
            runs.append(("pause" if run else runs.pop()[0], [sign]))
        elif sign.kind == "join" and _says(run) and _names(run) and _names(_clause(found, index + 1)):
            runs.append(("join", []))
        else:
            run.append(sign)
    return [(opened_by, run) for opened_by, run in runs if any(sign.kind != "join" for sign in run)]


def _heads(run: Sequence[Sign]) -> bool:
    """Whether a stretch so far is only the number of a list's item, such as "2."."""
    return all(sign.kind == "shot" and not sign.is_sure for sign in run)


def _lists_photos(found: Sequence[Sign], index: int) -> bool:
    """Whether a comma stands within a list of photos, or a colon after one: "2, 3 and 5", "photo 2: happy"."""
    before = found[index - 1] if index else None
    if found[index].value == "sentence" or before is None or before.kind != "shot":
        return False
    after = found[index + 1] if index + 1 < len(found) else None
    return found[index].text == ":" or (after is not None and after.kind == "shot" and not before.is_sure)


def _clause(found: Sequence[Sign], start: int) -> list[Sign]:
    stop = next((i for i in range(start, len(found)) if found[i].kind in ("break", "join")), len(found))
    return list(found[start:stop])


def _says(run: Iterable[Sign]) -> bool:
    return any(sign.kind in ("acting", "seconds", "length", "dwell", "transition") for sign in run)


def _names(run: Iterable[Sign]) -> bool:
    return any(sign.kind in ("shot", "which", "place") for sign in run)


def _stretch(run: Sequence[Sign], tokens: Sequence[Token], opened_by: str) -> Stretch:
    stretch = Stretch(opened_by=opened_by)
    acts = any(sign.kind == "acting" and sign.value != "negation" for sign in run)
    taken: set[int] = set()
    for sign in run:
        if _take(sign, stretch, acts=acts):
            taken.update(range(sign.start, sign.stop))
    if stretch.change is None and _goes_elsewhere(run):
        stretch.change = "move"
    stretch.acts = acts or any(sign.kind == "acting" for sign in run)
    if run:
        span = range(run[0].start, max(sign.stop for sign in run))
        stretch.words = _joined([tokens[index] for index in span if index not in taken])
    return stretch


def _goes_elsewhere(run: Sequence[Sign]) -> bool:
    """Whether a photo and a place are all that is named: "the last one first", "start with the last photo"."""
    named = [sign for sign in run if sign.kind != "plain"]
    if [sign.kind for sign in named] == ["shot", "shot"]:
        return named[1].positions in ((0,), (-1,)) and named[1].stop - named[1].start == 1
    return sorted(sign.kind for sign in named) == ["place", "shot"] and named[0].value != "then" != named[1].value


def _take(sign: Sign, stretch: Stretch, *, acts: bool) -> bool:
    """Note what a sign says of the film; return whether it said anything that is not for the single photo."""
    match sign.kind:
        case "shot":
            stretch.shots += sign.positions
        case "seconds":
            stretch.seconds = sign.number
        case "place" if stretch.stage is None:
            stretch.stage = sign.value
        case "change":
            if acts:
                return False
            stretch.change = stretch.change or sign.value
        case "arrange":
            stretch.arrange = sign.value
        case "dwell":
            stretch.dwell = sign.value
        case "transition":
            stretch.transition = sign.value
        case "which":
            stretch.which = sign.value
        case "length":
            stretch.length_steps += 1 if sign.value == "longer" else -1
        case "arc" if not stretch.shots:
            stretch.arc = sign.value
        case _:
            return False
    return True


def _joined(tokens: Sequence[Token]) -> str:
    """Return tokens as a text again; scripts without spaces stand side by side."""
    text = ""
    for token in tokens:
        unspaced = bool(text) and {script(text[-1]), script(token.written[0])} <= set(UNSPACED_SCRIPTS)
        text += token.written if unspaced or not text else f" {token.written}"
    return text
