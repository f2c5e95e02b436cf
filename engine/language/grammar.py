"""The grammar: matched phrases → what the text says.

A text is cut into clauses at punctuation, "and" and words of order. Within a clause a degree belongs to the word that
follows it, manner, count and side to the nearest gesture, and a negation reaches to the clause's end. A clause
without a gesture of its own ("slow, wistful nod") hands its manner to the next gesture of the sentence, else to the
one before, else to the whole.
"""

from dataclasses import dataclass, field, replace
from math import inf
from typing import Literal, cast

from engine.language.lexicon import Match, Sense, lexicon
from engine.language.manner import DEGREES, MANNERS, NATURAL, Manner
from engine.language.measures import joined
from engine.language.reading import END, FRONT, Act, Mood, Reading
from engine.language.tokens import tokenize
from engine.types.direction import Aspect, CameraMove, EmotionLabel, GestureName, Music, Side, Who

_STEPS = {
    "slower": Manner(pace=-1), "faster": Manner(pace=1), "smaller": Manner(amount=-1), "larger": Manner(amount=1),
    "more": Manner(amount=1), "less": Manner(amount=-1),
}  # fmt: skip
_LENGTH_STEPS = {"longer": 1.0, "shorter": -1.0}
_STEP_SCALES = {"barely": 0.5, "slightly": 0.5, "fairly": 1.0, "very": 1.5, "extremely": 2.0}
_SIDED = frozenset(
    {GestureName.TURN, GestureName.TILT, GestureName.LOOK, GestureName.WINK, GestureName.BROW_RAISE}
)
_HEADED = frozenset({"gesture", "mood", "camera", "music"})
_SIDED_CAMERA = {
    ("pan", "left"): CameraMove.PAN_LEFT, ("pan", "up"): CameraMove.TILT_UP, ("pan", "down"): CameraMove.TILT_DOWN,
    ("pan", "right"): CameraMove.PAN_RIGHT, ("tilt", "left"): CameraMove.PAN_LEFT, ("tilt", "up"): CameraMove.TILT_UP,
    ("tilt", "right"): CameraMove.PAN_RIGHT, ("tilt", "down"): CameraMove.TILT_DOWN,
}  # fmt: skip
_LABELS = frozenset(EmotionLabel)
_MOVES = frozenset(CameraMove)
_START_OF = {"start": 0.0, "middle": 0.5, "end": 0.75}
_NATURAL_DURATION_S = 5.0
_LONGEST_UNCLEAR = 80
_MOST_UNCLEAR = 24


@dataclass
class _Piece:
    """A match with the degrees and comparatives that belong to it folded in."""

    sense: Sense
    position: int
    text: str
    manner: Manner = NATURAL
    steps: Manner = NATURAL
    level: float = 0.0
    is_denied: bool = False


@dataclass
class _Clause:
    """A stretch of text about one thing."""

    matches: list[Match] = field(default_factory=list)
    stage: int = 0
    opens_sentence: bool = False
    relation: str | None = None
    """before, after or while, as it stands to its neighbour."""
    starts_denied: bool = False


def read(text: str, language: str = "en") -> Reading:
    """Return what a text says; whatever it is, this neither fails nor takes long."""
    vocabulary = lexicon(language)
    matches = vocabulary.matches(tokenize(text))
    reading = Reading()
    unknown = dict.fromkeys(match.text[:_LONGEST_UNCLEAR] for match in matches if match.sense is None)
    reading.unclear = list(unknown)[:_MOST_UNCLEAR]
    meant = [match for match in matches if match.sense is not None and match.sense.kind != "plain"]
    _Reader(reading).read(_clauses(joined(meant)))
    return reading


def _clauses(matches: list[Match]) -> list[_Clause]:
    """Return the clauses of a text in order."""
    clauses = [_Clause(opens_sentence=True)]
    stage = 0
    goes_from = False
    for index, match in enumerate(matches):
        kind, value, _ = _sense(match)
        clause = clauses[-1]
        following = _sense(matches[index + 1]) if index + 1 < len(matches) else Sense("break", "sentence")
        if kind == "break":
            clauses.append(_Clause(stage=stage, opens_sentence=value == "sentence"))
        elif kind == "join" and value in {"and", "but"}:
            carries = value == "and" and _denial(clause) == "without" and following.kind == "gesture"
            clauses.append(_Clause(stage=stage, starts_denied=carries))
        elif kind == "order" and (value == "then" or (value == "to" and goes_from)):
            stage += 1
            goes_from = False
            clauses.append(_Clause(stage=stage))
        elif kind == "order" and value in {"before", "after"}:
            clauses.append(
                _Clause(stage=stage, relation=value, opens_sentence=clause.opens_sentence and not clause.matches)
            )
        elif kind == "order" and value == "while":
            if following.kind == "break" and clause.matches:
                clause.relation = value
            else:
                clauses.append(_Clause(stage=stage, relation=value))
        elif kind == "order" and value == "from":
            goes_from = True
            clauses.append(_Clause(stage=stage))
        elif kind == "order" and value != "to":
            if _has_head(clause) and following.kind in _HEADED:
                clause = _Clause(stage=stage)
                clauses.append(clause)
            if value == "end":
                stage += 1
                clause.stage = stage
            clause.matches.append(match)
        elif kind != "order":
            clause.matches.append(match)
    return clauses


