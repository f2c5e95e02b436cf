"""Gestures of the eyes: look, blink, wink, close_eyes, eye_roll."""

from engine.motion.eyes import blink_phrase
from engine.motion.gestures.cue import Cue
from engine.motion.phrases import Phrase, keyed, pose, sequence, together


def look(cue: Cue) -> Phrase:
    """Look: the eyes jump, lids and brows go with them, the head follows a little.

    Down it follows more, or the lowered lids alone would read as sleepy.
    """
    if cue.vertical > 0:
        eyes, company, head = {"gaze_pitch_deg": 14.0}, {"AU1": 0.2, "AU2": 0.15, "AU5": 0.15}, {"pitch_deg": 3.0}
    elif cue.vertical:
        eyes, company, head = {"gaze_pitch_deg": -19.0}, {"AU1": 0.1}, {"pitch_deg": -4.5}
    else:
        eyes, company = {"gaze_yaw_deg": 14.0 * cue.horizontal}, {f"AU2_{cue.near_side}": 0.06}
        head = {"yaw_deg": 3.0 * cue.horizontal}
    saccade_s, follow_s = 0.12 / min(1.0, cue.pace) ** 1.5, cue.seconds(0.5)
    glance = together(
        pose(eyes, saccade_s, 1.3 * saccade_s),
        pose(company, 1.5 * saccade_s, 2.0 * saccade_s),
        pose(head, follow_s, 1.4 * follow_s).delayed(0.1),
    )
    return sequence(*(glance.scaled(cue.amount).held(0.3) for _ in range(cue.count)), gap_s=0.2)


def blink(cue: Cue) -> Phrase:
    """Blink with both eyes; a slow blink stays shut a little longer."""
    single = blink_phrase(min(0.4, cue.shut_s / cue.pace), cue.frame_s)
    return sequence(*(single for _ in range(cue.count)), gap_s=cue.seconds(0.22))


def wink(cue: Cue) -> Phrase:
    """Wink with one eye, in profile with the one that is seen: cheek and lip corner of that side go along.

    The head leans a trace towards it.
    """
    cue = cue.with_a_seen_eye
    side, onset_s = cue.near_side, min(0.25, cue.seconds(0.12))
    hold_s = max(1.5 * cue.frame_s, cue.seconds(0.2))
    lid = pose({f"AU45_{side}": 1.0}, onset_s, 1.7 * onset_s).held(hold_s + 0.06)
    size = min(1.4, max(0.7, cue.amount))
    face = pose(
        {
            f"AU6_{side}": 0.75 * size,
            f"AU12_{side}": 0.5 * size,
            f"AU12_{cue.far_side}": 0.18 * size,
            f"AU45_{cue.far_side}": 0.04,
        },
        1.6 * onset_s,
        3.0 * onset_s,
    ).held(hold_s)
    head = pose({"roll_deg": 1.8 * cue.horizontal * size}, 2.0 * onset_s, 4.0 * onset_s).held(hold_s)
    single = Phrase(lid.strokes + face.strokes + head.strokes, max(lid.duration_s, face.duration_s, head.duration_s))
    return sequence(*(single for _ in range(cue.count)), gap_s=0.12)


def close_eyes(cue: Cue) -> Phrase:
    """Close both eyes and keep them closed; the brows let go and the head sinks a trace."""
    onset_s = cue.seconds(0.38)
    lids = pose({"AU45": 1.0}, onset_s, 1.4 * onset_s)
    rest = pose({"pitch_deg": -1.2}, 1.6 * onset_s, 2.2 * onset_s).scaled(cue.amount)
    return sequence(*(together(lids, rest).held(0.1) for _ in range(cue.count)), gap_s=0.25)


def eye_roll(cue: Cue) -> Phrase:
    """Roll the eyes over the top to the other side, with a lift of brows and lids, and a breath let go."""
    round_s, sign = cue.seconds(1.3), cue.horizontal
    across = keyed(
        "gaze_yaw_deg",
        [(0.0, 0.0), (0.26 * round_s, -13.0 * sign), (0.74 * round_s, 13.0 * sign), (1.15 * round_s, 0.0)],
    )
    over = keyed(
        "gaze_pitch_deg",
        [(0.04 * round_s, 0.0), (0.36 * round_s, 20.0), (0.66 * round_s, 20.0), (1.1 * round_s, 0.0)],
    )
    face = pose({"AU1": 0.25, "AU2": 0.35, "AU5": 0.35}, 0.4 * round_s, 0.6 * round_s).held(0.2 * round_s)
    mouth = pose({"AU14": 0.45}, 0.5 * round_s, 0.6 * round_s).held(0.2 * round_s)
    head = keyed("roll_deg", [(0.1 * round_s, 0.0), (0.55 * round_s, 3.0 * sign), (1.35 * round_s, 0.0)])
    breath = keyed("breath", [(0.1 * round_s, 0.0), (0.5 * round_s, 0.3), (1.3 * round_s, 0.0)])
    single = Phrase().joined(across).joined(over).joined(face).joined(mouth).joined(head).joined(breath)
    return sequence(*(single.scaled(min(1.3, cue.amount)) for _ in range(cue.count)), gap_s=0.2)
