"""A text cut into clauses: stretches about one thing, and how each stands to its neighbours in time."""

from collections.abc import Callable
from dataclasses import dataclass, field

from engine.language.lexicon import Match
from engine.language.phrases import Sense

HEADED = frozenset({"gesture", "mood", "camera", "music"})
"""Kinds that a clause may be about."""

_FEELS = frozenset({"mood", "degree"})
_FELT_OR_DONE = frozenset({"gesture", "mood"})
_TEXT_END = Sense("break", "sentence")


@dataclass
class Clause:
    """A stretch of text about one thing."""

    opened_by: str = "sentence"
    """sentence, pause, or the word that begins it: and, but, then, before, after, while, from …"""
    stage: int = 0
    """Clauses of a later stage follow in time."""
    relation: str | None = None
    """before, after or while: how it stands to the clause before it."""
    starts_denied: bool = False
    """Whether a negation goes on from the clause before."""
    is_only: bool = False
    """Whether it says that there shall be nothing else: "just the nod"."""
    matches: list[Match] = field(default_factory=list)

    def has(self, *kinds: str) -> bool:
        """Whether a phrase of one of the kinds stands in it."""
        return any(match.sense.kind in kinds for match in self.matches)

    @property
    def denial(self) -> str | None:
        """How it denies, if it does: not, without."""
        return next((match.sense.value for match in self.matches if match.sense.kind == "negation"), None)


def clauses(matches: list[Match]) -> list[Clause]:
    """Return the clauses of a text in the order of the text; none is empty."""
    cutter = _Cutter()
    following_senses = [*(match.sense for match in matches[1:]), _TEXT_END]
    for match, following in zip(matches, following_senses, strict=False):
        cutter.take(match, following)
    return [clause for clause in cutter.clauses if clause.matches]


class _Cutter:
    """Takes one match after another and opens a new clause where one begins."""

    def __init__(self) -> None:
        self.clauses = [Clause()]
        self._stage = 0
        self._goes_from = False
        """Whether a "from" waits for its "to"."""
        self._order: dict[str, Callable[[Match, Sense], None]] = {
            "then": self._take_then, "to": self._take_to, "from": self._take_from, "before": self._take_relation,
            "after": self._take_relation, "while": self._take_while,
        }  # fmt: skip

    def take(self, match: Match, following: Sense) -> None:
        """Take the next match, seeing what follows it."""
        kind, value, refinements = match.sense
        if kind == "break":
            if self.clauses[-1].matches or value == "sentence":
                self._open(value)
        elif (kind, value) == ("join", "only"):
            if following.kind != "break" or not self.clauses[-1].matches:  # or else "うなずくだけ"
                self._open("but")
            self.clauses[-1].is_only = True
        elif kind == "join" and value != "or":
            carries = value == "and" and self.clauses[-1].denial == "without" and following.kind == "gesture"
            self._open(value, starts_denied=carries)
        elif self._goes_from and "to" in refinements:  # "von wütend zu ruhig"
            self._take_then(match, following)
        elif kind == "order":
            self._order.get(value, self._take_place)(match, following)
        else:
            if kind == "who" and following.kind in _FELT_OR_DONE and self.clauses[-1].has("who"):
                self._open_for_another()
            self.clauses[-1].matches.append(match)

    def _open_for_another(self) -> None:
        """Open a clause for one more person who does something: "the left one nods the right one smiles"."""
        if self.clauses[-1].has(*_FELT_OR_DONE):
            self._open("and")

    def _open(self, opened_by: str, relation: str | None = None, *, starts_denied: bool = False) -> None:
        if not self.clauses[-1].matches and self.clauses[-1].opened_by == "sentence":
            opened_by = "sentence"
            self.clauses.pop()
        self.clauses.append(Clause(opened_by, self._stage, relation, starts_denied))

    def _take_then(self, match: Match, _following: Sense) -> None:
        self._stage += 1
        self._goes_from = False
        self._open(match.sense.value)

    def _take_to(self, match: Match, following: Sense) -> None:
        if self._goes_from:
            self._take_then(match, following)

    def _take_from(self, match: Match, following: Sense) -> None:
        if following.kind not in _FEELS:  # "de" opens a change of mood, or means no more than "of"
            return
        self._goes_from = True
        self._open(match.sense.value)

    def _take_relation(self, match: Match, _following: Sense) -> None:
        self._open(match.sense.value, match.sense.value)

    def _take_while(self, match: Match, following: Sense) -> None:
        if following.kind == "break" and self.clauses[-1].matches:  # "nod and smile at the same time"
            self.clauses[-1].relation = match.sense.value
        else:
            self._take_relation(match, following)

    def _take_place(self, match: Match, following: Sense) -> None:
        """Take first, start, middle or end, which belongs to its clause, or to a new one when more follows."""
        if self.clauses[-1].has(*HEADED) and following.kind in HEADED:
            self._open(match.sense.value)
        if match.sense.value == "end":
            self._stage += 1
            self.clauses[-1].stage = self._stage
        self.clauses[-1].matches.append(match)
