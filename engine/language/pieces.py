"""What stands in a clause: its phrases, with degrees, comparatives and negation folded into what they belong to."""

from dataclasses import dataclass
from math import log

from engine.language.clauses import HEADED, Clause
from engine.language.lexicon import Match
from engine.language.manner import DEGREES, LENGTH_STEP, MANNERS, NATURAL, Manner
from engine.language.phrases import Sense

_STEPS = {
    "slower": Manner(pace=-1), "faster": Manner(pace=1), "smaller": Manner(amount=-1), "larger": Manner(amount=1),
    "more": Manner(amount=1), "less": Manner(amount=-1),
}  # fmt: skip
_LENGTH_STEPS = {"longer": 1.0, "shorter": -1.0}
_STEP_SCALES = {"barely": 0.5, "slightly": 0.5, "fairly": 1.0, "very": 1.5, "too": 1.5, "extremely": 2.0}
_DENIABLE = frozenset({"gesture", "mood", "manner", "degree", "compare", "camera", "music", "loop", "ambient"})
_DENIED = "not"  # refines a phrase that is its own denial: "gülümsemeden"
_ONCE = "once"  # refines a negation that reaches no further than to the next gesture or mood
_TOO = "too"
_ALSO = "also"  # refines a word that means "too much" before others, and "as well" after them
_NEIGHBOURS = 1  # "don't stop smiling": a denied "stop" or "without" this close cancels the denial
_LENGTH_DOUBLED = log(2, LENGTH_STEP)


@dataclass
class Piece:
    """A phrase with the degrees and comparatives that belong to it."""

    sense: Sense
    start: int
    """Index of its first token."""
    stop: int
    """Index after its last token."""
    text: str = ""
    manner: Manner = NATURAL
    steps: Manner = NATURAL
    """Comparatives, in steps of `engine.language.manner.stepped`."""
    level: float = 0.0
    """How strongly: a mood's degree, or the steps in length."""
    is_denied: bool = False


def pieces(clause: Clause) -> list[Piece]:
    """Return a clause's pieces in their order."""
    folder = _Folder(clause.starts_denied)
    for index, match in enumerate(clause.matches):
        is_last = not any(later.sense.kind in _DENIABLE for later in clause.matches[index + 1 :])
        if match.sense.kind == "negation" and (is_last or match.sense.value == "after") and folder.deny_last():
            continue
        folder.take(match)
    return folder.finish()


class _Folder:
    """Takes one phrase after another, keeping the degree or comparative that waits for what it belongs to."""

    def __init__(self, is_denied: bool) -> None:
        self._pieces: list[Piece] = []
        self._degree: str | None = None
        self._is_also = False
        self._compare: Manner | None = None
        self._denial = "not" if is_denied else None
        """The word of the negation that holds."""
        self._denies_once = False
        """Whether only the next gesture or mood is denied: "instead of smiling she should nod"."""
        self._denied_at = 0
        self._stop = 0
        self._has_excess = False
        """Whether the denial is of too much: "not so fast"."""

    def take(self, match: Match) -> None:
        """Take the next phrase."""
        kind, value, refinements = match.sense
        is_denied = self._denial is not None or _DENIED in refinements
        piece = Piece(match.sense, match.start, match.stop, match.text, is_denied=is_denied)
        self._stop = match.stop
        match kind:
            case "negation":
                is_near = match.start - self._denied_at <= _NEIGHBOURS
                self._denial = None if is_near and self._denial not in {None, value} else value
                self._denies_once = _ONCE in refinements
                self._denied_at = match.stop
                self._degree = self._compare = None
            case "degree":
                self._has_excess = self._has_excess or self._denial is not None
                self._is_also = _ALSO in refinements
                self._degree = value if self._degree is None or value == "extremely" else self._degree
            case "compare" if value in {"more", "less"}:
                self._compare = self._scaled_steps(value)
                self._degree = None
            case "compare" | "manner" | "mood" | "gesture":
                self._fold(piece)
                self._degree = self._compare = None
                self._pieces.append(piece)
                if self._denies_once and kind in {"mood", "gesture"}:
                    self._denial = None
            case _:
                self._pieces.append(piece)

    def deny_last(self) -> bool:
        """Deny what stands before a negation that nothing follows ("lächle nicht"); return whether there was any."""
        deniable = [piece for piece in self._pieces if piece.sense.kind in _DENIABLE]
        if not deniable:
            return False
        deniable[-1].is_denied = True
        return True

    def finish(self) -> list[Piece]:
        """Return the pieces; a degree or comparative at the end ("smile a little") becomes one of its own."""
        if self._compare is not None or (self._degree is not None and not self._is_also):
            rest = Piece(Sense("manner", "rest"), self._stop, self._stop)
            if self._compare is not None:
                rest.steps = self._compare
            elif self._has_excess or self._degree == _TOO:
                rest.steps = _STEPS["less"]
            else:
                rest.manner = Manner(amount=DEGREES[self._degree or ""].level)
            self._pieces.append(rest)
        return self._with_scope()

    def _fold(self, piece: Piece) -> None:
        """Give the waiting degree or comparative to a piece."""
        kind, value, _ = piece.sense
        level = DEGREES[self._degree].level if self._degree and self._compare is None else 0.0
        if kind == "compare" and value in _LENGTH_STEPS:
            steps = _LENGTH_DOUBLED if piece.sense.refinements else _STEP_SCALES.get(self._degree or "", 1.0)
            piece.sense = Sense("length", value)
            piece.level = _LENGTH_STEPS[value] * steps
        elif kind == "compare":
            piece.sense = Sense("manner", value)
            piece.steps = self._scaled_steps(value).times(-1 if piece.is_denied else 1)
        elif kind == "manner":
            self._fold_manner(piece)
        else:
            is_too_much = kind == "gesture" and self._degree == _TOO and self._compare is None
            piece.steps = _STEPS["less"] if is_too_much else self._compare or NATURAL
            piece.level = level if kind == "mood" else 0.0
            piece.manner = Manner(amount=level) if kind == "gesture" and not is_too_much else NATURAL

    def _fold_manner(self, piece: Piece) -> None:
        """Set what a word of manner says: "very slow", "more slowly", "not so fast", "too fast"."""
        base = MANNERS[piece.sense.value]
        one_step = Manner(_sign(base.pace), _sign(base.amount))
        if self._compare is not None:
            piece.steps = one_step.times(self._compare.amount)
        elif piece.is_denied or self._degree == _TOO:
            piece.steps = one_step.times(-1)
        else:
            piece.manner = base.times(DEGREES[self._degree].scale if self._degree else 1)

    def _scaled_steps(self, comparative: str) -> Manner:
        return _STEPS[comparative].times(_STEP_SCALES.get(self._degree or "", 1.0))

    def _with_scope(self) -> list[Piece]:
        """Return the pieces with the negation where it belongs.

        "Don't nod so fast" denies the haste and not the nod; "no big smile" denies the smile and says nothing on size.
        """
        if self._has_excess:
            for piece in self._pieces:
                if piece.is_denied and piece.sense.kind == "mood":
                    piece.level = DEGREES["slightly"].level
                piece.is_denied = piece.is_denied and piece.sense.kind not in {"gesture", "mood"}
            return self._pieces
        denies_head = any(piece.is_denied and piece.sense.kind in HEADED for piece in self._pieces)
        return [
            piece for piece in self._pieces if not (denies_head and piece.is_denied and piece.sense.kind == "manner")
        ]


def _sign(level: float) -> int:
    return (level > 0) - (level < 0)
