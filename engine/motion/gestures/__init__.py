"""Every gesture of the vocabulary: one entry in one table, one function that builds its phrase."""

import math
from collections.abc import Callable
from typing import Literal, NamedTuple

from engine.motion.gestures import body, eyes, face, head, phrasings
from engine.motion.gestures.cue import Cue
from engine.motion.phrases import Phrase
from engine.types.direction import EmotionLabel, GestureName

__all__ = ["PHRASINGS", "REPERTOIRE", "Cue", "Entry"]

Part = Literal["yaw", "pitch", "roll", "gaze", "lids", "mouth", "brows", "body", "whole"]
"""What a gesture occupies: a held one is let go when the next one of its part begins."""


class Entry(NamedTuple):
    """What the planner needs to know about a gesture."""

    build: Callable[[Cue], Phrase]
    part: Part
    hold_s: float = 0.0
    """How long its apex is naturally held in a clip of five seconds; infinite: until the end."""
    eyes_lead: bool = False
    """Whether it begins with the eyes: people blink then, and look nowhere else meanwhile."""
    contains: frozenset[GestureName] = frozenset()
    """What it would show of other gestures: where one of them must not be, it is left out."""


REPERTOIRE: dict[GestureName, Entry] = {
    GestureName.NOD: Entry(head.nod, "pitch"),
    GestureName.SHAKE: Entry(head.shake, "yaw"),
    GestureName.TILT: Entry(head.tilt, "roll", 1.3),
    GestureName.TURN: Entry(head.turn, "yaw", 1.4, eyes_lead=True),
    GestureName.LOOK: Entry(eyes.look, "gaze", 1.1, eyes_lead=True),
    GestureName.BLINK: Entry(eyes.blink, "lids"),
    GestureName.WINK: Entry(eyes.wink, "lids"),
    GestureName.CLOSE_EYES: Entry(eyes.close_eyes, "lids", 1.1),
    GestureName.SMILE: Entry(face.smile, "mouth", math.inf),
    GestureName.FROWN: Entry(face.frown, "mouth", math.inf),
    GestureName.LAUGH: Entry(face.laugh, "mouth"),
    GestureName.BREATHE: Entry(body.breathe, "body"),
    GestureName.BROW_RAISE: Entry(face.brow_raise, "brows", 0.4),
    GestureName.BROW_FURROW: Entry(face.brow_furrow, "brows", 0.9),
    GestureName.LEAN_IN: Entry(body.lean_in, "body", 1.4),
    GestureName.LEAN_BACK: Entry(body.lean_back, "body", 1.4),
    GestureName.SWAY: Entry(body.sway, "body"),
    GestureName.HAIR_SWAY: Entry(body.hair_sway, "body"),
    GestureName.BOW: Entry(head.bow, "pitch", 0.6),
    GestureName.CHIN_UP: Entry(head.chin_up, "pitch", 1.2),
    GestureName.KISS: Entry(face.kiss, "mouth", 0.1),
    GestureName.EYE_ROLL: Entry(eyes.eye_roll, "gaze", eyes_lead=True),
    GestureName.GASP: Entry(face.gasp, "mouth", 0.3),
}

PHRASINGS: dict[EmotionLabel, Entry] = {
    EmotionLabel.WISTFUL: Entry(phrasings.wistful, "whole", 0.9, eyes_lead=True),
    EmotionLabel.TENDERNESS: Entry(phrasings.tenderness, "whole", 1.2, contains=frozenset({GestureName.BLINK})),
    EmotionLabel.PRIDE: Entry(phrasings.pride, "whole", 1.2),
    EmotionLabel.EMBARRASSMENT: Entry(phrasings.embarrassment, "whole", eyes_lead=True),
    EmotionLabel.RELIEF: Entry(phrasings.relief, "whole", 1.0, contains=frozenset({GestureName.CLOSE_EYES})),
    EmotionLabel.AWE: Entry(phrasings.awe, "whole", 0.5),
    EmotionLabel.GRIEF: Entry(phrasings.grief, "whole", contains=frozenset({GestureName.CLOSE_EYES})),
    EmotionLabel.JOY: Entry(phrasings.joy, "whole", 0.8),
    EmotionLabel.LOVE: Entry(phrasings.love, "whole", 1.0, eyes_lead=True),
    EmotionLabel.THOUGHTFUL: Entry(phrasings.thoughtful, "whole", eyes_lead=True),
    EmotionLabel.TIRED: Entry(phrasings.tired, "whole", contains=frozenset({GestureName.CLOSE_EYES})),
    EmotionLabel.PLAYFUL: Entry(
        phrasings.playful, "whole", 0.6, eyes_lead=True, contains=frozenset({GestureName.WINK})
    ),
    EmotionLabel.FLIRTY: Entry(phrasings.flirty, "whole", eyes_lead=True),
    EmotionLabel.SHY: Entry(phrasings.shy, "whole", eyes_lead=True),
    EmotionLabel.CONTEMPT: Entry(phrasings.contempt, "whole", eyes_lead=True),
    EmotionLabel.CONFUSION: Entry(
        phrasings.confusion, "whole", eyes_lead=True, contains=frozenset({GestureName.BLINK})
    ),
    EmotionLabel.ANNOYANCE: Entry(
        phrasings.annoyance, "whole", eyes_lead=True, contains=frozenset({GestureName.EYE_ROLL})
    ),
    EmotionLabel.FEAR: Entry(phrasings.fear, "whole", eyes_lead=True),
}
"""What moods that are more than a face bring along by themselves."""
