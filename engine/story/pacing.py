"""When each shot is seen, in frames, and how long it meets its neighbours."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from engine.types.storyboard import NATURAL_SHOT_S, Storyboard, TransitionName

_SHORTEST_SHOT_S = 0.8
"""Shots that share a film that is too short for them do not get shorter than this (design)."""
_MOST_OF_SHOT = 0.3
"""The share of a shot that a joint at one of its ends may take."""
_BEAT_REACH_S = 0.25
"""How far a cut may move to fall on a beat; a third of the shortest shot at most, so that none is lost."""

_LENGTH_S = {
    TransitionName.CUT: 0.0,
    TransitionName.DISSOLVE: 0.5,
    TransitionName.DIP_TO_BLACK: 0.5,
    TransitionName.DIP_TO_WHITE: 0.5,
    TransitionName.SLIDE: 0.4,
    TransitionName.ZOOM: 0.4,
    TransitionName.LIGHT_LEAK: 0.5,
    TransitionName.FACE_MORPH: 0.8,
    TransitionName.FLOW_MORPH: 0.7,
}
"""How long each transition takes (design). The quiet ones are alike, so that another arc changes no shot's length."""


@dataclass(frozen=True, slots=True)
class Slot:
    """The frames of a film that show a shot."""

    start: int
    """The first frame of the joint before it, or of the shot."""
    stop: int
    """The frame after the joint after it, or after the shot."""
    head: int
    """How many of the first frames belong to the joint before it."""
    tail: int

    @property
    def frame_count(self) -> int:
        """How many frames of the shot are drawn."""
        return self.stop - self.start


def shot_lengths_s(storyboard: Storyboard, seconds: float | None = None) -> list[float]:
    """Return how long each shot lasts; together as long as the film should be, `seconds` if given.

    Shots of a named length keep it while the others share the rest; where that leaves too little, all are scaled.
    """
    wanted = [shot.seconds for shot in storyboard.shots]
    total_s = seconds if seconds is not None else storyboard.seconds
    if total_s is None:
        return [NATURAL_SHOT_S if length is None else length for length in wanted]
    free = wanted.count(None)
    rest_s = total_s - sum(length for length in wanted if length is not None)
    share_s = max(_SHORTEST_SHOT_S, rest_s / free) if free else 0.0
    lengths = [share_s if length is None else length for length in wanted]
    scale = total_s / sum(lengths)
    return [length * scale for length in lengths]


def slots(
    lengths: Sequence[float], transitions: Sequence[TransitionName], fps: int, beats_s: Sequence[float] = ()
) -> list[Slot]:
    """Return the slot of each shot; `transitions` are those into the second shot and all after it.

    A joint lies around the moment of the cut, which falls on a beat where one is near.
    """
    cuts = [round(moment * fps) for moment in accumulate(lengths, initial=0.0)]
    reach_s = min(_BEAT_REACH_S, min(lengths) / 3)
    cuts[1:-1] = [_on_beat(cut, fps, beats_s, reach_s) for cut in cuts[1:-1]]
    shown = [stop - start for start, stop in pairwise(cuts)]
    joints = [
        min(round(_LENGTH_S[name] * fps), int(_MOST_OF_SHOT * 2 * min(before, after)))
        for name, before, after in zip(transitions, shown, shown[1:], strict=False)
    ]
    joints = [0, *joints, 0]
    return [
        Slot(cuts[i] - joints[i] // 2, cuts[i + 1] - joints[i + 1] // 2 + joints[i + 1], joints[i], joints[i + 1])
        for i in range(len(shown))
    ]


def _on_beat(cut: int, fps: int, beats_s: Sequence[float], reach_s: float) -> int:
    nearest = min(beats_s, key=lambda beat_s: abs(beat_s * fps - cut), default=None)
    return round(nearest * fps) if nearest is not None and abs(nearest - cut / fps) < reach_s else cut
