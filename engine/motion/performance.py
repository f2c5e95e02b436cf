"""Performance: one person through the whole clip."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from engine.motion.arc import Arc
from engine.motion.avoidance import stilled_channels
from engine.motion.casting import cast
from engine.motion.easing import Curve, presence, step
from engine.motion.eyes import Glances, blink_phrase, blink_times, glances
from engine.motion.hair import follow_through
from engine.motion.life import add_breath, add_drift, play_expression, posture_shifts, wandering
from engine.motion.limits import Limits, smile_shown, softly_limited
from engine.motion.phrases import Phrase
from engine.motion.stage import RESOLVING, Stage
from engine.motion.timing import Placed
from engine.types.curves import FACE_CHANNELS, Track
from engine.types.direction import Direction, GestureName
from engine.types.scene import Face, FloatArray

_HEAD = ("yaw_deg", "pitch_deg", "roll_deg")
_GAZE = ("gaze_yaw_deg", "gaze_pitch_deg")
_LIDS = ("AU45_left", "AU45_right")
_PURPOSEFUL_HEAD_DEG = 2.2
"""From this size of a stroke on the head does something on purpose."""
_PURPOSEFUL_LIDS = 0.5
_PURPOSEFUL_BREATH = 0.3
_IDLE_SHARE = 0.2
"""What is left of the idle drift while the head does something on purpose."""
_EYES_STAY = 0.6
"""The share of the head's drift that the eyes counter (vestibulo-ocular reflex)."""
_STRONGER_LEADS = 3
"""Power of the mean in which two causes meet at one muscle: near the stronger, but without a switch."""
_ANTAGONISTS = {
    "AU12_left": ("AU15",),
    "AU12_right": ("AU15",),
    "AU15": ("AU12_left", "AU12_right"),
    "AU4": ("AU2_left", "AU2_right"),
}
"""Where a gesture uses the first, the mood lets go of the others."""
_MOST_RELAXED = 1.0
_LETTING_GO_S, _LETTING_GO_AFTER_S = 1.8, 0.3
"""How long a smile takes to go, and how long it is seen before."""
_SOBERING = {"AU15": 1.0, "AU18": 0.4, "AU26": 1.8}
"""How far a gesture's muscle lets a smile go, for its intensity, where the gesture does not smile itself: pulled
corners, pursed lips, and a dropped jaw, which with raised corners would be a laugh."""
_CHEEKS_LAG_S = 0.3
"""For how long a smile remembers the gesture that lets it go: it cannot vanish within two frames."""
_CORNERS_SINK = 0.2
"""AU15 with a smile that is wholly let go: lips that have been curved lie level only when they are pulled a little."""
_BREEZE = 0.035
"""Peak swing of hair in a wind that was asked for, in face widths."""
_FIRST_BLINK_S = 0.2
_ATTENTIVE_S = 2.5
"""How long a gesture keeps the eyes with the viewer."""


