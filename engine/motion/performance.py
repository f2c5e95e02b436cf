"""Performance: one person through the whole clip."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from engine.motion.arc import Arc
from engine.motion.avoidance import stilled_channels
from engine.motion.easing import Curve, presence, step
from engine.motion.eyes import Glances, blink_phrase, blink_times, glances
from engine.motion.gestures import REPERTOIRE, Cue
from engine.motion.hair import follow_through
from engine.motion.life import add_breath, add_drift, play_expression, wandering
from engine.motion.limits import Limits, softly_limited
from engine.motion.phrases import Phrase
from engine.motion.timing import Placed, place
from engine.types.curves import FACE_CHANNELS, Track
from engine.types.direction import Direction, Gesture, GestureName
from engine.types.scene import Face, FloatArray

_HEAD = ("yaw_deg", "pitch_deg", "roll_deg")
_GAZE = ("gaze_yaw_deg", "gaze_pitch_deg")
_LIDS = ("AU45_left", "AU45_right")
_PURPOSEFUL_HEAD_DEG = 2.2
"""From this size of a stroke on the head does something on purpose."""
_PURPOSEFUL_LIDS = 0.5
_PURPOSEFUL_BREATH = 0.3
_STRONGER_LEADS = 3
"""Power of the mean in which two causes meet at one muscle: near the stronger, but without a switch."""
_IDLE_SHARE = 0.2
"""What is left of the idle drift while the head does something on purpose."""
_EYES_STAY = 0.6
"""The share of the head's drift that the eyes counter (vestibulo-ocular reflex)."""
_LID_FOLLOWS_GAZE = 0.3
"""Closure of a lid when the eye looks down by 20°."""
_RESOLVING = 0.8
"""From this moment of the clip on the eyes are back with the viewer."""
_BREEZE = 0.035
"""Peak swing of hair in a wind that was asked for, in face widths."""
_FIRST_BLINK_S = 0.2


@dataclass(frozen=True)
class Stage:
    """What is the same for everybody in the clip."""

    times: Curve
    """Seconds of every frame, T."""
    duration_s: float
    fps: int
    loop: bool
    windy: bool

    @property
    def frame_s(self) -> float:
        """Seconds from frame to frame."""
        return 1.0 / self.fps

    @property
    def end_s(self) -> float:
        """When the last movement should be over."""
        return self.duration_s * (_RESOLVING if self.loop else 1.0)

    @cached_property
    def arrival(self) -> Curve:
        """How far life has come up from the still photo, T, 0…1."""
        return step(self.times, 0.0, min(1.0, 0.3 * self.duration_s))

    @cached_property
    def closing(self) -> Curve:
        """How much is left of everything, T: a loop eases back to its first frame over its last fifth."""
        if not self.loop:
            return np.ones_like(self.times)
        return 1.0 - step(self.times, 0.8 * self.duration_s, 0.2 * self.duration_s)

    def played(self, phrases: Iterable[Phrase]) -> Track:
        """Return the sum of phrases over the frames."""
        track = Track.at_rest(FACE_CHANNELS, len(self.times))
        for phrase in phrases:
            phrase.add_to(track, self.times)
        return track


def perform(
    direction: Direction,
    face: Face,
    stage: Stage,
    *,
    liveliness: float,
    in_company: bool,
    rng: np.random.Generator,
) -> Track:
    """Return the motion of one person.

    `liveliness` scales the life underneath; `in_company` gives the person an own tempo and delay, so that several
    do the same thing each in their own way.
    """
    # A stream of random numbers for each part: what changes in one leaves the others as they were.
    persona, drifting, breathing, looking, blinking, swelling, blowing = rng.spawn(7)
    aside = 1 if persona.random() < 0.5 else -1
    arc = Arc.of(direction, stage.duration_s)
    limits = Limits.of(face)

    # 1. What was asked for, and where life has to keep quiet meanwhile.
    placed = _gestures(direction, arc, face, stage, persona if in_company else None)
    acting = stage.played(item.phrase for item in placed)
    calm_head = _calm(placed, _HEAD, _PURPOSEFUL_HEAD_DEG, stage)
    calm_lids = _calm(placed, _LIDS, _PURPOSEFUL_LIDS, stage)
    calm_breath = _calm(placed, ("breath",), _PURPOSEFUL_BREATH, stage)
    led_by_eyes = [item for item in placed if REPERTOIRE[item.name].eyes_lead]
    calm_gaze = _calm(led_by_eyes, _GAZE, 0.0, stage)

    # 2. The mood: face and carriage of the head, which leave the gestures their room.
    mood = stage.played([arc.expression(aside)])
    for channel in _HEAD:
        room = limits.room(channel, float(np.abs(acting[channel]).max()))
        mood[channel][:] = softly_limited(mood[channel], -room, room)
    play_expression(mood, stage.times, swelling)

    # 3. Life underneath.
    life = Track.at_rest(FACE_CHANNELS, len(stage.times))
    add_drift(life, stage.times, arc, liveliness, drifting)
    add_breath(life, stage.times, arc, liveliness, breathing)
    if stage.windy:
        life["hair"][:] += _BREEZE * aside * (0.4 + 0.6 * wandering(stage.times, (0.15, 0.9), blowing))
    life.values[:] *= stage.arrival[:, None]
    for channel in _HEAD:
        life[channel][:] *= _IDLE_SHARE + (1.0 - _IDLE_SHARE) * calm_head
    life["breath"][:] *= calm_breath
    wandering_eyes = glances(arc, aside, _RESOLVING * stage.duration_s, stage.frame_s, looking)
    if GestureName.LOOK in direction.avoid:
        wandering_eyes = Glances()
    wandering_eyes.phrase.add_to(life, stage.times)
    for eye, head in zip(_GAZE, ("yaw_deg", "pitch_deg"), strict=True):
        life[eye][:] *= calm_gaze
        life[eye][:] -= _EYES_STAY * life[head]

    # 4. All of it together.
    whole = Track(FACE_CHANNELS, acting.values + mood.values + life.values)
    for muscle in (channel.name for channel in mood.channels if channel.name.startswith("AU")):
        whole[muscle][:] = _stronger(acting[muscle], mood[muscle])
    whole["hair"][:] += follow_through(whole, stage.fps)
    prompts_s = [item.start_s for item in led_by_eyes]
    prompts_s += [s for s in wandering_eyes.shifts_s if np.interp(s, stage.times, calm_gaze) > 0.99]
    blinks = (
        stage.played([])
        if GestureName.BLINK in direction.avoid
        else stage.played(_blinks(arc, stage, prompts_s, calm_lids, blinking))
    )
    lowered = arc.over_time(stage.times, lambda segment: segment.mood.expression.lids * segment.mood.strength)
    following = _LID_FOLLOWS_GAZE * step(-whole["gaze_pitch_deg"].astype(np.float64), 0.0, 20.0)
    for lid in _LIDS:
        # Each cause closes a share of what the others have left open.
        left_open = (1.0 - np.clip(acting[lid], 0.0, 1.0)) * (1.0 - blinks[lid])
        left_open *= (1.0 - lowered * stage.arrival * calm_lids) * (1.0 - following * calm_lids)
        whole[lid][:] = 1.0 - left_open

    # 5. Within what is allowed and what this photo can show; a loop comes home.
    for channel in stilled_channels(direction.avoid):
        whole[channel][:] = 0.0
    limits.saturate(whole)
    whole.values[:] *= stage.closing[:, None]
    return whole


