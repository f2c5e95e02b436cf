"""The grammar: a text → what it says.

Within a clause a degree belongs to the word that follows it; manner, count and side to the nearest gesture; and a
negation reaches to the clause's end. A clause without a gesture of its own hands its manner on ("slow, wistful nod"),
or back ("she nods, very slowly"), or else to the whole.
"""

from dataclasses import replace
from math import inf
from typing import cast

from engine.language.clauses import Clause, clauses
from engine.language.languages import language_of
from engine.language.lexicon import Sense, lexicon
from engine.language.manner import DEGREES, MANNERS, NATURAL, STRONGEST_LEVEL, Manner
from engine.language.measures import joined
from engine.language.pieces import Piece, pieces
from engine.language.reading import END, FRONT, Act, Mood, Reading
from engine.language.tokens import tokenize
from engine.types.direction import Aspect, CameraMove, EmotionLabel, GestureName, Music, Side, Who

_SIDED = frozenset({GestureName.TURN, GestureName.TILT, GestureName.LOOK, GestureName.WINK, GestureName.BROW_RAISE})
_REPEATABLE = frozenset({GestureName.NOD, GestureName.SHAKE, GestureName.BLINK, GestureName.WINK})
_LABELS = frozenset(EmotionLabel)
_SWEEPS = {
    "left": CameraMove.PAN_LEFT, "right": CameraMove.PAN_RIGHT, "up": CameraMove.TILT_UP, "down": CameraMove.TILT_DOWN,
}  # fmt: skip
_NATURAL_SWEEP = {"pan": "right", "tilt": "up"}
_START_OF = {"start": 0.0, "middle": 0.5, "end": 0.75}
_PLACE_OF = {"first": FRONT, "start": FRONT, "end": END}
_NATURAL_DURATION_S = 5.0
_MOST_TIMES = 12
_MOST_PHRASES = 300  # no honest wish has more; the time for nonsense stays bounded
_LONGEST_UNCLEAR = 80
_MOST_UNCLEAR = 24

_PlacedAct = tuple[Piece, Act]


def read(text: str, locale: str | None = None) -> Reading:
    """Return what a text says; whatever it is, this neither fails nor takes long.

    `locale` is where the writer is at home ("de", "pt-BR"); it decides when the words do not tell their language.
    """
    tokens = tokenize(text)
    language = language_of(tokens, locale)
    matches = lexicon(language).matches(tokens)
    unknown = dict.fromkeys(match.text[:_LONGEST_UNCLEAR] for match in matches if match.sense.kind == "unknown")
    meant = [match for match in matches if match.sense.kind not in {"plain", "unknown"}]
    reader = _Reader(clauses(joined(meant[:_MOST_PHRASES])))
    reader.reading.language = language
    reader.reading.unclear = list(unknown)[:_MOST_UNCLEAR]
    return reader.reading


