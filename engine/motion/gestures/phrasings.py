"""Phrasings: what people do by themselves in moods that are more than a face.

Each is one small story of three to four seconds: something comes, is held, and resolves. They are played when a mood is
asked for and no gesture. A weak mood makes them smaller, but for the eyes: a glance is a glance.
"""

from collections.abc import Sequence
from dataclasses import replace

from engine.motion.eyes import blink_phrase
from engine.motion.gestures.cue import Cue
from engine.motion.gestures.eyes import eye_roll, wink
from engine.motion.phrases import Phrase, keyed, pose, sequence, together

_SACCADE_S = 0.14


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
    blink = pose({"AU45": 1.0}, 0.24, 0.42).held(0.08).delayed(0.5 * onset_s)
    return together(lean, smile).scaled(_size(cue)).joined(blink)


def pride(cue: Cue) -> Phrase:
    """Breathe in, grow, raise the chin, and let the smile come last."""
    onset_s = cue.seconds(0.9)
    grow = pose({"breath": 0.9}, onset_s, 1.8 * onset_s)
    chin = pose({"pitch_deg": 3.5, "gaze_pitch_deg": -3.0, "AU45": 0.08}, onset_s, 1.5 * onset_s, anticipation=0.1)
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
    head = pose({"yaw_deg": 4.0 * aside, "pitch_deg": -3.0, "roll_deg": 2.0 * aside}, turn_s, 1.6 * turn_s)
    lips = pose({"AU24": 0.65, "AU14": 0.4}, 0.8 * turn_s, 1.5 * turn_s).delayed(0.1).held(0.6)
    smile = pose({"AU12": 0.35, "AU6": 0.3}, turn_s, 1.6 * turn_s).delayed(0.9 * turn_s)
    whole = Phrase().joined(together(head.delayed(0.08), smile).held(2.0 * turn_s)).joined(lips)
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
    trembles = [(0.7 * in_s + 0.16 * k, 0.45 + 0.18 * (k % 2)) for k in range(1, 8)]
    chin = keyed("AU17", [(0.3 * in_s, 0.0), *trembles, (0.7 * in_s + 1.3 + out_s, 0.0)])
    head = pose({"pitch_deg": -3.0, "roll_deg": 1.0 * cue.horizontal, "lean": -0.015}, out_s, 1.5 * out_s)
    sinking = head.delayed(1.1 * in_s).held(0.3 * out_s)
    whole = Phrase().joined(face.held(0.6 * out_s)).joined(chin).joined(breath).joined(sinking)
    return whole.scaled(_size(cue)).joined(lids)


def joy(cue: Cue) -> Phrase:
    """Let brows and head rise a moment before the smile, and the smile break into the beginning of a laugh."""
    onset_s = cue.seconds(0.75)
    glad = pose({"AU1": 0.3, "AU2": 0.28}, 0.22, 0.5).held(0.25)
    smile = pose({"AU12": 1.0, "AU6": 0.9, "AU25": 0.35}, onset_s, 1.5 * onset_s).delayed(0.15)
    head = pose({"pitch_deg": 3.5, "roll_deg": 3.5 * cue.horizontal, "lean": 0.012}, 1.1 * onset_s, 1.6 * onset_s)
    laugh_s = 1.1 * onset_s
    chuckle = keyed(
        "breath",
        [(laugh_s, 0.0), (laugh_s + 0.1, 0.3), (laugh_s + 0.21, 0.1), (laugh_s + 0.31, 0.26), (laugh_s + 0.42, 0.06),
         (laugh_s + 0.8, 0.0)],
    )  # fmt: skip
    return together(smile, head.delayed(0.1)).joined(glad).joined(chuckle).scaled(_size(cue))


def love(cue: Cue) -> Phrase:
    """Come nearer on a deep breath, look from eye to eye to the lips of who is looking, and smile with all of it."""
    onset_s, look_s = cue.seconds(0.9), cue.seconds(0.8)
    nearer = pose({"lean": 0.04, "roll_deg": 5.5 * cue.horizontal, "pitch_deg": -2.0}, onset_s, 1.5 * onset_s)
    smile = pose({"AU12": 1.0, "AU6": 0.85, "AU1": 0.4}, onset_s, 1.6 * onset_s).delayed(0.5 * onset_s)
    breath = pose({"breath": 0.7}, 0.9 * onset_s, 1.5 * onset_s)
    across = _fixations("gaze_yaw_deg", [(0.3, 2.5), (0.3 + look_s, -2.5), (0.3 + 2.0 * look_s, 0.0)])
    lower = _fixations("gaze_pitch_deg", [(0.3 + 2.0 * look_s, -4.5), (0.3 + 2.9 * look_s, 0.0)])
    return together(nearer, smile).joined(breath).scaled(_size(cue)).joined(across).joined(lower)


