"""Who gives what to which gesture: manner, counts and sides find their act, and the acts their order in time.

Within a clause manner, count and side belong to the nearest gesture. A clause without a gesture of its own hands its
manner on ("slow, wistful nod"), or back ("she nods, very slowly"), or else to the whole.
"""

from dataclasses import replace
from math import inf
from typing import cast

from engine.language.clauses import Clause
from engine.language.manner import NATURAL, Manner
from engine.language.pieces import Piece
from engine.language.reading import REPEATABLE, Act, Reading
from engine.types.direction import GestureName, Side

PlacedAct = tuple[Piece, Act]
"""An act and the words that name it."""

_SIDED = frozenset({GestureName.TURN, GestureName.TILT, GestureName.LOOK, GestureName.WINK, GestureName.BROW_RAISE})
_HEAD_AND_EYES = {GestureName.TURN, GestureName.LOOK}
_MOST_TIMES = 12


class Staging:
    """Takes the acts of one clause after another and puts them, complete, into a reading."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._sentence: list[Act] = []
        """The acts of the sentence so far."""
        self._waiting = NATURAL
        """Manner that looks for the next gesture."""
        self._camera_manner = NATURAL
        self._held: list[Act] = []
        """Acts of a "before …" that stands before what it follows."""
        self._is_together = False
        """Whether the next act comes at the time of the one before it: "while smiling, she nods"."""

    def take(self, clause: Clause, following: Clause, parts: list[Piece], acts: list[PlacedAct]) -> None:
        """Take a clause, seeing the one after it: its pieces, and the acts among them."""
        self._hand_on(acts, has_camera=clause.has("camera"))
        waits = not self._sentence or self._waiting != NATURAL or _leads(clause, following)
        for part in parts:
            self._attach(part, parts, acts, waits=waits)
        if acts:
            self._place(clause, self._without_echoes(clause, [act for _, act in acts]))
        elif clause.relation == "while":
            self._is_together = True

    def end_sentence(self) -> None:
        """Give what waits for a gesture to the whole."""
        self._reading.acts.extend(self._held)
        if self._is_together and len(self._sentence) == 1:  # "and at the same time she nods", of what was there before
            self._sentence[0].is_together = True
        self._to_whole(self._waiting)
        self._held, self._waiting, self._sentence, self._is_together = [], NATURAL, [], False

    def end(self) -> None:
        """End the last sentence; the camera's manner is that of the whole if nothing else moves."""
        self.end_sentence()
        if not self._reading.acts and self._reading.manner is None and self._camera_manner != NATURAL:
            self._reading.manner = self._camera_manner

    def _hand_on(self, acts: list[PlacedAct], *, has_camera: bool) -> None:
        """Give the manner that waits to the first gesture of the clause, or to its camera."""
        if acts:
            first = acts[0][1]
            first.manner = first.manner.plus(self._waiting)
        elif has_camera:
            self._camera_manner = self._camera_manner.plus(self._waiting)
        else:
            return
        self._waiting = NATURAL

    def _attach(self, part: Piece, parts: list[Piece], acts: list[PlacedAct], *, waits: bool) -> None:
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
                    self._reading.count = count
                elif target := owner if part.sense.kind == "count" else near:
                    target.count = count
            case "side" | "place" if value != "center" and (acts or not _has(parts, "camera")):
                sided = [placed for placed in acts if placed[1].gesture in _SIDED]
                self._attach_side(cast("Side", value), _nearest(sided, part) or near)
            case "moment" if owner is not None:
                owner.start_s = float(value)
            case "share" if owner is not None:
                owner.start = min(1.0, float(value))

    def _attach_steps(self, part: Piece, parts: list[Piece], near: Act | None) -> None:
        if near is not None and not _has(parts, "scope"):
            near.steps = near.steps.plus(part.steps)
        elif not _has(parts, "camera"):
            self._reading.steps = self._reading.steps.plus(part.steps)

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
            self._reading.side = side
        elif last.side is None:
            last.side = side
        elif last.gesture in _SIDED:  # "looks left, then right"
            again = replace(last, side=side, is_added=True)
            self._reading.acts.append(again)
            self._sentence.append(again)

    def _without_echoes(self, clause: Clause, acts: list[Act]) -> list[Act]:
        """Return the acts with "nod nod" counted as two, and "she nods, like she agrees" as the one nod it is."""
        kept = self._sentence[-1:] if clause.opened_by in {"pause", "and"} else []
        seen = len(kept)
        for act in acts:
            if kept and _is_echo(kept[-1], act):
                _merge(kept[-1], act)
            else:
                kept.append(act)
        return kept[seen:]

    def _place(self, clause: Clause, acts: list[Act]) -> None:
        """Put the acts into the order of time that the clause's relation asks for."""
        if not acts:
            return
        placed = self._reading.acts
        last = self._sentence[-1] if self._sentence else None
        if (
            clause.relation is not None
            and acts[0].is_bare
            and any(act.gesture == acts[0].gesture for act in self._sentence)
        ):
            acts = acts[1:]  # "she smiles, and while she smiles she nods"
        if (clause.relation == "while" or self._is_together) and clause.opened_by != "then":
            later = acts if last is not None else acts[1:]  # "as she smiles she nods"
            self._is_together = not later
            for act in later[:1]:
                act.is_together = True
        elif clause.opened_by == "but" and last is not None and {last.gesture, acts[0].gesture} == _HEAD_AND_EYES:
            acts[0].is_together = True  # "turn left but look right"
        for act in [*acts, *self._sentence[-1:]]:
            act.is_linked = act.is_linked or clause.relation in {"before", "after"}
        if clause.relation == "before" and last is None:  # "before the nod, a smile", "before he nods he smiles"
            self._held.extend(acts[:1])
            acts = acts[1:]
            if not acts:
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
            self._reading.manner = (self._reading.manner or NATURAL).plus(manner)


def _is_echo(before: Act, act: Act) -> bool:
    """Whether an act says again what the one before it said, with more or fewer words."""
    is_same = (before.gesture, before.who) == (act.gesture, act.who) and (
        before.side == act.side or None in {before.side, act.side}
    )
    return is_same and not act.is_added and NATURAL in {before.manner, act.manner} and before.start == act.start


def _merge(before: Act, act: Act) -> None:
    """Make one act of two that say the same."""
    if before.text == act.text and before.gesture in REPEATABLE and not (act.count or act.side):
        before.count = min(_MOST_TIMES, (before.count or 1) + 1)
    before.manner = before.manner.plus(act.manner)
    before.steps = before.steps.plus(act.steps)
    before.count = before.count or act.count
    before.side = before.side or act.side


def _leads(clause: Clause, following: Clause) -> bool:
    """Whether a clause without a gesture opens a list of qualities: "then a slow, sad nod"."""
    return clause.opened_by != "pause" and following.opened_by == "pause" and following.has("gesture", "manner", "mood")


def _nearest(acts: list[PlacedAct], part: Piece) -> Act | None:
    """Return the act nearest to a piece, the following one when two are equally near."""
    placed = min(acts, key=lambda placed: (_gap(part, placed[0]), placed[0].start < part.start), default=None)
    return placed[1] if placed else None


def _gap(one: Piece, other: Piece) -> int:
    """Return how many tokens lie between two pieces."""
    return max(one.start - other.stop, other.start - one.stop)


def _has(parts: list[Piece], kind: str) -> bool:
    return any(part.sense.kind == kind for part in parts)