class _Reader:
    """Goes through the clauses once and fills in a reading."""

    def __init__(self, text: list[Clause]) -> None:
        self.reading = Reading()
        self._sentence: list[Act] = []
        """The acts of the sentence so far."""
        self._waiting = NATURAL
        """Manner that looks for the next gesture."""
        self._camera_manner = NATURAL
        self._held: list[Act] = []
        """Acts of a "before …" that stands before what it follows."""
        self._is_together = False
        """Whether the next act comes at the time of the one before it: "while smiling, she nods"."""
        self._order: str | None = None
        """A word of order that stood alone and belongs to the next clause."""
        for clause, following in zip(text, [*text[1:], Clause()], strict=False):
            if clause.opened_by == "sentence":
                self._end_sentence()
            self._read(clause, following)
        self._end_sentence()
        if not self.reading.acts and self.reading.manner is None and self._camera_manner != NATURAL:
            self.reading.manner = self._camera_manner

    def _end_sentence(self) -> None:
        self.reading.acts.extend(self._held)
        self._to_whole(self._waiting)
        self._held, self._waiting, self._sentence = [], NATURAL, []

    def _read(self, clause: Clause, following: Clause) -> None:
        parts = pieces(clause)
        order = next((part.sense.value for part in parts if part.sense.kind == "order"), self._order)
        is_added = any(part.sense == Sense("edit", "add") for part in parts)
        acts: list[_PlacedAct] = []
        for part in parts:
            if part.sense.kind != "gesture":
                self._note_fact(part, clause, order)
            elif part.is_denied:
                self.reading.avoid.append(GestureName(part.sense.value))
            else:
                acts.append((part, self._act(part, clause, order, is_added)))
        self._hand_on(acts, has_camera=clause.has("camera"))
        waits = not self._sentence or self._waiting != NATURAL or _leads(clause, following)
        for part in parts:
            self._attach(part, parts, acts, waits=waits)
        if acts:
            self._place(clause, self._without_echoes(clause, [act for _, act in acts]))
        elif clause.relation == "while":
            self._is_together = True
        self._order = order if all(part.sense.kind == "order" for part in parts) else None

    def _act(self, part: Piece, clause: Clause, order: str | None, is_added: bool) -> Act:
        """Return the act that a gesture names, and note the mood that it hints at."""
        act = Act(
            GestureName(part.sense.value), part.manner, part.steps,
            start=_START_OF.get(order or ""), place=_PLACE_OF.get(order or ""), is_added=is_added,
        )  # fmt: skip
        for refinement in part.sense.refinements:
            if refinement in MANNERS:
                act.manner = act.manner.plus(MANNERS[refinement])
            elif refinement in _LABELS:
                self.reading.moods.append(Mood(EmotionLabel(refinement), stage=clause.stage, is_hint=True))
            else:
                act.side = cast("Side", refinement)
        return act

    def _note_fact(self, part: Piece, clause: Clause, order: str | None) -> None:
        """Note what is not about a gesture; manner, counts and sides are attached later."""
        reading, value = self.reading, part.sense.value
        match part.sense.kind:
            case "mood" if part.is_denied:
                reading.denied_moods.append(EmotionLabel(value))
            case "mood":
                reading.moods.append(_mood(part, clause, is_late=order == "end" and not clause.has("gesture")))
            case "duration":
                reading.duration_s = float(value)
            case "length":
                reading.duration_steps += part.level
            case "camera":
                reading.camera = CameraMove.STILL if part.is_denied else _camera_move(value, clause)
            case "music" | "bpm":
                reading.music = _music(part, reading.music)
            case "loop":
                reading.loop = not part.is_denied
            case "edit":
                reading.edits.add(value)
            case _ if not part.is_denied:
                self._note_choice(part.sense.kind, value)

    def _note_choice(self, kind: str, value: str) -> None:
        if kind == "ambient":
            self.reading.ambient.append(value)
        elif kind == "aspect":
            self.reading.aspect = cast("Aspect", value)
        elif kind == "who":
            self.reading.who = min(99, int(value)) if value.isdecimal() else cast("Who", value)

    def _hand_on(self, acts: list[_PlacedAct], *, has_camera: bool) -> None:
        """Give the manner that waits to the first gesture of the clause, or to its camera."""
        if acts:
            first = acts[0][1]
            first.manner = first.manner.plus(self._waiting)
        elif has_camera:
            self._camera_manner = self._camera_manner.plus(self._waiting)
        else:
            return
        self._waiting = NATURAL

    def _attach(self, part: Piece, parts: list[Piece], acts: list[_PlacedAct], *, waits: bool) -> None:
        """Give manner, a count, a side or a moment to the gesture that it stands with."""
        near = _nearest(acts, part)
        owner = near or (self._sentence[-1] if self._sentence else None)
        value = part.sense.value
        match part.sense.kind:
            case "manner" if part.steps != NATURAL:
                self._attach_steps(part, parts, near)
            case "manner":
                self._attach_manner(part, parts, near, None if waits else owner)
            case "count" | "number":
                count = max(1, min(_MOST_TIMES, int(float(value))))
                if part.sense.kind == "count" and owner is None:
                    self.reading.count = count
                elif target := owner if part.sense.kind == "count" else near:
                    target.count = count
            case "side" | "place" if value != "center" and (acts or not _has(parts, "camera")):
                sided = [placed for placed in acts if placed[1].gesture in _SIDED]
                self._attach_side(cast("Side", value), _nearest(sided, part) or near)
            case "moment" if owner is not None:
                owner.start = min(1.0, float(value) / (self.reading.duration_s or _NATURAL_DURATION_S))
            case "share" if owner is not None:
                owner.start = min(1.0, float(value))

    def _attach_steps(self, part: Piece, parts: list[Piece], near: Act | None) -> None:
        if near is not None and not _has(parts, "scope"):
            near.steps = near.steps.plus(part.steps)
        elif not _has(parts, "camera"):
            self.reading.steps = self.reading.steps.plus(part.steps)

    def _attach_manner(self, part: Piece, parts: list[Piece], near: Act | None, before: Act | None) -> None:
        gestures = (_gap(part, other) for other in parts if other.sense.kind == "gesture" and not other.is_denied)
        cameras = (_gap(part, other) for other in parts if other.sense.kind == "camera")
        owner = near or before
        if _has(parts, "scope"):
            self._to_whole(part.manner)
        elif min(cameras, default=inf) < min(gestures, default=inf):
            self._camera_manner = self._camera_manner.plus(part.manner)
        elif owner is None:
            self._waiting = self._waiting.plus(part.manner)
        else:
            owner.manner = owner.manner.plus(part.manner)

    def _attach_side(self, side: Side, owner: Act | None) -> None:
        last = self._sentence[-1] if self._sentence else None
        if owner is not None:
            owner.side = side
        elif last is None:
            self.reading.side = side
        elif last.side is None:
            last.side = side
        elif last.gesture in _SIDED:  # "looks left, then right"
            again = replace(last, side=side, is_added=True)
            self.reading.acts.append(again)
            self._sentence.append(again)

    def _without_echoes(self, clause: Clause, acts: list[Act]) -> list[Act]:
        """Return the acts with "nod nod" counted as two, and "she nods, like she agrees" as the one nod it is."""
        kept: list[Act] = []
        for act in acts:
            if kept and kept[-1].gesture == act.gesture and act == replace(kept[-1], count=None):
                again = kept[-1].gesture in _REPEATABLE
                kept[-1].count = min(_MOST_TIMES, (kept[-1].count or 1) + 1) if again else kept[-1].count
            else:
                kept.append(act)
        last = self._sentence[-1] if self._sentence else None
        is_echo = last is not None and clause.opened_by == "pause" and kept[0] == Act(last.gesture)
        return kept[1:] if is_echo else kept

    def _place(self, clause: Clause, acts: list[Act]) -> None:
        """Put the acts into the order of time that the clause's relation asks for."""
        if not acts:
            return
        placed = self.reading.acts
        last = self._sentence[-1] if self._sentence else None
        if clause.relation == "while" or self._is_together:
            acts[0].is_together = last is not None
            self._is_together = last is None
        for act in [*acts, *self._sentence[-1:]]:
            act.is_linked = act.is_linked or clause.relation in {"before", "after"}
        if clause.relation == "before" and last is None:
            self._held.extend(acts)
            return
        if clause.relation == "after" and last is not None:
            position = next(index for index, act in enumerate(placed) if act is last)
            placed[position:position] = acts
            return
        placed.extend([*acts, *self._held])
        self._held = []
        self._sentence.extend(acts)

    def _to_whole(self, manner: Manner) -> None:
        if manner != NATURAL:
            self.reading.manner = (self.reading.manner or NATURAL).plus(manner)


