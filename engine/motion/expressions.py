"""Expressions: the face, the carriage of the head and the eyes' habit of every emotion.

Action units after EMFACS (Friesen & Ekman 1983) and the project's acting table. Where an emotion is not basic it has
its own face: wistful is a raised inner brow, a gaze down and aside and a trace of a smile, not a weak sadness;
embarrassment is a smile under control (Keltner 1995).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.types.direction import EmotionLabel, Gesture, GestureName


@dataclass(frozen=True, slots=True)
class Gaze:
    """Where the eyes go when nothing calls them; 0° is where they look in the photo."""

    away: float = 0.2
    """Share of the time that they spend away from the camera."""
    aside_deg: float = 7.0
    """How far to the person's chosen side."""
    pitch_deg: float = -1.0
    dwell_s: float = 1.1
    """How long one glance lasts, about."""


@dataclass(frozen=True, slots=True)
class Expression:
    """One emotion in its full form."""

    face: Mapping[str, float]
    """Action unit → intensity; a short name such as "AU12" means both sides."""
    pitch_deg: float = 0.0
    roll_deg: float = 0.0
    """Tilt towards the person's chosen side."""
    lids: float = 0.0
    """How far the lids are lowered, 0…1."""
    lean: float = 0.0
    """How much nearer the head comes, as a share of its size."""
    gaze: Gaze = field(default_factory=Gaze)
    rise_s: float = 0.7
    """How long the face takes to appear."""
    lasting: float = 1.0
    """The share of the face that stays after its first second."""
    gesture: Gesture | None = None
    """What the person does when nothing was asked for."""

    def shown(self, unit: str) -> float:
        """Return the intensity of one channel, such as "AU12_left"."""
        return self.face.get(unit, self.face.get(unit.removesuffix("_left").removesuffix("_right"), 0.0))


def _small(name: GestureName, amount: float, **more: object) -> Gesture:
    return Gesture.model_validate({"name": name, "amount": amount, **more})


_CAMERA = Gaze(away=0.05, aside_deg=5.0)
_FIXED = Gaze(away=0.0)
_DOWN = Gaze(away=0.75, aside_deg=3.0, pitch_deg=-14.0, dwell_s=2.4)
_DOWN_ASIDE = Gaze(away=0.7, aside_deg=9.0, pitch_deg=-12.0, dwell_s=2.6)
_FAR = Gaze(away=0.65, aside_deg=9.0, pitch_deg=2.0, dwell_s=2.2)
_UP = Gaze(away=0.5, aside_deg=4.0, pitch_deg=7.0, dwell_s=1.6)
_UP_ASIDE = Gaze(away=0.7, aside_deg=8.0, pitch_deg=5.0, dwell_s=2.0)
_SOFT = Gaze(away=0.15, aside_deg=4.0, pitch_deg=-2.0, dwell_s=1.8)
_DARTING = Gaze(away=0.55, aside_deg=8.0, pitch_deg=0.0, dwell_s=0.45)
_ROAMING = Gaze(away=0.5, aside_deg=8.0, pitch_deg=3.0, dwell_s=1.2)
_SIDELONG = Gaze(away=0.85, aside_deg=10.0, pitch_deg=-6.0, dwell_s=2.4)
_DOWN_THE_NOSE = Gaze(away=0.85, aside_deg=0.0, pitch_deg=-4.0, dwell_s=2.4)

_G = GestureName
_E = EmotionLabel