def thoughtful(cue: Cue) -> Phrase:
    """Look for it above, weigh it below with lips drawn aside, and come back with lifted brows."""
    aside, weigh_s, back_s = cue.horizontal, cue.seconds(1.1), cue.seconds(2.2)
    head_s = cue.seconds(1.0)
    head = pose({"roll_deg": 1.8 * aside, "yaw_deg": 1.0 * aside, "pitch_deg": 0.8}, 1.2 * head_s, 1.5 * head_s)
    across = _fixations("gaze_yaw_deg", [(0.0, 10.0 * aside), (weigh_s, 7.0 * aside), (back_s, 0.0)])
    above = _fixations("gaze_pitch_deg", [(0.0, 13.0), (weigh_s, -12.0), (back_s, 0.0)])
    brows = pose({"AU4": 0.55, "AU7": 0.3}, 0.8 * head_s, head_s).held(0.8 * weigh_s)
    lips = pose({"AU24": 0.6, f"AU14_{cue.near_side}": 0.7}, 0.5 * head_s, head_s).held(0.6 * weigh_s)
    found = pose({"AU1": 0.45, "AU2": 0.45, "AU12": 0.15}, 0.6, cue.seconds(1.0)).held(0.3)
    thinking = Phrase().joined(head.held(0.6 * weigh_s)).joined(brows).joined(lips.delayed(weigh_s - 0.2))
    return thinking.joined(found.delayed(back_s)).scaled(_size(cue)).joined(across).joined(above)


def tired(cue: Cue) -> Phrase:
    """Nod off: lids and head sink together; start up with raised brows, and blink oneself awake."""
    sink_s, asleep_s = cue.seconds(1.0), cue.seconds(0.35)
    lids = pose({"AU45": 1.0}, sink_s, 0.35).held(asleep_s)
    head = pose({"pitch_deg": -2.5}, 1.2 * sink_s, 0.9).held(asleep_s)
    awake_s = sink_s + asleep_s
    brows = pose({"AU1": 0.5, "AU2": 0.55}, 0.35, cue.seconds(0.9)).held(0.35).delayed(awake_s)
    blinking = blink_phrase(0.14, cue.frame_s).delayed(awake_s + 0.75)
    return Phrase().joined(head).joined(brows).scaled(_size(cue)).joined(lids).joined(blinking)


def playful(cue: Cue) -> Phrase:
    """Look askance, flash the brows, then wink.

    Brows flash for about a sixth of a second (Eibl-Eibesfeldt 1972).
    """
    side, askance_s = cue.horizontal, cue.seconds(0.6)
    turn = pose({"yaw_deg": -4.0 * side, "roll_deg": -2.5 * side, "pitch_deg": -1.5}, askance_s, 1.2 * askance_s)
    askance = turn.held(cue.seconds(0.9))
    flash = pose({"AU1": 0.6, "AU2": 0.75}, 0.13, 0.3).held(0.17).delayed(1.5 * askance_s)
    grin = pose({"AU12": 0.7, "AU6": 0.6}, cue.seconds(0.5), cue.seconds(1.2)).delayed(1.6 * askance_s)
    eyes = pose({"gaze_yaw_deg": 8.0 * side}, _SACCADE_S, askance_s).held(cue.seconds(0.9)).delayed(0.1)
    winking_s = askance_s + cue.seconds(1.1)
    winked = wink(replace(cue, count=1, side=cue.near_side, amount=_size(cue))).delayed(winking_s)
    whole = Phrase().joined(askance).joined(flash).scaled(_size(cue)).joined(eyes).joined(winked)
    return together(Phrase(whole.strokes, whole.duration_s), grin.scaled(_size(cue)))


def flirty(cue: Cue) -> Phrase:
    """Look away with half a smile, bring back the eyes alone, flash a brow and lower the lids (Moore 1985)."""
    aside, onset_s, away_s = cue.horizontal, cue.seconds(0.9), cue.seconds(1.0)
    turn = pose({"yaw_deg": 3.5 * aside, "roll_deg": 2.5 * aside, "pitch_deg": -2.0}, onset_s, 1.5 * onset_s)
    smile = pose({"AU12_left": 0.7, "AU12_right": 0.3, "AU6": 0.45}, onset_s, 1.5 * onset_s).delayed(0.6 * away_s)
    flash = pose({"AU2_left": 0.6, "AU1": 0.15}, 0.13, 0.3).held(0.17).delayed(away_s + 0.4)
    across = _fixations("gaze_yaw_deg", [(0.0, 8.0 * aside), (away_s, -4.0 * aside), (2.8 * away_s, 0.0)])
    below = _fixations("gaze_pitch_deg", [(0.0, -9.0), (away_s, 2.0), (2.8 * away_s, 0.0)])
    lids = pose({"AU45": 0.4}, 0.3, 0.5).held(0.15).delayed(away_s + 1.0)
    shown = turn.held(1.4 * away_s).joined(smile.held(0.9 * away_s)).joined(flash).scaled(_size(cue))
    return Phrase().joined(shown).joined(across).joined(below).joined(lids)


