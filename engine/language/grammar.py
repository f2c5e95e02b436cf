"""The grammar: a text → what it says.

Within a clause a degree belongs to the word that follows it, and a negation reaches to the clause's end; which gesture
gets which manner is told in `staging`.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from engine.language.clauses import Clause, clauses
from engine.language.languages import language_of
from engine.language.lexicon import Match, lexicon
from engine.language.manner import DEGREES, MANNERS, STRONGEST_LEVEL
from engine.language.measures import joined
from engine.language.people import settle
from engine.language.phrases import Sense
from engine.language.pieces import Piece, pieces
from engine.language.reading import END, FRONT, Act, Mood, Reading
from engine.language.staging import PlacedAct, Staging
from engine.language.tokens import tokenize
from engine.types.direction import Aspect, CameraMove, EmotionLabel, GestureName, Music, Side, Who

_MUTUAL = "mutual"  # refines what two people do to each other: "look at each other"
_SEES = frozenset({GestureName.LOOK, GestureName.TURN})
_SEEN_TO: dict[Who, Side] = {"left": "left", "right": "right"}
_HINT = "hint"  # refines a word that implies a mood only where no other is named: "remember"
_LABELS = frozenset(EmotionLabel)
_REMARKED = frozenset({"comment", "plain", "break", "degree", "join"})
"""What a mere remark is made of."""
_SAYS_NOTHING = frozenset({"plain", "unknown", "comment", "beyond"})
_COURTESIES = frozenset({("plain", "name"), ("plain", "polite")})
_MIRRORED: dict[Side | None, Side] = {"left": "right", "right": "left"}
_SWEEPS = {
    "left": CameraMove.PAN_LEFT, "right": CameraMove.PAN_RIGHT, "up": CameraMove.TILT_UP, "down": CameraMove.TILT_DOWN,
}  # fmt: skip
_NATURAL_SWEEP = {"pan": "right", "tilt": "up"}
_START_OF = {"start": 0.0, "middle": 0.5, "end": 0.75}
_PLACE_OF = {"first": FRONT, "start": FRONT, "end": END}
_MOST_TOKENS, _MOST_PHRASES = 1024, 150  # no honest wish has more; the time for nonsense stays bounded
_LONGEST_UNCLEAR = 80
_MOST_UNCLEAR = 24


def read(text: str, locale: str | None = None) -> Reading:
    """Return what a text says; whatever it is, this neither fails nor takes long.

    `locale` is where the writer is at home ("de", "pt-BR"); it decides when the words do not tell their language.
    """
    tokens = tokenize(text)[:_MOST_TOKENS]
    language = language_of(tokens, locale)
    matches = lexicon(language).matches(tokens)
    meant = [] if _is_remark(matches) else [match for match in matches if match.sense.kind not in _SAYS_NOTHING]
    reading = _Reader(clauses(joined(meant[:_MOST_PHRASES]))).reading
    reading.language = language
    reading.is_courteous = any(match.sense.kind == "comment" or match.sense[:2] in _COURTESIES for match in matches)
    reading.beyond += [match.text for match in matches if match.sense.kind == "beyond"]
    unknown = (match.text for match in matches if match.sense.kind in {"unknown", "beyond"})
    unclear = dict.fromkeys(words[:_LONGEST_UNCLEAR] for words in (*unknown, *reading.beyond))
    reading.unclear = list(unclear)[:_MOST_UNCLEAR]
    return reading


def _is_remark(matches: Sequence[Match]) -> bool:
    """Whether a text only says how it likes the film, with emoji or without: "perfect, thank you ❤️"."""
    is_all = all(match.sense.kind in _REMARKED or not match.text[:1].isalnum() for match in matches)
    return is_all and any(match.sense.kind == "comment" for match in matches)


class _Reader:
    """Goes through the clauses once and fills in a reading."""

    def __init__(self, text: list[Clause]) -> None:
        self.reading = Reading()
        self._staging = Staging(self.reading)
        self._order: str | None = None
        """A word of order that stood alone and belongs to the next clause."""
        self._doer: Who | None = None
        """Whom the text speaks of."""
        self._doers_before: list[Who] = []
        """People who were named just before and do the same: "the left one and the right one nod"."""
        for clause, following in zip(text, [*text[1:], Clause()], strict=False):
            if clause.opened_by == "sentence":
                self._staging.end_sentence()
            self._read(clause, following)
        self._staging.end()
        self._reconcile()
        settle(self.reading)

    def _reconcile(self) -> None:
        """Bring together what the text says in several places.

        What is denied for a time only is done at another ("she doesn't smile at first, but then she does"), and sides
        may be meant as the people in the photo see them ("turn right, not mine").
        """
        reading = self.reading
        if "does" in reading.edits and reading.avoid:
            reading.acts.append(Act(reading.avoid[-1], start=_START_OF["middle"]))
        done = {act.gesture for act in reading.acts}
        reading.avoid = [name for name in reading.avoid if name not in done]
        if "theirs" in reading.edits:
            for act in reading.acts:
                act.side = _MIRRORED.get(act.side, act.side)
            reading.side = _MIRRORED.get(reading.side, reading.side)

    def _read(self, clause: Clause, following: Clause) -> None:
        parts = pieces(clause)
        order = next((part.sense.value for part in parts if part.sense.kind == "order"), self._order)
        is_added = any(part.sense == Sense("edit", "add") for part in parts)
        people = [part for part in parts if part.sense.kind == "who" and not part.is_denied]
        if people and (clause.has("gesture", "mood") or self._leads(clause, following)):
            self._doer = _who(people[0])
        acts: list[tuple[Piece, Act]] = []
        for part in parts:
            if part.sense.kind != "gesture":
                self._note_fact(part, clause, order)
            elif part.is_denied:
                self.reading.avoid.append(GestureName(part.sense.value))
            else:
                acts.append((part, self._act(part, clause, order, is_added)))
        _let_look(acts, people)
        if self._doers_before and clause.opened_by == "and" and people:
            acts = [each for placed in acts for each in _done_by(placed, self._doers_before)]
        self._doers_before = [*self._doers_before, *map(_who, people)] if people and not acts else []
        self._staging.take(clause, following, parts, acts)
        if clause.is_only and acts and all(act.is_bare for _, act in acts):
            self.reading.edits.add("only")
        self._order = order if all(part.sense.kind == "order" for part in parts) else None

    def _leads(self, clause: Clause, following: Clause) -> bool:
        """Whether somebody is named for what comes next: "then the right one, very slowly, nods"."""
        is_afterthought = clause.is_only or (clause.opened_by == "pause" and bool(self.reading.acts))
        return following.opened_by == "pause" and not is_afterthought

    def _act(self, part: Piece, clause: Clause, order: str | None, is_added: bool) -> Act:
        """Return the act that a gesture names, and note the mood that it hints at."""
        act = Act(
            GestureName(part.sense.value), part.manner, part.steps, text=part.text,
            start=_START_OF.get(order or ""), place=_PLACE_OF.get(order or ""), is_added=is_added,
            who=self._doer,
        )  # fmt: skip
        if clause.stage and act.gesture in self.reading.avoid:  # "first she doesn't smile, then she smiles"
            act.start = act.start or _START_OF["middle"]
        for refinement in part.sense.refinements:
            if refinement in MANNERS:
                act.manner = act.manner.plus(MANNERS[refinement])
            elif refinement in _LABELS:
                mood = Mood(EmotionLabel(refinement), stage=clause.stage, is_hint=True, who=self._doer, text=part.text)
                self.reading.moods.append(mood)
            elif refinement == _MUTUAL:
                act.is_mutual = True
            elif refinement.isdigit():
                act.count = int(refinement)
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
                is_late = order == "end" and not clause.has("gesture")
                reading.moods.append(replace(_mood(part, clause, is_late=is_late), who=self._doer, text=part.text))
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
            case "ambient":
                (reading.stilled if part.is_denied else reading.ambient).append(value)
            case "edit":
                reading.edits.add(value)
            case "side":
                reading.edits.update(part.sense.refinements)
            case "aspect" if not part.is_denied:
                reading.aspect = cast("Aspect", value)
            case "who" if not part.is_denied and reading.who is None:
                reading.who = _who(part)


def _let_look(acts: list[PlacedAct], people: list[Piece]) -> None:
    """Let who looks at somebody look to where they are: "the left one looks at the right one"."""
    for other in people[1:]:
        looking = [act for part, act in acts if act.gesture in _SEES and part.stop <= other.start]
        if looking and looking[-1].side is None and (where := _who(other)) in _SEEN_TO:
            looking[-1].side = _SEEN_TO[where]


def _done_by(placed: PlacedAct, others: list[Who]) -> list[PlacedAct]:
    """Return an act, and the same at the same time of others."""
    part, act = placed
    first, *more = (replace(act, who=who) for who in [*others, act.who])
    return [(part, first), *((part, replace(each, is_together=True, is_added=True)) for each in more)]


def _who(part: Piece) -> Who:
    value = part.sense.value
    return min(99, int(value)) if value.isdecimal() else cast("Who", value)


def _mood(part: Piece, clause: Clause, *, is_late: bool) -> Mood:
    """Return a mood with the strength of its words: "very sad", "heartbroken"."""
    refinements = part.sense.refinements
    is_hint = _HINT in refinements
    level = part.level + sum(DEGREES[word].level for word in refinements if word in DEGREES)
    level = max(-STRONGEST_LEVEL, min(STRONGEST_LEVEL, level))
    steps = part.steps.amount + ("more" in refinements)
    return Mood(EmotionLabel(part.sense.value), level, steps, clause.stage, is_late, is_hint)


def _camera_move(value: str, clause: Clause) -> CameraMove:
    """Return the move that a word names, pans and tilts by the last side that stands with them."""
    if value not in _NATURAL_SWEEP:
        return CameraMove(value)
    sides = [match.sense.value for match in clause.matches if match.sense.kind == "side"]
    return _SWEEPS[[_NATURAL_SWEEP[value], *sides][-1]]


def _music(part: Piece, known: Music | None) -> Music:
    """Return the wish for music after one more word on it."""
    before = known or Music()
    if part.sense.kind == "bpm":
        return before.model_copy(update={"mode": "asked", "bpm": max(30, min(240, int(part.sense.value)))})
    if part.is_denied or part.sense.value == "none":
        return Music(mode="none")
    described = " ".join(part.sense.refinements)[:80]
    return Music(mode="asked", mood=described or before.mood, bpm=before.bpm)