def _gestures(
    direction: Direction, arc: Arc, face: Face, stage: Stage, persona: np.random.Generator | None
) -> tuple[Placed, ...]:
    """Return the gestures at their places; where none was asked for, the one that the mood brings along."""
    own_pace, own_amount, delay_s = (
        (persona.uniform(0.93, 1.07), persona.uniform(0.88, 1.12), persona.uniform(0.0, 0.06) * stage.duration_s)
        if persona
        else (1.0, 1.0, 0.0)
    )
    scenes = []
    for gesture in direction.gestures or _brought_along(arc):
        if gesture.name in direction.avoid:
            continue
        manner = arc.at((0.4 if gesture.start is None else gesture.start) * stage.duration_s).mood.manner
        cue = Cue(
            count=gesture.count,
            pace=min(2.2, max(0.4, direction.pace * gesture.pace * manner.pace * own_pace)),
            amount=min(2.0, max(0.2, direction.amount * gesture.amount * manner.size * own_amount)),
            side=gesture.side,
            natural_side="left" if face.pose.yaw_deg > 3.0 else "right",
            shut_s=manner.shut_s,
            frame_s=stage.frame_s,
        )
        scenes.append((gesture, REPERTOIRE[gesture.name].build(cue)))
    placed = place(scenes, stage.duration_s, loop=stage.loop)
    late_s = min(0.35, delay_s)
    return tuple(replace(item, start_s=item.start_s + late_s, phrase=item.phrase.delayed(late_s)) for item in placed)


def _brought_along(arc: Arc) -> tuple[Gesture, ...]:
    """Return the small gestures of the moods, each a little after its mood has begun."""
    ends_s = [*(segment.start_s for segment in arc.segments[1:]), arc.duration_s]
    gestures = []
    for segment, end_s in zip(arc.segments, ends_s, strict=True):
        gesture = segment.mood.expression.gesture
        if gesture and len(arc.segments) > 1:
            start_s = segment.start_s + 0.3 * (end_s - segment.start_s)
            gesture = gesture.model_copy(update={"start": start_s / arc.duration_s})
        if gesture:
            gestures.append(gesture)
    return tuple(gestures)


def _stronger(one: FloatArray, other: FloatArray) -> FloatArray:
    """Return two intensities laid over each other: smoothly, the stronger one."""
    powers = np.maximum(one, 0.0) ** _STRONGER_LEADS + np.maximum(other, 0.0) ** _STRONGER_LEADS
    return np.asarray(powers ** (1.0 / _STRONGER_LEADS), np.float32)


def _calm(placed: Iterable[Placed], channels: Collection[str], least: float, stage: Stage) -> Curve:
    """Return 0 where a gesture has these channels to itself, else 1, T, eased."""
    calm = np.ones_like(stage.times)
    for item in placed:
        strokes = [s for s in item.phrase.strokes if s.channel in channels]
        if max((abs(s.change) for s in strokes), default=0.0) >= least:
            from_s = min(s.start_s for s in strokes)
            to_s = max(s.start_s + s.duration_s for s in strokes)
            calm *= 1.0 - presence(stage.times, from_s, to_s, 0.3, 0.5)
    return calm


def _blinks(arc: Arc, stage: Stage, prompts_s: list[float], calm: Curve, rng: np.random.Generator) -> Iterable[Phrase]:
    """Yield the blinks of the whole clip, none while a gesture has the lids, none cut off by the clip's end."""
    per_minute = arc.over_time(stage.times, lambda segment: segment.mood.manner.blinks_per_min)
    for time_s in blink_times(stage.times, per_minute, prompts_s, rng):
        phrase = blink_phrase(arc.at(time_s).mood.manner.shut_s, stage.frame_s).delayed(time_s)
        during = (stage.times >= time_s) & (stage.times <= phrase.duration_s)
        if time_s >= _FIRST_BLINK_S and phrase.duration_s <= stage.end_s and calm[during].min(initial=1.0) > 0.99:
            yield phrase