def shy(cue: Cue) -> Phrase:
    """Begin to smile, look away and down before the smile has grown; then peep up from under the brows.

    The signs are those of embarrassment (Keltner 1995; the head goes forward: Ambadar 2009), but slower and smaller.
    """
    aside, smile_s, hidden_s = cue.horizontal, cue.seconds(0.9), cue.seconds(0.9)
    smile = pose({"AU12": 0.5, "AU6": 0.35}, smile_s, 1.5 * smile_s).held(hidden_s + cue.seconds(1.3))
    lips = pose({"AU24": 0.4}, 0.6 * smile_s, smile_s).held(hidden_s).delayed(0.6 * smile_s)
    away_s = 0.6 * smile_s
    head = pose(
        {"yaw_deg": 3.5 * aside, "pitch_deg": -2.5, "roll_deg": 2.0 * aside}, cue.seconds(1.0), cue.seconds(1.5)
    )
    peep_s = away_s + hidden_s + 0.3
    brows = pose({"AU1": 0.45, "AU2": 0.3}, 0.3, cue.seconds(0.8)).held(0.5).delayed(peep_s)
    again_s = peep_s + cue.seconds(1.1)
    eyes = _fixations("gaze_pitch_deg", [(away_s, -14.0), (peep_s, 6.0), (again_s, 0.0)])
    across = pose({"gaze_yaw_deg": 8.0 * aside}, _SACCADE_S, _SACCADE_S).held(peep_s - away_s - _SACCADE_S)
    hiding = head.held(hidden_s + cue.seconds(0.7)).delayed(away_s + 0.08)
    whole = Phrase().joined(smile).joined(lips).joined(hiding).joined(brows).scaled(_size(cue))
    return whole.joined(eyes).joined(across.delayed(away_s))


def contempt(cue: Cue) -> Phrase:
    """Turn the face away but not the eyes, measure the other from top to toe, and tighten a corner of the mouth."""
    aside, onset_s = cue.horizontal, cue.seconds(0.9)
    away = pose({"yaw_deg": -5.0 * aside, "pitch_deg": 2.5}, onset_s, 1.5 * onset_s).held(cue.seconds(1.4))
    corner = pose({"AU14_left": 0.9, "AU12_left": 0.65, "AU10": 0.2}, 0.6 * onset_s, 1.6 * onset_s)
    sneer = corner.held(cue.seconds(0.9)).delayed(1.1 * onset_s)
    snort = keyed("breath", [(1.2 * onset_s, 0.0), (1.2 * onset_s + 0.4, 0.4), (1.2 * onset_s + 0.8, 0.0)])
    askance = pose({"gaze_yaw_deg": 7.0 * aside}, onset_s, onset_s).held(cue.seconds(1.4))
    down_s = cue.seconds(0.5)
    measuring = keyed(
        "gaze_pitch_deg",
        [(0.7 * onset_s, 0.0), (0.7 * onset_s + down_s, -13.0), (0.9 * onset_s + down_s, -13.0),
         (0.9 * onset_s + 1.8 * down_s, -2.0), (3.0 * onset_s + down_s, 0.0)],
    )  # fmt: skip
    lids = pose({"AU45": 0.18}, onset_s, onset_s).held(cue.seconds(1.4))
    whole = Phrase().joined(away).joined(sneer).joined(snort).scaled(_size(cue))
    return whole.joined(askance).joined(measuring).joined(lids)


