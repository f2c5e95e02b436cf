"""How long it takes to understand what people write, and what they write to make it take long."""

import random
import time
from collections.abc import Callable, Iterator
from itertools import chain, repeat
from statistics import median

from benchmarks.report import Measurement
from engine.language import LONGEST_TEXT, prepare, understand
from engine.language.grammar import read
from engine.language.languages import LANGUAGES
from engine.language.vocabularies import tables
from tests.language.test_corpus import CORPUS

_PROSE = "as if hearing an old song on the radio, one that she and her late husband used to dance to"
_SIGNS = "aя好み한عह😀\u0301\u093c\n.'-1:"
_TURNS_OF_PHRASE = (
    "nod",
    "smile",
    "look left",
    "don't",
    "without",
    "not",
    "so",
    "and",
    "then",
    "while",
    "before",
    "too",
)
_ALPHABETS = ((0x400, 0x4FF), (0x620, 0x6FF), (0x900, 0x97F), (0x4E00, 0x9FFF), (0xAC00, 0xD7A3), (0x1F300, 0x1FAFF))


def understanding(repeats: int) -> Measurement:
    """Measure the time of one text on one core: instructions, prose that is felt as a whole, and hostile texts."""
    prepare()
    understand(_PROSE)
    instructions = [_cpu_ms(read, text) for case in CORPUS for text in case["turns"]]
    prose = [_cpu_ms(understand, _PROSE) for _ in range(5 * repeats)]
    hostile = [(_cpu_ms(read, text), shape) for seed in range(repeats) for shape, text in _hostile(seed)]
    worst_ms, worst = max(hostile)
    return Measurement(
        f"Understanding a text, CPU time; hostile ones have {LONGEST_TEXT} characters",
        ("text", "median, ms", "worst, ms"),
        (
            (f"{len(instructions)} instructions of the corpus", median(instructions), max(instructions)),
            ("prose, with the sentence model", median(prose), max(prose)),
            (f"{len(hostile)} hostile texts, the worst: {worst}", median(ms for ms, _ in hostile), worst_ms),
        ),
    )


def _cpu_ms(understands: Callable[[str], object], text: str) -> float:
    """Return the best time of three calls after a first one, which may meet characters for the first time."""
    understands(text)
    times_s = []
    for _ in range(3):
        start = time.process_time()
        understands(text)
        times_s.append(time.process_time() - start)
    return 1000 * min(times_s)


def _hostile(seed: int) -> Iterator[tuple[str, str]]:
    """Yield texts that are as hard to understand as they can be, each with a word on its shape."""
    dice = random.Random(seed)  # noqa: S311 - the same texts every time
    language = dice.choice(LANGUAGES)
    words, any_words = _words(language), list(chain.from_iterable(map(_words, LANGUAGES)))
    few = dice.sample(words, 4)
    shapes: dict[str, Callable[[], str]] = {
        f"words of {language}": lambda: dice.choice(words),
        f"few words of {language}": lambda: dice.choice(few),
        f"slips in {language}": lambda: _slip(dice, dice.choice(words)),
        "words of all languages": lambda: dice.choice(any_words),
        "slips in all languages": lambda: _slip(dice, dice.choice(any_words)),
        "clauses and negations": lambda: dice.choice(_TURNS_OF_PHRASE),
        "numbers": lambda: str(dice.randrange(10 ** dice.randrange(1, 400))),
        "letters": lambda: "".join(dice.choices("abcdefghijklmnopqrstuvwxyz", k=dice.randrange(2, 24))),
        **{
            f"letters from U+{first:X}": lambda first=first, last=last: "".join(  # type: ignore[misc]  # bound at once
                chr(dice.randrange(first, last)) for _ in range(dice.randrange(1, 9))
            )
            for first, last in _ALPHABETS
        },
    }
    for shape, word in shapes.items():
        yield shape, _filled(word() for _ in repeat(None))
    yield "one long word", (dice.choice(words).replace(" ", "") * LONGEST_TEXT)[:LONGEST_TEXT]
    for sign in _SIGNS:
        yield f"only {sign!r}", sign * LONGEST_TEXT
    yield "two signs in turn", ("".join(dice.sample(_SIGNS, 2)) * LONGEST_TEXT)[:LONGEST_TEXT]


def _words(language: str) -> list[str]:
    listed = (table for table in tables(language).values() if isinstance(table, dict))
    return [phrase.strip("*") for table in listed for phrases in table.values() for phrase in phrases]


def _slip(dice: random.Random, word: str) -> str:
    """Return a word with two letters swapped."""
    place = dice.randrange(max(1, len(word) - 1))
    return word[:place] + word[place + 1 : place + 2] + word[place : place + 1] + word[place + 2 :]


def _filled(words: Iterator[str]) -> str:
    text = ""
    while len(text) < LONGEST_TEXT:
        text += next(words) + " "
    return text[:LONGEST_TEXT]
