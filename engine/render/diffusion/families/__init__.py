"""What differs between families of models: layout of latents, scheduler, and names of arguments. One file each."""

from engine.render.diffusion.families.cogvideox import CogVideoX
from engine.render.diffusion.families.family import Family, Take, is_offloaded
from engine.render.diffusion.families.ltx import Ltx
from engine.render.diffusion.families.ltx2 import Ltx2
from engine.render.diffusion.families.stable_video import StableVideo
from engine.render.diffusion.families.wan import Wan

FAMILIES: dict[str, Family] = {
    "wan": Wan(),
    "ltx": Ltx(),
    "ltx2": Ltx2(),
    "cogvideox": CogVideoX(),
    "stable_video": StableVideo(),
}
"""By the name that the table of models uses."""

__all__ = ["FAMILIES", "Family", "Take", "is_offloaded"]