def perform(
    direction: Direction,
    face: Face,
    stage: Stage,
    *,
    does: Collection[int],
    beats_s: Sequence[float],
    liveliness: float,
    in_company: bool,
    rng: np.random.Generator,
) -> Track:
    """Return the motion of one person.

    `does` are the indices of the direction's gestures that are this person's; `liveliness` scales the life underneath.
    """
    # A stream of random numbers for each part: what changes in one leaves the others as they were.
    casting, swelling, living, looking, blinking = rng.spawn(5)
    aside = 1 if rng.random() < 0.5 else -1
    arc = Arc.of(direction, stage.duration_s)
    limits = Limits.of(face)

    # 1. What was asked for, and where life has to keep quiet meanwhile.
    placed = cast(direction, arc, face, stage, does=does, beats_s=beats_s, in_company=in_company, rng=casting)
    acting = stage.played([])
    for item in placed:
        movement = stage.played([item.phrase])
        limits.fit(movement)
        acting.values[:] += movement.values
    calm = _Calm.around(placed, stage)

    # 2. The mood: face and carriage of the head, which leave the gestures their room.
    mood = stage.played([arc.expression(aside)])
    for channel in _HEAD:
        room = limits.room(channel, float(np.abs(acting[channel]).max()))
        mood[channel][:] = softly_limited(mood[channel], -room, room)
    play_expression(mood, stage.times, swelling)

    # 3. Life underneath, and the glances of the eyes.
    life = _life(arc, stage, calm, aside, liveliness=liveliness, rng=living)
    looks = Glances()
    if GestureName.LOOK not in direction.avoid:
        looks = glances(arc, aside, RESOLVING * stage.duration_s, stage.frame_s, looking)
    wandering_eyes, following = stage.played([looks.phrase]), stage.played([looks.following])
    eye_contact = _eye_contact(arc, stage, calm)
    for eye, head in zip(_GAZE, _HEAD, strict=False):
        life[eye][:] += eye_contact * wandering_eyes[eye] - _EYES_STAY * life[head]
        life[head][:] += eye_contact * calm.head * following[head]

    # 4. All of it together: a gesture stills what opposes it; at one muscle, the stronger leads.
    whole = Track(FACE_CHANNELS, acting.values + mood.values + life.values)
    for asked, opposed in _ANTAGONISTS.items():
        for muscle in opposed:
            mood[muscle][:] *= 1.0 - np.clip(acting[asked], 0.0, 1.0)
    for muscle in (channel.name for channel in FACE_CHANNELS if channel.name.startswith("AU")):
        whole[muscle][:] = _stronger(acting[muscle], mood[muscle])
    _let_go_of_the_smile(whole, acting, arc, stage, smile_shown(face))
    whole["hair"][:] += follow_through(whole, stage.fps)
    prompts_s = [item.start_s for item in placed if item.entry.eyes_lead]
    prompts_s += [shift_s for shift_s in looks.shifts_s if np.interp(shift_s, stage.times, eye_contact) > 0.99]
    blinks = [] if GestureName.BLINK in direction.avoid else _blinks(arc, stage, prompts_s, calm.lids, blinking)
    _close_lids(whole, acting, stage.played(blinks), arc, stage, free=calm.lids)

    # 5. Within what is allowed and what this photo can show; a loop comes home.
    for channel in stilled_channels(direction.avoid):
        whole[channel][:] = 0.0
    limits.saturate(whole)
    whole.values[:] *= stage.closing[:, None]
    return whole


@dataclass(frozen=True, slots=True, eq=False)
class _Calm:
    """How free a part of the person is for life, T each: 0 while a gesture has it to itself, else 1, eased."""

    head: Curve
    attention: Curve
    gaze: Curve
    lids: Curve
    breath: Curve

    @classmethod
    def around(cls, placed: Iterable[Placed], stage: Stage) -> Self:
        phrases = [item.phrase for item in placed]
        led_by_eyes = [item.phrase for item in placed if item.entry.eyes_lead]
        return cls(
            head=_free(phrases, _HEAD, _PURPOSEFUL_HEAD_DEG, 0.3, stage),
            attention=_attention(placed, stage),
            gaze=_free(led_by_eyes, _GAZE, 0.0, 0.3, stage),
            lids=_free(phrases, (*_LIDS, "AU5"), _PURPOSEFUL_LIDS, 0.3, stage),
            breath=_free(phrases, ("breath",), _PURPOSEFUL_BREATH, 0.6, stage),
        )


def _free(phrases: Iterable[Phrase], channels: Collection[str], least: float, fade_s: float, stage: Stage) -> Curve:
    """Return 0 where a phrase moves one of the channels by at least so much in one stroke, else 1."""
    free = np.ones_like(stage.times)
    for phrase in phrases:
        strokes = [stroke for stroke in phrase.strokes if stroke.channel in channels]
        if strokes and max(abs(stroke.change) for stroke in strokes) >= least:
            from_s = min(stroke.start_s for stroke in strokes)
            to_s = max(stroke.start_s + stroke.duration_s for stroke in strokes)
            free *= 1.0 - presence(stage.times, from_s, to_s, fade_s, 0.5)
    return free


def _attention(placed: Iterable[Placed], stage: Stage) -> Curve:
    """Return 0 from a little before a gesture begins until it has been seen, else 1, T."""
    free = np.ones_like(stage.times)
    for item in placed:
        seen_s = min(item.phrase.duration_s, item.start_s + _ATTENTIVE_S)
        free *= 1.0 - presence(stage.times, item.start_s, seen_s, 0.3, 0.5)
    return free


def _life(arc: Arc, stage: Stage, calm: _Calm, aside: int, *, liveliness: float, rng: np.random.Generator) -> Track:
    """Return drift, breath and breeze, quiet where the person does something on purpose."""
    drifting, breathing, blowing, shifting = rng.spawn(4)
    life = stage.played([posture_shifts(arc, shifting)])
    life.values[:] *= liveliness
    add_drift(life, stage.times, arc, liveliness, drifting)
    add_breath(life, stage.times, arc, liveliness, breathing)
    if stage.windy:
        life["hair"][:] += _BREEZE * aside * (0.4 + 0.6 * wandering(stage.times, (0.15, 0.9), blowing))
    for channel in _HEAD:
        life[channel][:] *= _IDLE_SHARE + (1.0 - _IDLE_SHARE) * calm.head
    life["breath"][:] *= calm.breath
    life.values[:] *= stage.arrival[:, None]
    return life


