"""The table of transitions: a new one is one new function, its line here, and its name in `TransitionName`."""

from engine.types.storyboard import TransitionName
from engine.video.transitions.joint import Joint, Transition
from engine.video.transitions.light import dip_to_black, dip_to_white, dissolve, light_leak
from engine.video.transitions.morph import face_morph, flow_morph
from engine.video.transitions.travel import slide, zoom

__all__ = ["TRANSITIONS", "Joint", "Transition"]

TRANSITIONS: dict[TransitionName, Transition] = {
    TransitionName.DISSOLVE: dissolve,
    TransitionName.DIP_TO_BLACK: dip_to_black,
    TransitionName.DIP_TO_WHITE: dip_to_white,
    TransitionName.SLIDE: slide,
    TransitionName.ZOOM: zoom,
    TransitionName.LIGHT_LEAK: light_leak,
    TransitionName.FACE_MORPH: face_morph,
    TransitionName.FLOW_MORPH: flow_morph,
}
"""All but the cut, which has no frames of its own."""