def _leads(clause: Clause, following: Clause) -> bool:
    """Whether a clause without a gesture opens a list of qualities: "then a slow, sad nod"."""
    return clause.opened_by != "pause" and following.opened_by == "pause" and following.has("gesture", "manner", "mood")


def _nearest(acts: list[_PlacedAct], part: Piece) -> Act | None:
    """Return the act nearest to a piece, the following one when two are equally near."""
    placed = min(acts, key=lambda placed: (_gap(part, placed[0]), placed[0].start < part.start), default=None)
    return placed[1] if placed else None


def _gap(one: Piece, other: Piece) -> int:
    """Return how many tokens lie between two pieces."""
    return max(one.start - other.stop, other.start - one.stop)


def _has(parts: list[Piece], kind: str) -> bool:
    return any(part.sense.kind == kind for part in parts)


def _mood(part: Piece, clause: Clause, *, is_late: bool) -> Mood:
    """Return a mood with the strength of its words: "very sad", "heartbroken"."""
    refinements = part.sense.refinements
    level = part.level + sum(DEGREES[word].level for word in refinements if word in DEGREES)
    level = max(-STRONGEST_LEVEL, min(STRONGEST_LEVEL, level))
    steps = part.steps.amount + ("more" in refinements)
    return Mood(EmotionLabel(part.sense.value), level, steps, clause.stage, is_late)


def _camera_move(value: str, clause: Clause) -> CameraMove:
    """Return the move that a word names, pans and tilts by the side that stands with them."""
    if value not in _NATURAL_SWEEP:
        return CameraMove(value)
    sides = (match.sense.value for match in clause.matches if match.sense.kind == "side")
    return _SWEEPS[next(sides, _NATURAL_SWEEP[value])]


def _music(part: Piece, known: Music | None) -> Music:
    """Return the wish for music after one more word on it."""
    before = known or Music()
    if part.sense.kind == "bpm":
        return before.model_copy(update={"mode": "asked", "bpm": max(30, min(240, int(part.sense.value)))})
    if part.is_denied or part.sense.value == "none":
        return Music(mode="none")
    described = " ".join(part.sense.refinements)[:80]
    return Music(mode="asked", mood=described, bpm=before.bpm) if described else before
