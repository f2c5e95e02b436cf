"""Phrasings: what people do by themselves in moods that are more than a face.

Each is one small story of three to four seconds: something comes, is held, and resolves. They are played when a mood is
asked for and no gesture. A weak mood makes them smaller, but for the eyes: a glance is a glance.
"""

from engine.motion.gestures.cue import Cue
from engine.motion.phrases import Phrase, keyed, pose, together


def wistful(cue: Cue) -> Phrase:
    """Look down and aside, as at a memory; breathe out; come back with the trace of a smile."""
    aside, down_s = cue.horizontal, cue.seconds(0.9)
    head = pose({"yaw_deg": 3.0 * aside, "pitch_deg": -2.0}, 1.3 * down_s, 1.7 * down_s)
    away = together(
        pose({"gaze_yaw_deg": 9.0 * aside, "gaze_pitch_deg": -13.0}, 0.16, 0.22),
        head.scaled(_size(cue)).delayed(0.1),
        pose({"AU45": 0.06}, 0.5 * down_s, down_s),
    )
    memory = pose({"AU12": 0.26, "AU6": 0.14, "AU1": 0.5}, cue.seconds(0.9), cue.seconds(1.6))
    sigh = pose({"breath": 0.45}, cue.seconds(1.0), cue.seconds(1.5))
    seen = away.held(cue.seconds(0.7))
    return memory.delayed(0.75 * seen.duration_s).joined(sigh.delayed(0.4)).scaled(_size(cue)).joined(seen)


def tenderness(cue: Cue) -> Phrase:
    """Lean the head, let the lids grow soft, and smile with a slow blink."""
    onset_s = cue.seconds(1.0)
    lean = pose({"roll_deg": 4.5 * cue.horizontal, "pitch_deg": -2.0, "lean": 0.035}, onset_s, 1.5 * onset_s)
    smile = pose({"AU12": 0.8, "AU6": 0.6, "AU1": 0.4}, onset_s, 1.5 * onset_s).delayed(0.2)
    blink = pose({"AU45": 1.0}, 0.24, 0.42).held(0.08).delayed(1.25 * onset_s)
    return together(lean, smile).scaled(_size(cue)).joined(blink)


def pride(cue: Cue) -> Phrase:
    """Breathe in, grow, raise the chin, and let the smile come last."""
    onset_s = cue.seconds(0.9)
    grow = pose({"breath": 0.9}, onset_s, 1.8 * onset_s)
    chin = pose({"pitch_deg": 4.5, "gaze_pitch_deg": -3.0, "AU45": 0.08}, onset_s, 1.5 * onset_s, anticipation=0.1)
    smile = pose({"AU12": 0.6, "AU6": 0.3, "AU14": 0.35}, onset_s, 1.6 * onset_s)
    return together(grow, chin.delayed(0.15), smile.delayed(0.45)).scaled(_size(cue))


def embarrassment(cue: Cue) -> Phrase:
    """Look away and down, press the lips on a smile that gets out, glance up, and away again (Keltner 1995)."""
    aside, turn_s = cue.horizontal, cue.seconds(0.55)
    eyes = keyed(
        "gaze_pitch_deg",
        [(0.0, 0.0), (0.14, -14.0), (2.3 * turn_s, -14.0), (2.3 * turn_s + 0.14, 1.0), (3.4 * turn_s, 1.0),
         (3.4 * turn_s + 0.14, -11.0), (6.0 * turn_s, -11.0), (6.0 * turn_s + 0.2, 0.0)],
    )  # fmt: skip
    across = pose({"gaze_yaw_deg": 7.0 * aside}, 0.14, 0.18).held(2.1 * turn_s)
    head = pose({"yaw_deg": 5.0 * aside, "pitch_deg": -3.5, "roll_deg": 2.0 * aside}, turn_s, 1.6 * turn_s)
    lips = pose({"AU24": 0.65, "AU14": 0.4}, 0.8 * turn_s, 1.5 * turn_s).delayed(0.1).held(0.6)
    smile = pose({"AU12": 0.35, "AU6": 0.3}, turn_s, 1.6 * turn_s).delayed(0.9 * turn_s)
    whole = together(head.delayed(0.08), smile).held(2.0 * turn_s).joined(lips)
    return whole.scaled(_size(cue)).joined(eyes).joined(across)


