"""Which transition leads into each shot: the named one, or what suits the film's arc."""

from collections.abc import Sequence
from itertools import pairwise

from engine.types.storyboard import Arc, Shot, Storyboard, TransitionName

_T = TransitionName
_LIVELY_AROUSAL = 0.4
_DEEP_CHANGE = 0.8
"""A fall of valence from which on a dip to black stands between two shots (design)."""

_LIVELY = (_T.SLIDE, _T.CUT, _T.ZOOM, _T.CUT)
_OF_ARC = {
    Arc.STEADY: (_T.DISSOLVE,),
    Arc.RISING: (_T.DISSOLVE, _T.DISSOLVE, _T.LIGHT_LEAK),
    Arc.FALLING: (_T.DISSOLVE, _T.DISSOLVE, _T.DIP_TO_BLACK),
    Arc.BITTERSWEET: (_T.DISSOLVE, _T.LIGHT_LEAK, _T.DISSOLVE, _T.DIP_TO_BLACK),
}
"""What a film goes through in turn while its shots are quiet (design). White flashes, so it must be asked for."""
_BRIGHT_VALENCE = 0.3
"""A picture comes out of light only where it feels at least so good (design)."""


def transitions(storyboard: Storyboard) -> list[TransitionName]:
    """Return the transitions into the second shot and all after it."""
    shots = storyboard.shots
    return [
        shot.transition or _suiting(storyboard.arc, before, shot, number)
        for number, (before, shot) in enumerate(pairwise(shots))
    ]


def _suiting(arc: Arc, before: Shot, after: Shot, number: int) -> TransitionName:
    felt, coming = before.direction.emotion, after.direction.emotion
    if before.photo == after.photo:
        return _T.CUT  # the same picture again: anything softer would show it double
    if felt.valence - coming.valence > _DEEP_CHANGE:
        return _T.DIP_TO_BLACK
    if min(felt.arousal, coming.arousal) > _LIVELY_AROUSAL:
        return _turn(_LIVELY, number)
    name = _turn(_OF_ARC[arc], number)
    return _T.DISSOLVE if name is _T.LIGHT_LEAK and coming.valence < _BRIGHT_VALENCE else name


def _turn(names: Sequence[TransitionName], number: int) -> TransitionName:
    return names[number % len(names)]
