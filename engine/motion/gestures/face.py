"""Gestures of mouth and brows: smile, frown, laugh, kiss, gasp, brow_raise, brow_furrow."""

from dataclasses import replace

from engine.motion.gestures.cue import Cue
from engine.motion.phrases import Phrase, keyed, pose, sequence, together

_SMILE_OFFSET = 1.5
_HA_S = 0.21
"""One syllable of laughter: about five a second (Provine & Yong 1991)."""


def smile(cue: Cue) -> Phrase:
    """Smile as one feels it: lips and cheeks together, slow to come and slower to go (Schmidt 2006)."""
    onset_s = cue.seconds(0.75)
    size = min(1.25, cue.amount)
    lips = pose({"AU12": 0.85, "AU25": 0.12}, onset_s, _SMILE_OFFSET * onset_s)
    cheeks = pose({"AU6": 0.6, "AU7": 0.06}, 1.1 * onset_s, 1.2 * onset_s).delayed(0.06)
    head = pose({"pitch_deg": 1.2, "roll_deg": 1.2 * cue.horizontal}, 1.3 * onset_s, 1.8 * onset_s)
    single = together(lips, cheeks, head.delayed(0.1)).scaled(size)
    return sequence(*(single.held(0.2) for _ in range(cue.count)), gap_s=0.1)


def frown(cue: Cue) -> Phrase:
    """Frown: brows first, then the lip corners sink."""
    onset_s = cue.seconds(0.5)
    brows = pose({"AU4": 0.85, "AU7": 0.15}, onset_s, 1.4 * onset_s)
    lips = pose({"AU15": 0.8, "AU17": 0.4}, 1.1 * onset_s, 1.5 * onset_s).delayed(0.08)
    head = pose({"pitch_deg": -2.8}, 1.3 * onset_s, 1.8 * onset_s).delayed(0.06)
    single = together(brows, lips, head).scaled(min(1.3, cue.amount))
    return sequence(*(single.held(0.2) for _ in range(cue.count)), gap_s=0.1)


def laugh(cue: Cue) -> Phrase:
    """Laugh: the head goes back, cheeks narrow the eyes, shoulders and jaw shake and ebb away."""
    beat_s = max(0.16, _HA_S / cue.pace**0.4)
    syllables = 5 + 2 * (cue.count - 1)
    size = min(1.4, cue.amount)
    onset_s = max(0.3, cue.seconds(0.4))
    shaking_s = onset_s * 0.7 + syllables * beat_s
    face = pose({"AU6": 0.95, "AU12": 0.9, "AU25": 0.5, "AU26": 0.28, "AU7": 0.3}, onset_s, 1.9 * onset_s)
    head = pose({"pitch_deg": 4.0, "roll_deg": 1.8 * cue.horizontal}, 1.3 * onset_s, 2.6 * onset_s)
    body = keyed("breath", _shakes(onset_s * 0.7, beat_s, syllables, 0.42))
    # Each burst of air drops the chin and closes the jaw a little, later than it lifts the shoulders.
    jaw = body.echoed("AU26", 0.45, 0.03)
    chin = body.echoed("pitch_deg", 2.6, 0.05)
    held = together(face, head).held(shaking_s - onset_s)
    whole = Phrase().joined(held).joined(body).joined(jaw).joined(chin)
    # Who has laughed goes on smiling for a while; the clip may end on that.
    afterglow = pose({"AU6": 0.45, "AU12": 0.6}, 1.9 * onset_s, cue.seconds(2.0)).delayed(shaking_s)
    return replace(whole.joined(afterglow), duration_s=whole.duration_s).scaled(size)


def _shakes(start_s: float, beat_s: float, syllables: int, size: float) -> list[tuple[float, float]]:
    """Return the key poses of shakes that swell once and then ebb."""
    keys = [(max(0.0, start_s - 0.5 * beat_s), 0.0)]
    for k in range(syllables):
        swell = size * (0.75 if k == 0 else 0.88 ** (k - 1))
        keys += [(start_s + (k + 0.4) * beat_s, swell), (start_s + (k + 0.95) * beat_s, 0.2 * swell)]
    return [*keys, (start_s + (syllables + 1.5) * beat_s, 0.0)]


def kiss(cue: Cue) -> Phrase:
    """Pucker the lips and come nearer with closing eyes; let the lips spring back into the trace of a smile."""
    onset_s, held_s = cue.seconds(0.45), cue.seconds(0.4)
    lips = pose({"AU18": 1.0, "AU17": 0.2}, onset_s, 0.6 * onset_s).held(held_s)
    nearer = pose(
        {"lean": 0.06, "pitch_deg": 3.0, "roll_deg": 2.5 * cue.horizontal, "AU1": 0.25}, 1.2 * onset_s, 1.7 * onset_s
    )
    lids = pose({"AU45": 0.92}, 0.9 * onset_s, 1.2 * onset_s).held(held_s)
    smile = pose({"AU12": 0.35, "AU6": 0.25}, 1.2 * onset_s, 2.2 * onset_s).delayed(onset_s + held_s)
    single = Phrase().joined(lips).joined(nearer.held(held_s)).joined(smile).scaled(min(1.1, cue.amount)).joined(lids)
    return sequence(*(single for _ in range(cue.count)), gap_s=0.15)


def gasp(cue: Cue) -> Phrase:
    """Gasp: a sudden breath in, mouth and eyes open, the head a trace back."""
    onset_s = cue.seconds(0.24)
    face = pose({"AU26": 0.55, "AU25": 0.5, "AU1": 0.6, "AU2": 0.6, "AU5": 0.65}, onset_s, 3.2 * onset_s)
    body = pose({"breath": 0.75, "pitch_deg": 2.8, "lean": -0.02}, 1.3 * onset_s, 4.5 * onset_s).delayed(0.04)
    single = together(face, body).scaled(min(1.3, cue.amount)).held(cue.seconds(0.35))
    return sequence(*(single for _ in range(cue.count)), gap_s=0.3)


def brow_raise(cue: Cue) -> Phrase:
    """Raise the brows, or only one of them."""
    onset_s = cue.seconds(0.24)
    values = (
        {f"AU2_{cue.side}": 0.85, "AU1": 0.2, f"AU2_{cue.far_side}": 0.05}
        if cue.side in ("left", "right")
        else {"AU1": 0.8, "AU2": 0.8, "AU5": 0.3}
    )
    single = pose(values, onset_s, 1.6 * onset_s).scaled(min(1.2, cue.amount)).held(cue.seconds(0.12))
    return sequence(*(single for _ in range(cue.count)), gap_s=0.08)


def brow_furrow(cue: Cue) -> Phrase:
    """Draw the brows together, narrow the eyes and bring the head down and forward a little, to see better."""
    onset_s = cue.seconds(0.4)
    brows = pose({"AU4": 1.0, "AU7": 0.35}, onset_s, 1.5 * onset_s)
    head = pose({"pitch_deg": -1.5, "lean": 0.012}, 1.3 * onset_s, 1.8 * onset_s)
    single = together(brows, head).scaled(min(1.2, cue.amount)).held(0.15)
    return sequence(*(single for _ in range(cue.count)), gap_s=0.12)