def relief(cue: Cue) -> Phrase:
    """Hold the breath with tense brows; let it all go with closed eyes and falling shoulders; then smile."""
    in_s, out_s = cue.seconds(0.6), cue.seconds(1.3)
    tense = pose({"AU1": 0.6, "AU4": 0.4, "AU24": 0.25}, in_s, 0.8 * out_s).held(0.15)
    breath = keyed(
        "breath", [(0.0, 0.0), (in_s, 0.75), (in_s + 0.2, 0.75), (in_s + 0.2 + out_s, -0.15), (in_s + 2.2 * out_s, 0.0)]
    )
    lids = pose({"AU45": 1.0}, 0.35, 0.6).held(0.55 * out_s).delayed(in_s + 0.15)
    head = pose({"pitch_deg": -3.0, "lean": -0.01}, out_s, 1.4 * out_s).delayed(in_s + 0.2)
    lips = pose({"AU25": 0.35, "AU26": 0.1}, 0.3 * out_s, 0.6 * out_s).delayed(in_s + 0.25)
    smile = pose({"AU12": 0.68, "AU6": 0.45}, cue.seconds(0.9), cue.seconds(1.5)).delayed(in_s + 0.75 * out_s)
    rise = pose({"roll_deg": 2.0 * cue.horizontal}, cue.seconds(0.9), cue.seconds(1.4)).delayed(in_s + 0.8 * out_s)
    whole = together(smile, rise).joined(tense).joined(breath).joined(head).joined(lips)
    return whole.scaled(_size(cue)).joined(lids)


def awe(cue: Cue) -> Phrase:
    """Breathe in and forget to breathe out, while brows, eyes and lips open slowly and the head goes back."""
    onset_s = cue.seconds(1.0)
    face = pose({"AU1": 0.9, "AU2": 0.7, "AU5": 0.6, "AU25": 0.45, "AU26": 0.26}, onset_s, 2.0 * onset_s)
    body = pose({"breath": 0.95, "pitch_deg": 4.0, "lean": 0.04}, 1.2 * onset_s, 2.0 * onset_s)
    wonder = pose({"AU12": 0.4, "AU6": 0.25}, cue.seconds(1.0), cue.seconds(1.6)).delayed(1.8 * onset_s)
    return together(face, body.delayed(0.1)).held(cue.seconds(0.6)).joined(wonder).scaled(_size(cue))


def grief(cue: Cue) -> Phrase:
    """Breath catches on its way in; the eyes shut on it, the chin trembles; the head sinks as it is let go."""
    in_s, out_s = cue.seconds(1.0), cue.seconds(1.4)
    breath = keyed(
        "breath",
        [(0.0, 0.0), (0.35 * in_s, 0.4), (0.5 * in_s, 0.32), (0.75 * in_s, 0.65), (0.9 * in_s, 0.57),
         (1.15 * in_s, 0.85), (1.25 * in_s, 0.85), (1.25 * in_s + out_s, -0.2), (1.25 * in_s + 2.1 * out_s, 0.0)],
    )  # fmt: skip
    lids = pose({"AU45": 1.0}, 0.32, 0.7).held(1.1 * out_s).delayed(0.55 * in_s)
    face = pose({"AU1": 1.0, "AU4": 0.5, "AU6": 0.45, "AU15": 0.85, "AU20": 0.3}, 0.8 * in_s, 1.4 * out_s)
    trembles = [(0.7 * in_s + 0.16 * k, 0.45 + 0.3 * (k % 2)) for k in range(1, 8)]
    chin = keyed("AU17", [(0.3 * in_s, 0.0), *trembles, (0.7 * in_s + 1.3 + out_s, 0.0)])
    head = pose({"pitch_deg": -5.0, "roll_deg": 1.5 * cue.horizontal, "lean": -0.015}, out_s, 1.5 * out_s)
    whole = face.held(0.6 * out_s).joined(chin).joined(breath).joined(head.delayed(1.1 * in_s).held(0.3 * out_s))
    return whole.scaled(_size(cue)).joined(lids)


def _size(cue: Cue) -> float:
    return min(1.2, cue.amount)