class _Reader:
    """Goes through the clauses and fills in a reading."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._sentence_acts: list[Act] = []
        self._waiting = NATURAL
        """Manner that looks for the next gesture."""
        self._held: list[Act] = []
        """Acts of a "before …" that stands before what it follows."""
        self._together_next = False
        self._order: str | None = None
        """A word of order that stood alone and belongs to the next clause."""
        self._camera_manner = NATURAL

    def read(self, clauses: list[_Clause]) -> None:
        """Read all clauses; call this once."""
        for clause in clauses:
            if clause.opens_sentence:
                self._end_sentence()
            if clause.matches:
                self._read_clause(clause)
        self._end_sentence()
        reading = self._reading
        if not reading.acts and reading.manner is None and self._camera_manner != NATURAL:
            reading.manner = self._camera_manner

    def _end_sentence(self) -> None:
        self._reading.acts.extend(self._held)
        self._held = []
        self._to_whole(self._waiting)
        self._waiting = NATURAL
        self._sentence_acts = []

    def _read_clause(self, clause: _Clause) -> None:
        pieces = _folded(clause)
        order = next((piece.sense.value for piece in pieces if piece.sense.kind == "order"), self._order)
        added = any(piece.sense == Sense("edit", "add") for piece in pieces)
        acts: list[tuple[int, Act]] = []
        for piece in pieces:
            if piece.sense.kind == "gesture":
                if piece.is_denied:
                    self._reading.avoid.append(GestureName(piece.sense.value))
                else:
                    acts.append((piece.position, self._act(piece, clause, order, added)))
            else:
                self._read_fact(piece, clause, order)
        self._attach(pieces, acts)
        self._place(clause, [act for _, act in acts])
        self._order = order if not acts and all(piece.sense.kind == "order" for piece in pieces) else None

    def _act(self, piece: _Piece, clause: _Clause, order: str | None, added: bool) -> Act:
        """Return the act that a gesture piece names, and note the mood that it hints at."""
        act = Act(GestureName(piece.sense.value), piece.manner, piece.steps, added=added)
        for refinement in piece.sense.refinements:
            if refinement in MANNERS:
                act.manner = act.manner.plus(MANNERS[refinement])
            elif refinement in _LABELS:
                self._reading.moods.append(Mood(EmotionLabel(refinement), stage=clause.stage, is_hint=True))
            else:
                act.side = cast("Side", refinement)
        act.start = _START_OF.get(order or "")
        act.place = {"first": FRONT, "start": FRONT, "end": END}.get(order or "")
        return act

    def _read_fact(self, piece: _Piece, clause: _Clause, order: str | None) -> None:
        """Note what is not about a gesture."""
        reading = self._reading
        kind, value, refinements = piece.sense
        match kind:
            case "mood" if piece.is_denied:
                reading.denied_moods.append(EmotionLabel(value))
            case "mood":
                level = piece.level + sum(DEGREES[word].level for word in refinements if word in DEGREES)
                steps = piece.steps.amount + ("more" in refinements)
                reading.moods.append(
                    Mood(EmotionLabel(value), max(-2.0, min(2.0, level)), steps, clause.stage, late=order == "end")
                )
            case "duration":
                reading.duration_s = float(value)
            case "length":
                reading.duration_steps += piece.level
            case "camera":
                sides = [_sense(match).value for match in clause.matches if _sense(match).kind == "side"]
                reading.camera = CameraMove.STILL if piece.is_denied else _camera_move(value, sides)
            case "ambient" if not piece.is_denied:
                reading.ambient.append(value)
            case "loop":
                reading.loop = not piece.is_denied
            case "aspect" if not piece.is_denied:
                reading.aspect = cast("Aspect", value)
            case "music":
                reading.music = _music(piece, reading.music)
            case "bpm":
                asked = reading.music or Music()
                bpm = max(30, min(240, int(value)))
                reading.music = asked.model_copy(update={"mode": "asked", "bpm": bpm})
            case "who" if not piece.is_denied:
                reading.who = _who(value)
            case "edit":
                reading.edits.add(value)
            case _:
                pass  # manner, counts and sides are attached to gestures

    def _attach(self, pieces: list[_Piece], acts: list[tuple[int, Act]]) -> None:
        """Give manner, counts, sides and moments to the gestures that they stand with."""
        reading = self._reading
        cameras = [piece.position for piece in pieces if piece.sense.kind == "camera"]
        is_whole = any(piece.sense.kind == "scope" for piece in pieces)
        if acts and self._waiting != NATURAL:
            acts[0][1].manner = acts[0][1].manner.plus(self._waiting)
            self._waiting = NATURAL
        elif cameras and not acts:
            self._camera_manner, self._waiting = self._camera_manner.plus(self._waiting), NATURAL
        for piece in pieces:
            kind, value, _ = piece.sense
            near = _nearest(acts, piece.position)
            owner = near or (self._sentence_acts[-1] if self._sentence_acts else None)
            nearest_camera = min((abs(camera - piece.position) for camera in cameras), default=inf)
            nearest_act = min((abs(position - piece.position) for position, _ in acts), default=inf)
            if kind == "manner" and piece.steps != NATURAL:
                if near is not None and not is_whole:
                    near.steps = near.steps.plus(piece.steps)
                elif not cameras:
                    reading.steps = reading.steps.plus(piece.steps)
            elif kind == "manner":
                if is_whole:
                    self._to_whole(piece.manner)
                elif nearest_camera < nearest_act:
                    self._camera_manner = self._camera_manner.plus(piece.manner)
                elif near is None and not self._sentence_acts:
                    self._waiting = self._waiting.plus(piece.manner)
                elif owner is not None:
                    owner.manner = owner.manner.plus(piece.manner)
            elif kind in {"count", "number"}:
                self._count(piece, near if kind == "number" else owner)
            elif kind in {"side", "place"} and not (cameras and not acts):
                self._side(
                    value, _nearest([pair for pair in acts if pair[1].gesture in _SIDED], piece.position) or near
                )
            elif kind == "moment" and owner is not None:
                owner.start = min(1.0, float(value) / (reading.duration_s or _NATURAL_DURATION_S))
            elif kind == "share" and owner is not None:
                owner.start = min(1.0, float(value))

    def _count(self, piece: _Piece, owner: Act | None) -> None:
        count = max(1, min(12, int(float(piece.sense.value))))
        if owner is not None:
            owner.count = count
        elif piece.sense.kind == "count":
            self._reading.count = count

    def _side(self, value: str, owner: Act | None) -> None:
        if value == "center":
            return
        side = cast("Side", value)
        last = self._sentence_acts[-1] if self._sentence_acts else None
        if owner is not None:
            owner.side = side
        elif last is None:
            self._reading.side = side
        elif last.side is None:
            last.side = side
        elif last.gesture in _SIDED:  # "looks left, then right"
            again = replace(last, side=side, added=True)
            self._reading.acts.append(again)
            self._sentence_acts.append(again)

    def _place(self, clause: _Clause, acts: list[Act]) -> None:
        """Put the acts into the order of time that the clause's relation asks for."""
        if not acts:
            return
        placed = self._reading.acts
        has_before = bool(self._sentence_acts)
        if clause.relation == "while" or self._together_next:
            acts[0].together = has_before
            self._together_next = not has_before
        if clause.relation in {"before", "after"}:
            for act in acts:
                act.linked = True
        if clause.relation == "before" and not has_before:
            self._held.extend(acts)
            return
        if clause.relation == "after" and has_before:
            position = placed.index(self._sentence_acts[-1])
            placed[position].linked = True
            placed[position:position] = acts
            return
        placed.extend(acts)
        placed.extend(self._held)
        self._held = []
        self._sentence_acts.extend(acts)

    def _to_whole(self, manner: Manner) -> None:
        if manner != NATURAL:
            self._reading.manner = (self._reading.manner or NATURAL).plus(manner)


