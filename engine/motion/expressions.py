"""Expressions: the face, the carriage of the head and the eyes' habit of every emotion.

Action units after EMFACS (Friesen & Ekman 1983) and the project's acting table; where an emotion is not basic, its
own phrasing: wistful is a raised inner brow, a gaze down and aside and a trace of a smile, not a weak sadness.
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

    valence: float
    arousal: float
    face: Mapping[str, float]
    """Action unit → intensity; a short name such as "AU12" means both sides."""
    pitch_deg: float = 0.0
    roll_deg: float = 0.0
    """Tilt towards the person's chosen side."""
    lids: float = 0.0
    """How far the lids are lowered, 0…1."""
    gaze: Gaze = field(default_factory=Gaze)
    rise_s: float = 0.7
    """How long the face takes to appear."""
    lasting: float = 1.0
    """The share of the face that stays after its first second."""
    gesture: Gesture | None = None
    """What the person does when nothing was asked for."""


def _small(name: GestureName, amount: float, **more: object) -> Gesture:
    return Gesture.model_validate({"name": name, "amount": amount, **more})


_CAMERA = Gaze(away=0.05, aside_deg=5.0)
_FIXED = Gaze(away=0.0)
_DOWN = Gaze(away=0.75, aside_deg=3.0, pitch_deg=-10.0, dwell_s=2.4)
_DOWN_ASIDE = Gaze(away=0.7, aside_deg=8.0, pitch_deg=-8.0, dwell_s=2.6)
_FAR = Gaze(away=0.65, aside_deg=9.0, pitch_deg=2.0, dwell_s=2.2)
_UP = Gaze(away=0.5, aside_deg=4.0, pitch_deg=7.0, dwell_s=1.6)
_SOFT = Gaze(away=0.15, aside_deg=4.0, pitch_deg=-2.0, dwell_s=1.8)
_DARTING = Gaze(away=0.55, aside_deg=8.0, pitch_deg=0.0, dwell_s=0.45)
_ROAMING = Gaze(away=0.5, aside_deg=8.0, pitch_deg=3.0, dwell_s=1.2)

_G = GestureName
_E = EmotionLabel