def confusion(cue: Cue) -> Phrase:
    """Draw back and search for it in the air, blink twice, then try it with the head on the other side and nearer.

    Lowered brows and tight lids are what onlookers call confusion (Rozin & Cohen 2003).
    """
    aside, onset_s = cue.horizontal, cue.seconds(0.5)
    back = pose({"lean": -0.015, "roll_deg": -2.0 * aside, "pitch_deg": 1.0}, 1.2 * onset_s, 1.6 * onset_s)
    brows = pose({"AU4": 0.7, "AU7": 0.4, f"AU2_{cue.near_side}": 0.5}, onset_s, 2.0 * onset_s)
    search_s = cue.seconds(0.7)
    across = _fixations(
        "gaze_yaw_deg", [(0.15, 9.0 * aside), (0.15 + search_s, -6.0 * aside), (0.15 + 1.9 * search_s, 0.0)]
    )
    upward = pose({"gaze_pitch_deg": 7.0}, _SACCADE_S, _SACCADE_S).held(1.8 * search_s).delayed(0.15)
    twice = sequence(*(blink_phrase(0.1, cue.frame_s) for _ in range(2)), gap_s=0.12).delayed(0.3 + 1.9 * search_s)
    nearer = pose({"lean": 0.02, "roll_deg": 2.0 * aside}, 1.6 * onset_s, 2.0 * onset_s).delayed(0.4 + 1.9 * search_s)
    lips = pose({"AU25": 0.15, "AU26": 0.08}, onset_s, onset_s).held(0.6 * search_s).delayed(0.3 + search_s)
    tried = nearer.held(cue.seconds(0.5))
    whole = Phrase().joined(back.held(1.4 * search_s)).joined(brows.held(3.0 * search_s)).joined(tried).joined(lips)
    return whole.scaled(_size(cue)).joined(across).joined(upward).joined(twice)


def annoyance(cue: Cue) -> Phrase:
    """Roll the eyes, let out the breath with pressed lips and a turn of the head, and come back with a hard look."""
    aside, out_s = cue.horizontal, cue.seconds(0.8)
    rolled = eye_roll(replace(cue, count=1, amount=max(0.8, cue.amount)))
    sigh = keyed("breath", [(0.0, 0.0), (0.5 * out_s, 0.35), (1.6 * out_s, -0.2), (3.0 * out_s, 0.0)])
    lips = pose({"AU24": 0.7, "AU14": 0.5, "AU17": 0.25}, 0.5 * out_s, 1.3 * out_s).held(0.7 * out_s)
    head = pose({"yaw_deg": 5.0 * aside, "roll_deg": -2.0 * aside, "pitch_deg": -1.5}, 0.8 * out_s, 0.7 * out_s)
    look = pose({"gaze_yaw_deg": 10.0 * aside}, _SACCADE_S, _SACCADE_S).held(1.1 * out_s)
    stare = pose({"AU4": 0.7, "AU7": 0.4, "lean": 0.015}, 0.5 * out_s, 1.6 * out_s).delayed(1.2 * out_s)
    after = head.held(0.5 * out_s).joined(lips).joined(sigh).joined(stare.held(0.7 * out_s)).scaled(_size(cue))
    return Phrase().joined(rolled).joined(after.joined(look).delayed(0.8 * rolled.duration_s))


def fear(cue: Cue) -> Phrase:
    """Catch the breath and freeze while the eyes search for the danger; swallow, and let the breath out trembling."""
    aside, in_s = cue.horizontal, cue.seconds(0.4)
    frozen_s = cue.seconds(1.9)
    face = pose({"AU1": 0.9, "AU2": 0.7, "AU5": 0.95, "AU20": 0.5, "AU25": 0.3}, in_s, 2.2 * in_s)
    back = pose({"lean": -0.045, "pitch_deg": 2.0, "yaw_deg": -4.0 * aside}, in_s, 3.0 * in_s)
    out_s = in_s + frozen_s
    breath = keyed(
        "breath",
        [(0.0, 0.0), (in_s, 0.85), (out_s, 0.8), (out_s + 0.25, 0.5), (out_s + 0.4, 0.55), (out_s + 0.65, 0.2),
         (out_s + 0.8, 0.27), (out_s + 1.3, 0.0)],
    )  # fmt: skip
    glance_s = frozen_s / 4
    searched_deg = (11.0, -10.0, 9.0, 0.0)
    across = _fixations("gaze_yaw_deg", [(in_s + k * glance_s, aside * deg) for k, deg in enumerate(searched_deg)])
    swallow = pose({"AU24": 0.55, "AU17": 0.45, "pitch_deg": -1.5}, 0.22, 0.4).delayed(out_s - 0.2)
    whole = Phrase().joined(face.held(frozen_s)).joined(back.held(frozen_s)).joined(breath).joined(swallow)
    return whole.scaled(_size(cue)).joined(across)


def _fixations(channel: str, fixations: Sequence[tuple[float, float]]) -> Phrase:
    """Return eyes that jump from place to place: when (seconds) and where to (degrees), from 0 on."""
    keys, before = list[tuple[float, float]](), 0.0
    for at_s, place_deg in fixations:
        keys += [(at_s, before), (at_s + _SACCADE_S, place_deg)]
        before = place_deg
    return keyed(channel, keys)


def _size(cue: Cue) -> float:
    return min(1.2, cue.amount)