def _folded(clause: _Clause) -> list[_Piece]:
    """Return a clause's pieces: degrees and comparatives folded into what follows them, negation carried through."""
    pieces: list[_Piece] = []
    degree: str | None = None
    compare: Manner | None = None
    is_denied = clause.starts_denied
    denied_from = -1
    has_excess = False
    for position, match in enumerate(clause.matches):
        sense = _sense(match)
        piece = _Piece(sense, position, match.text, is_denied=is_denied)
        match sense.kind:
            case "negation":
                is_denied = not is_denied or position - denied_from > 2
                denied_from = position
                degree = compare = None
                continue
            case "degree":
                has_excess = has_excess or is_denied
                degree = sense.value if degree is None or sense.value == "extremely" else degree
                continue
            case "compare" if sense.value in _LENGTH_STEPS:
                piece.sense = Sense("length", sense.value)
                piece.level = _LENGTH_STEPS[sense.value] * _STEP_SCALES.get(degree or "", 1.0)
            case "compare" if sense.value in {"more", "less"}:
                compare = _STEPS[sense.value].times(_STEP_SCALES.get(degree or "", 1.0))
                degree = None
                continue
            case "compare":
                steps = _STEPS[sense.value].times(_STEP_SCALES.get(degree or "", 1.0))
                piece.sense = Sense("manner", sense.value)
                piece.steps = steps.times(-1) if is_denied else steps
            case "manner":
                _fold_manner(piece, degree, compare)
            case "mood":
                piece.steps = compare or NATURAL
                piece.level = DEGREES[degree].level if degree and not compare else 0.0
            case "gesture":
                piece.steps = compare or NATURAL
                piece.manner = Manner(amount=DEGREES[degree].level) if degree and not compare else NATURAL
            case _:
                pieces.append(piece)
                continue
        degree = compare = None
        pieces.append(piece)
    if compare is not None:
        pieces.append(_Piece(Sense("manner", "compared"), len(clause.matches), "", steps=compare))
    elif degree is not None:
        pieces.append(_left_over(degree, has_excess, len(clause.matches)))
    return _with_scope(pieces, has_excess)