def _eye_contact(arc: Arc, stage: Stage, calm: _Calm) -> Curve:
    """Return how much of the eyes' wandering shows, T.

    None while a gesture leads with the eyes; none or little as any other begins, for people look at whom they nod
    or wink to, unless their mood keeps the eyes away.
    """
    averse = arc.over_time(
        stage.times, lambda segment: min(1.0, max(0.0, 2.0 * segment.mood.expression.gaze.away - 0.6))
    )
    return calm.gaze * (averse + (1.0 - averse) * calm.attention)


def _let_go_of_the_smile(whole: Track, acting: Track, arc: Arc, stage: Stage, shown: float) -> None:
    """Relax the smile that the photo shows, as far as the mood or a gesture is none to smile in."""
    mood = arc.over_time(stage.times, lambda segment: segment.mood.unsmiling * min(1.0, segment.amount))
    begins_s = min(_LETTING_GO_AFTER_S, 0.1 * stage.duration_s)
    arriving = step(stage.times, begins_s, min(_LETTING_GO_S, stage.duration_s))
    let_alone = np.ones_like(stage.times)
    for muscle, share in _SOBERING.items():
        let_alone *= 1.0 - np.clip(share * acting[muscle], 0.0, 1.0)
    wanted = 1.0 - (1.0 - mood * arriving) * (1.0 - _lagging(1.0 - let_alone, stage))
    for side in ("left", "right"):
        relaxed = _MOST_RELAXED * shown * wanted * (1.0 - np.clip(acting[f"AU12_{side}"], 0.0, 1.0))
        whole[f"AU12_{side}"][:] -= relaxed
        whole[f"AU6_{side}"][:] -= 0.5 * relaxed
        whole["AU15"][:] += _CORNERS_SINK / 2 * relaxed


def _lagging(curve: Curve, stage: Stage) -> Curve:
    """Return a curve, T, as cheeks follow it, which are slower than a jaw: its mean over the last frames."""
    frames = max(1, round(_CHEEKS_LAG_S * stage.fps))
    recent = np.hanning(frames + 2)[1:-1]
    return np.asarray(np.convolve(curve, recent / recent.sum())[: len(curve)], np.float64)


def _stronger(one: FloatArray, other: FloatArray) -> FloatArray:
    """Return two intensities laid over each other: smoothly, the stronger one."""
    powers = np.maximum(one, 0.0) ** _STRONGER_LEADS + np.maximum(other, 0.0) ** _STRONGER_LEADS
    return np.asarray(powers ** (1.0 / _STRONGER_LEADS), np.float32)


def _blinks(arc: Arc, stage: Stage, prompts_s: list[float], free: Curve, rng: np.random.Generator) -> Iterable[Phrase]:
    """Yield the blinks of the whole clip, none while a gesture has the lids, none cut off by the clip's end."""
    per_minute = arc.over_time(stage.times, lambda segment: segment.mood.manner.blinks_per_min)
    for time_s in blink_times(stage.times, per_minute, prompts_s, rng):
        phrase = blink_phrase(arc.at(time_s).mood.manner.shut_s, stage.frame_s).delayed(time_s)
        during = (stage.times >= time_s) & (stage.times <= phrase.duration_s)
        is_whole = time_s >= _FIRST_BLINK_S and phrase.duration_s <= stage.end_s
        if is_whole and free[during].min(initial=1.0) > 0.99:
            yield phrase


def _close_lids(whole: Track, acting: Track, blinks: Track, arc: Arc, stage: Stage, *, free: Curve) -> None:
    """Set the lids: gesture, blink and heavy lids each close a share of what the others leave open.

    That a lid goes along with the gaze is not their doing but the eyeball's, and the renderer's matter.
    """
    heavy = stage.arrival * arc.over_time(
        stage.times, lambda segment: segment.mood.expression.lids * segment.mood.strength
    )
    for lid in _LIDS:
        opening = (1.0 - np.clip(acting[lid], 0.0, 1.0)) * (1.0 - blinks[lid])
        whole[lid][:] = 1.0 - opening * (1.0 - heavy * free)