# In order: valence, arousal, face, pitch, roll, lids, gaze, rise.
EXPRESSIONS: dict[EmotionLabel, Expression] = {
    _E.NEUTRAL: Expression(0.0, 0.0, {}),
    _E.JOY: Expression(
        0.8, 0.6, {"AU6": 0.5, "AU12": 0.65, "AU25": 0.2}, 3.0, 1.5, gaze=_CAMERA, gesture=_small(_G.TILT, 0.5)
    ),
    _E.AMUSEMENT: Expression(
        0.7, 0.5, {"AU6": 0.45, "AU12": 0.58, "AU25": 0.15}, 1.5, 2.0, gaze=_CAMERA, gesture=_small(_G.LAUGH, 0.5)
    ),
    _E.EXCITEMENT: Expression(
        0.8, 0.9, {"AU1": 0.25, "AU2": 0.3, "AU5": 0.35, "AU6": 0.35, "AU12": 0.65, "AU25": 0.4, "AU26": 0.25},
        4.0, gaze=_CAMERA, rise_s=0.45, gesture=_small(_G.BROW_RAISE, 0.8),
    ),
    _E.LOVE: Expression(
        0.85, 0.35, {"AU1": 0.15, "AU6": 0.4, "AU12": 0.5}, -1.5, 4.0, 0.12, _SOFT, 1.0,
        gesture=_small(_G.TILT, 0.5)
    ),
    _E.TENDERNESS: Expression(
        0.7, 0.2, {"AU1": 0.2, "AU6": 0.2, "AU12": 0.35}, -2.5, 4.5, 0.15, _SOFT, 1.1, gesture=_small(_G.TILT, 0.4)
    ),
    _E.GRATITUDE: Expression(
        0.7, 0.15, {"AU1": 0.25, "AU6": 0.3, "AU12": 0.4}, -2.0, 2.0, 0.1, _SOFT, 0.9,
        gesture=_small(_G.CLOSE_EYES, 1.0)
    ),
    _E.PRIDE: Expression(
        0.6, 0.4, {"AU12": 0.25, "AU14": 0.25}, 6.0, 0.0, 0.1,
        Gaze(away=0.9, aside_deg=0.0, pitch_deg=-4.0, dwell_s=2.5), gesture=_small(_G.CHIN_UP, 0.4),
    ),
    _E.RELIEF: Expression(
        0.6, -0.3, {"AU1": 0.2, "AU6": 0.15, "AU12": 0.3}, -1.0, 1.5, 0.18, _SOFT, 1.0,
        gesture=_small(_G.BREATHE, 1.0)
    ),
    _E.HOPE: Expression(
        0.5, 0.3, {"AU1": 0.35, "AU2": 0.15, "AU5": 0.12, "AU12": 0.22}, 3.5, 1.0, gaze=_UP,
        gesture=_small(_G.LOOK, 0.6, side="up"),
    ),
    _E.CONFIDENCE: Expression(
        0.6, 0.3, {"AU12": 0.28, "AU14": 0.15, "AU7": 0.15}, 4.0, gaze=_FIXED, gesture=_small(_G.CHIN_UP, 0.35)
    ),
    _E.CONTENTMENT: Expression(
        0.6, -0.25, {"AU6": 0.2, "AU12": 0.32}, 0.5, 2.5, 0.15, _SOFT, 1.0, gesture=_small(_G.BREATHE, 0.7)
    ),
    _E.CALM: Expression(0.5, -0.5, {"AU12": 0.2}, -1.0, 0.0, 0.1, _SOFT, 1.1, gesture=_small(_G.BREATHE, 0.7)),
    _E.AWE: Expression(
        0.4, 0.5, {"AU1": 0.5, "AU2": 0.35, "AU5": 0.4, "AU12": 0.1, "AU25": 0.3, "AU26": 0.25}, 4.5, gaze=_UP,
        rise_s=0.9, gesture=_small(_G.BREATHE, 0.7),
    ),
    _E.SURPRISE: Expression(
        0.1, 0.9, {"AU1": 0.7, "AU2": 0.7, "AU5": 0.65, "AU25": 0.45, "AU26": 0.45}, 3.5, gaze=_FIXED, rise_s=0.25,
        lasting=0.5,
    ),
    _E.CURIOSITY: Expression(
        0.3, 0.4, {"AU1": 0.2, "AU2": 0.3, "AU5": 0.15, "AU12": 0.12}, 0.5, 3.5, gaze=_ROAMING,
        gesture=_small(_G.TILT, 0.7),
    ),
    _E.PLAYFUL: Expression(
        0.7, 0.6, {"AU2_right": 0.3, "AU6": 0.35, "AU12_left": 0.4, "AU12_right": 0.6}, 1.0, 3.0, gaze=_CAMERA,
        gesture=_small(_G.TILT, 0.7),
    ),
    _E.FLIRTY: Expression(
        0.6, 0.5, {"AU2_left": 0.25, "AU6": 0.25, "AU12_left": 0.5, "AU12_right": 0.32}, -3.0, 4.0, 0.18, _SOFT,
        gesture=_small(_G.BROW_RAISE, 0.7, side="left"),
    ),
    _E.NOSTALGIA: Expression(
        0.15, -0.25, {"AU1": 0.35, "AU12": 0.2, "AU6": 0.08}, -1.5, 3.5, 0.15, _FAR, 1.2,
        gesture=_small(_G.BREATHE, 0.6),
    ),
    _E.WISTFUL: Expression(
        -0.2, -0.4, {"AU1": 0.5, "AU12": 0.16}, -4.5, 4.0, 0.16, _DOWN_ASIDE, 1.2, gesture=_small(_G.BREATHE, 0.5)
    ),
    _E.LONGING: Expression(
        -0.3, 0.0, {"AU1": 0.55, "AU5": 0.05, "AU25": 0.15, "AU12": 0.06}, 1.5, 3.5, 0.1, _FAR, 1.1,
        gesture=_small(_G.BREATHE, 0.6),
    ),
    _E.MELANCHOLY: Expression(
        -0.5, -0.4, {"AU1": 0.5, "AU4": 0.2, "AU15": 0.28}, -5.0, 3.0, 0.2, _DOWN_ASIDE, 1.3,
        gesture=_small(_G.BREATHE, 0.6),
    ),
    _E.SADNESS: Expression(
        -0.8, -0.5, {"AU1": 0.65, "AU4": 0.35, "AU15": 0.55, "AU17": 0.15}, -7.0, 2.0, 0.2, _DOWN, 1.3,
        gesture=_small(_G.BREATHE, 0.7),
    ),
    _E.GRIEF: Expression(
        -0.95, -0.1, {"AU1": 0.8, "AU4": 0.5, "AU15": 0.7, "AU17": 0.35, "AU20": 0.15}, -8.0, 2.0, 0.3, _DOWN, 1.2,
        gesture=_small(_G.CLOSE_EYES, 1.0),
    ),
    _E.LONELINESS: Expression(
        -0.65, -0.35, {"AU1": 0.55, "AU4": 0.2, "AU15": 0.38}, -5.0, 3.0, 0.18, _FAR, 1.3,
        gesture=_small(_G.LOOK, 0.6, side="down"),
    ),
    _E.REGRET: Expression(
        -0.6, -0.2, {"AU1": 0.5, "AU4": 0.35, "AU15": 0.35, "AU24": 0.3}, -5.5, -2.0, 0.15, _DOWN_ASIDE, 1.1,
        gesture=_small(_G.LOOK, 0.6, side="down"),
    ),
    _E.EMBARRASSMENT: Expression(
        -0.3, 0.3, {"AU1": 0.25, "AU12": 0.28, "AU14": 0.2, "AU24": 0.35, "AU15": 0.2}, -5.0, -3.0, 0.15,
        _DOWN_ASIDE,
        gesture=_small(_G.LOOK, 0.8, side="down"),
    ),
    _E.SHY: Expression(
        0.2, -0.1, {"AU1": 0.3, "AU6": 0.12, "AU12": 0.28, "AU24": 0.12}, -4.5, 4.0, 0.15, _DOWN_ASIDE, 0.9,
        gesture=_small(_G.LOOK, 0.7, side="down"),
    ),
    _E.TIRED: Expression(
        -0.2, -0.8, {"AU1": 0.15, "AU15": 0.12}, -4.0, 2.5, 0.4, _SOFT, 1.3, gesture=_small(_G.CLOSE_EYES, 1.0)
    ),
    _E.BOREDOM: Expression(
        -0.35, -0.6, {"AU15": 0.2, "AU14_left": 0.15}, -2.0, 4.0, 0.3, _FAR, 1.2, gesture=_small(_G.BREATHE, 0.8)
    ),
    _E.CONFUSION: Expression(
        -0.2, 0.3, {"AU1": 0.2, "AU2_right": 0.4, "AU4": 0.45, "AU7": 0.15, "AU15": 0.14}, 0.0, 4.0, gaze=_ROAMING,
        gesture=_small(_G.TILT, 0.7),
    ),
    _E.THOUGHTFUL: Expression(
        0.1, -0.1, {"AU4": 0.25, "AU7": 0.12, "AU24": 0.2}, -1.0, 2.5, 0.05,
        Gaze(away=0.7, aside_deg=8.0, pitch_deg=5.0, dwell_s=2.0), gesture=_small(_G.LOOK, 0.6, side="up"),
    ),
    _E.DETERMINATION: Expression(
        0.2, 0.5, {"AU4": 0.4, "AU7": 0.3, "AU24": 0.45, "AU17": 0.2}, -2.0, gaze=_FIXED,
        gesture=_small(_G.LEAN_IN, 0.5)
    ),
    _E.ANGER: Expression(
        -0.7, 0.8, {"AU4": 0.75, "AU5": 0.3, "AU7": 0.45, "AU15": 0.42, "AU24": 0.5}, 2.0, gaze=_FIXED, rise_s=0.5,
        gesture=_small(_G.LEAN_IN, 0.5),
    ),
    _E.ANNOYANCE: Expression(
        -0.5, 0.5, {"AU4": 0.45, "AU7": 0.25, "AU14_left": 0.25, "AU15": 0.25, "AU24": 0.3}, 0.0, 2.0, 0.08,
        _CAMERA,
        gesture=_small(_G.BREATHE, 0.7, pace=1.3),
    ),
    _E.CONTEMPT: Expression(
        -0.5, 0.2, {"AU12_left": 0.3, "AU14_left": 0.5, "AU7": 0.15, "AU15": 0.3}, 4.0, 2.5, 0.12,
        Gaze(away=0.8, aside_deg=0.0, pitch_deg=-4.0, dwell_s=2.2), gesture=_small(_G.CHIN_UP, 0.35),
    ),
    _E.DISGUST: Expression(
        -0.7, 0.4, {"AU4": 0.3, "AU7": 0.25, "AU9": 0.6, "AU10": 0.45, "AU15": 0.42, "AU17": 0.25}, 1.5, -2.0,
        rise_s=0.5, gesture=_small(_G.LEAN_BACK, 0.6),
    ),
    _E.FEAR: Expression(
        -0.7, 0.8, {"AU1": 0.65, "AU2": 0.4, "AU4": 0.4, "AU5": 0.6, "AU15": 0.42, "AU20": 0.5, "AU25": 0.3}, 1.5,
        gaze=_DARTING, rise_s=0.35, gesture=_small(_G.LEAN_BACK, 0.7),
    ),
    _E.ANXIETY: Expression(
        -0.5, 0.6, {"AU1": 0.5, "AU2": 0.15, "AU4": 0.35, "AU5": 0.2, "AU15": 0.25, "AU20": 0.2, "AU24": 0.2},
        -1.0,
        gaze=_DARTING, gesture=_small(_G.BREATHE, 0.6, pace=1.3),
    ),
}  # fmt: skip