def _fold_manner(piece: _Piece, degree: str | None, compare: Manner | None) -> None:
    """Set what a word of manner says: "very slow", "more slowly", "not so fast"."""
    base = MANNERS[piece.sense.value]
    if compare is not None:
        piece.steps = _direction_of(base).times(compare.amount)
    elif piece.is_denied:
        piece.steps = _direction_of(base).times(-1)
    else:
        piece.manner = base.times(DEGREES[degree].scale) if degree else base


def _left_over(degree: str, has_excess: bool, position: int) -> _Piece:
    """Return what a degree says that stands after its word: "smile a little", "not too much"."""
    level = DEGREES[degree].level
    piece = _Piece(Sense("manner", "degree"), position, "", manner=Manner(amount=level))
    if has_excess:
        piece.manner, piece.steps = NATURAL, Manner(amount=-1)
    return piece


def _with_scope(pieces: list[_Piece], has_excess: bool) -> list[_Piece]:
    """Return the pieces with the negation where it belongs.

    "Don't nod so fast" denies the haste and not the nod; "no big smile" denies the smile and says nothing on size.
    """
    denies_head = not has_excess and any(piece.is_denied and piece.sense.kind in _HEADED for piece in pieces)
    if has_excess:
        for piece in pieces:
            piece.is_denied = piece.is_denied and piece.sense.kind not in {"gesture", "mood"}
    return [piece for piece in pieces if not (denies_head and piece.is_denied and piece.sense.kind == "manner")]


def _direction_of(manner: Manner) -> Manner:
    """Return one step along a manner's departure from natural."""
    return Manner(_sign(manner.pace), _sign(manner.amount))


def _sign(level: float) -> Literal[-1, 0, 1]:
    return 1 if level > 0 else -1 if level < 0 else 0


def _nearest(acts: list[tuple[int, Act]], position: int) -> Act | None:
    """Return the act nearest to a position, the following one when two are equally near."""
    pair = min(acts, key=lambda pair: (abs(pair[0] - position), pair[0] < position), default=None)
    return pair[1] if pair else None


def _camera_move(value: str, sides: list[str]) -> CameraMove:
    if value in _MOVES:
        return CameraMove(value)
    natural = {"pan": "right", "tilt": "up"}[value]
    return _SIDED_CAMERA[value, sides[0] if sides else natural]


def _music(piece: _Piece, known: Music | None) -> Music:
    """Return the wish for music that a piece tells."""
    if piece.is_denied or piece.sense.value == "none":
        return Music(mode="none")
    described = " ".join(piece.sense.refinements)[:80]
    if not described:
        return known or Music(mode="auto")
    return Music(mode="asked", mood=described, bpm=known.bpm if known else None)


def _who(value: str) -> Who:
    return int(value) if value.isdecimal() else cast("Who", value)


def _sense(match: Match) -> Sense:
    """Return a match's sense; those without one never come this far."""
    return match.sense or Sense("plain", "stop")


def _has_head(clause: _Clause) -> bool:
    return any(_sense(match).kind in _HEADED for match in clause.matches)


def _denial(clause: _Clause) -> str | None:
    """Return how a clause denies, if it does: not or without."""
    return next((_sense(match).value for match in clause.matches if _sense(match).kind == "negation"), None)
