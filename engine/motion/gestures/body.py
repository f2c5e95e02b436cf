"""Gestures of the body: breathe, lean_in, lean_back, sway, hair_sway."""

from engine.motion.gestures.cue import Cue
from engine.motion.phrases import Phrase, keyed, pose, sequence, together

_SIGH_DROP = 0.2
"""How far the chest sinks below where it was, in shares of a deep breath."""


def breathe(cue: Cue) -> Phrase:
    """Take a deep breath and let it go: the chest lifts, the head with it; the lids sink on the way out.

    In a heavy mood it becomes a sigh: chest and head fall below where they were, the lids with them, and come back
    slowly.
    """
    in_s, out_s = cue.seconds(1.2), cue.seconds(1.8)
    size, heavy = min(1.15, cue.amount), cue.heaviness
    fall_s = out_s * (1.0 - 0.35 * heavy)
    back_s = cue.seconds(1.2 + 0.6 * heavy)
    chest = pose({"breath": 0.85}, in_s, fall_s).held(0.15)
    head = pose({"pitch_deg": 1.6}, 1.05 * in_s, 0.9 * fall_s).delayed(0.1).held(0.05)
    sinking = pose(
        {"pitch_deg": -0.8 - 2.2 * heavy, "AU45": 0.22 + 0.3 * heavy, "AU25": 0.1 + 0.15 * heavy, "AU1": 0.3 * heavy},
        0.7 * fall_s,
        back_s,
    )
    drop = pose({"breath": -_SIGH_DROP * heavy, "lean": -0.008 * heavy}, 0.8 * fall_s, back_s)
    let_go_s = in_s + 0.15
    # A breath is not held: it comes and goes.
    single = (
        Phrase()
        .joined(chest)
        .joined(head)
        .joined(sinking.delayed(let_go_s))
        .joined(drop.delayed(let_go_s + 0.2 * fall_s))
    )
    return sequence(*(single.scaled(size) for _ in range(cue.count)), gap_s=0.1)


def lean_in(cue: Cue) -> Phrase:
    """Come nearer."""
    return _lean(cue, nearer=0.075, chin_deg=-1.2)


def lean_back(cue: Cue) -> Phrase:
    """Draw back."""
    return _lean(cue, nearer=-0.065, chin_deg=2.0)


def _lean(cue: Cue, *, nearer: float, chin_deg: float) -> Phrase:
    onset_s = cue.seconds(0.9)
    body = pose({"lean": nearer}, onset_s, 1.4 * onset_s, anticipation=0.08)
    chin = pose({"pitch_deg": chin_deg}, 0.9 * onset_s, 1.2 * onset_s).delayed(0.15)
    return sequence(*(together(body, chin).scaled(cue.amount) for _ in range(cue.count)), gap_s=0.2)


def sway(cue: Cue) -> Phrase:
    """Sway from side to side; the head leans the other way, later."""
    cycle_s = cue.seconds(2.2)
    body = _swings("sway", cue, cycle_s, 0.055).scaled(cue.amount)
    return together(body, body.echoed("roll_deg", 40.0, 0.18))


def hair_sway(cue: Cue) -> Phrase:
    """Let the hair swing as in a passing breeze, with the slightest move of the head."""
    cycle_s = cue.seconds(1.7)
    hair = _swings("hair", cue, cycle_s, 0.1).scaled(cue.amount)
    return together(hair, hair.echoed("roll_deg", 6.0, 0.1))


def _swings(channel: str, cue: Cue, cycle_s: float, size: float) -> Phrase:
    """Return swings to either side, one cycle a count, each a little smaller."""
    keys, clock_s = [(0.0, 0.0)], 0.0
    for k in range(cue.count):
        swing = cue.horizontal * size * 0.88**k
        keys += [(clock_s + 0.3 * cycle_s, swing), (clock_s + 0.8 * cycle_s, -0.9 * swing)]
        clock_s += cycle_s
    return keyed(channel, [*keys, (clock_s + 0.3 * cycle_s, 0.0)])