# In order: face, pitch, roll, lids, lean, gaze, rise.
EXPRESSIONS: dict[EmotionLabel, Expression] = {
    _E.NEUTRAL: Expression({}, gesture=_small(_G.TILT, 0.36)),
    _E.JOY: Expression(
        {"AU6": 0.8, "AU12": 0.95, "AU25": 0.25}, 4.0, 2.0, gaze=_CAMERA,
    ),
    _E.AMUSEMENT: Expression(
        {"AU6": 0.7, "AU12": 0.85, "AU25": 0.2}, 1.5, 3.0, gaze=_CAMERA, gesture=_small(_G.LAUGH, 0.85)
    ),
    _E.EXCITEMENT: Expression(
        {"AU1": 0.35, "AU2": 0.45, "AU5": 0.5, "AU6": 0.5, "AU12": 0.8, "AU25": 0.45, "AU26": 0.25},
        4.5, lean=0.02, gaze=_CAMERA, rise_s=0.45, gesture=_small(_G.NOD, 0.7, count=2, pace=1.05),
    ),
    _E.LOVE: Expression(
        {"AU1": 0.2, "AU6": 0.65, "AU12": 0.85}, -1.5, 5.0, 0.15, 0.02, _SOFT, 0.9,
    ),
    _E.TENDERNESS: Expression({"AU1": 0.3, "AU6": 0.4, "AU12": 0.6}, -2.5, 5.5, 0.2, 0.0, _SOFT, 1.1),
    _E.GRATITUDE: Expression(
        {"AU1": 0.3, "AU6": 0.5, "AU12": 0.68}, -3.0, 2.0, 0.1, 0.0, _SOFT, 0.9,
        gesture=_small(_G.BOW, 0.55),
    ),
    _E.PRIDE: Expression(
        {"AU12": 0.45, "AU14": 0.3, "AU7": 0.1}, 5.5, 0.0, 0.12, -0.01, _DOWN_THE_NOSE
    ),
    _E.RELIEF: Expression({"AU1": 0.25, "AU6": 0.25, "AU12": 0.42}, -1.5, 2.0, 0.2, 0.0, _SOFT, 1.0),
    _E.HOPE: Expression(
        {"AU1": 0.5, "AU2": 0.25, "AU5": 0.2, "AU12": 0.35, "AU6": 0.15}, 4.5, 1.0, gaze=_UP,
        gesture=_small(_G.CHIN_UP, 0.65),
    ),
    _E.CONFIDENCE: Expression(
        {"AU12": 0.4, "AU14": 0.2, "AU7": 0.2}, 4.5, gaze=_FIXED, gesture=_small(_G.CHIN_UP, 0.8)
    ),
    _E.CONTENTMENT: Expression(
        {"AU6": 0.35, "AU12": 0.58}, 0.5, 3.0, 0.18, 0.0, _SOFT, 1.0, gesture=_small(_G.TILT, 0.35)
    ),
    _E.CALM: Expression({"AU12": 0.36, "AU6": 0.15}, -1.0, 0.0, 0.14, 0.0, _SOFT, 1.2, gesture=_small(_G.BREATHE, 0.7)),
    _E.AWE: Expression(
        {"AU1": 0.65, "AU2": 0.5, "AU5": 0.4, "AU12": 0.2, "AU25": 0.3, "AU26": 0.15}, 4.0, gaze=_UP, rise_s=0.9,
    ),
    _E.SURPRISE: Expression(
        {"AU1": 0.95, "AU2": 0.95, "AU5": 0.9, "AU12": 0.25, "AU25": 0.45, "AU26": 0.45}, 5.0, lean=-0.04,
        gaze=_FIXED, rise_s=0.25, lasting=0.6, gesture=_small(_G.GASP, 0.85),
    ),
    _E.CURIOSITY: Expression(
        {"AU1": 0.35, "AU2": 0.5, "AU5": 0.25, "AU12": 0.2}, 0.5, 5.0, lean=0.04, gaze=_ROAMING,
        gesture=_small(_G.TILT, 0.55),
    ),
    _E.PLAYFUL: Expression(
        {"AU2_right": 0.5, "AU6": 0.45, "AU12_left": 0.45, "AU12_right": 0.75}, -1.0, 4.0, gaze=_CAMERA,
    ),
    _E.FLIRTY: Expression(
        {"AU2_left": 0.45, "AU6": 0.3, "AU12_left": 0.62, "AU12_right": 0.35}, -3.5, 5.0, 0.2, 0.02, _SOFT,
    ),
    _E.NOSTALGIA: Expression(
        {"AU1": 0.45, "AU12": 0.26, "AU6": 0.12}, -1.5, 4.0, 0.2, 0.0, _FAR, 1.2,
        gesture=_small(_G.BREATHE, 0.6),
    ),
    _E.WISTFUL: Expression({"AU1": 0.65, "AU12": 0.14}, -4.5, 4.0, 0.2, 0.0, _DOWN_ASIDE, 1.2),
    _E.LONGING: Expression(
        {"AU1": 0.7, "AU5": 0.08, "AU25": 0.2}, 1.5, 4.0, 0.08, 0.02, _FAR, 1.1, gesture=_small(_G.BREATHE, 0.7)
    ),
    _E.MELANCHOLY: Expression(
        {"AU1": 0.65, "AU4": 0.3, "AU15": 0.4}, -4.0, 3.0, 0.25, 0.0, _DOWN_ASIDE, 1.3,
        gesture=_small(_G.BREATHE, 0.45),
    ),
    _E.SADNESS: Expression(
        {"AU1": 0.95, "AU4": 0.35, "AU15": 0.75, "AU17": 0.3}, -7.0, 2.5, 0.25, 0.0, _DOWN, 1.3,
        gesture=_small(_G.BREATHE, 0.7),
    ),
    _E.GRIEF: Expression(
        {"AU1": 1.0, "AU4": 0.45, "AU6": 0.3, "AU15": 0.85, "AU17": 0.5, "AU20": 0.2}, -8.0, 2.0, 0.35, 0.0,
        _DOWN, 1.2,
    ),
    _E.LONELINESS: Expression(
        {"AU1": 0.75, "AU4": 0.25, "AU15": 0.6}, -5.5, 3.5, 0.2, -0.015, _FAR, 1.3,
        gesture=_small(_G.LOOK, 0.6, side="down"),
    ),
    _E.REGRET: Expression(
        {"AU1": 0.65, "AU4": 0.45, "AU15": 0.5, "AU24": 0.4}, -6.0, -2.5, 0.15, 0.0, _DOWN_ASIDE, 1.1,
        gesture=_small(_G.SHAKE, 0.2, pace=0.65),
    ),
    _E.EMBARRASSMENT: Expression(
        {"AU1": 0.4, "AU12": 0.28, "AU14": 0.3, "AU15": 0.35, "AU24": 0.5}, -5.5, -3.5, 0.18, -0.02, _DOWN_ASIDE
    ),
    _E.SHY: Expression(
        {"AU1": 0.4, "AU6": 0.15, "AU12": 0.28, "AU15": 0.06, "AU24": 0.2}, -4.5, 4.0, 0.18, -0.01, _DOWN_ASIDE,
        0.9,
    ),
    _E.TIRED: Expression(
        {"AU1": 0.2, "AU15": 0.22}, -4.5, 3.0, 0.5, 0.0, _SOFT, 1.4,
    ),
    _E.BOREDOM: Expression(
        {"AU15": 0.7, "AU14_left": 0.25, "AU17": 0.2}, -2.0, 4.0, 0.38, 0.0, _FAR, 1.3,
        gesture=_small(_G.BREATHE, 0.5),
    ),
    _E.CONFUSION: Expression(
        {"AU1": 0.15, "AU2_right": 0.95, "AU4": 0.6, "AU7": 0.35, "AU15": 0.4, "AU25": 0.3}, 1.0, 4.0, lean=0.015,
        gaze=_ROAMING,
    ),
    _E.THOUGHTFUL: Expression(
        {"AU4": 0.4, "AU7": 0.2, "AU24": 0.35, "AU12": 0.05}, -1.0, 3.5, 0.05, 0.0, _UP_ASIDE,
    ),
    _E.DETERMINATION: Expression(
        {"AU4": 0.6, "AU7": 0.4, "AU12": 0.22, "AU24": 0.55, "AU17": 0.2}, -2.5, lean=0.03, gaze=_FIXED,
        gesture=_small(_G.NOD, 0.7, pace=1.2),
    ),
    _E.ANGER: Expression(
        {"AU4": 1.0, "AU5": 0.35, "AU7": 0.6, "AU9": 0.2, "AU15": 0.6, "AU17": 0.25, "AU24": 0.7}, -3.0, lean=0.045,
        gaze=_FIXED, rise_s=0.45, gesture=_small(_G.SHAKE, 0.45, pace=1.3),
    ),
    _E.ANNOYANCE: Expression(
        {"AU4": 0.75, "AU7": 0.5, "AU14": 0.35, "AU15": 0.45, "AU24": 0.8}, 0.5, 2.0, gaze=_CAMERA,
    ),
    _E.CONTEMPT: Expression(
        {"AU2_left": 0.65, "AU7": 0.3, "AU12_left": 0.45, "AU14_left": 0.9, "AU15": 0.3}, 5.0, 3.5, 0.2, -0.01,
        _SIDELONG,
    ),
    _E.DISGUST: Expression(
        {"AU4": 0.5, "AU7": 0.4, "AU9": 0.9, "AU10": 0.75, "AU15": 0.65, "AU17": 0.35}, 1.5, -3.0, lean=-0.02,
        rise_s=0.5, gesture=_small(_G.LEAN_BACK, 0.8),
    ),
    _E.FEAR: Expression(
        {"AU1": 1.0, "AU2": 0.6, "AU4": 0.45, "AU5": 1.0, "AU15": 0.7, "AU20": 0.7, "AU25": 0.5, "AU26": 0.25},
        1.5, lean=-0.03, gaze=_DARTING, rise_s=0.35,
    ),
    _E.ANXIETY: Expression(
        {"AU1": 0.8, "AU2": 0.25, "AU4": 0.4, "AU5": 0.35, "AU15": 0.45, "AU20": 0.3, "AU24": 0.3}, -1.5,
        gaze=_DARTING, gesture=_small(_G.LOOK, 0.7, count=2, pace=1.4),
    ),
}  # fmt: skip
