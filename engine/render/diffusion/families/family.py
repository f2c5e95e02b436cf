"""`Family`: how one kind of pipeline is asked; `Take`: what it is asked for."""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import torch
from PIL import Image

from engine.render.diffusion.guidance import TwoClocks


@dataclass(frozen=True, slots=True, eq=False)
class Take:
    """One run of a model: as many frames as it makes at once."""

    reference: torch.Tensor
    """F × 3 × H × W, 0…1: the warp film, at the model's size and speed. Its first frame is given, not made."""
    mask: torch.Tensor
    """H × W, 0…1: where the reference leads."""
    prompt: str
    negative_prompt: str
    steps: int
    guidance_scale: float
    """Of the words; 1 leaves the negative prompt out."""
    fps: int
    motion: float
    """0…1: how much should move, for models with such a knob."""
    seed: int
    known: int = 0
    """How many of the first frames another take has made already: they stay, and this one goes on from them."""

    @property
    def size(self) -> tuple[int, int]:
        """Height and width in pixels."""
        return self.reference.shape[-2], self.reference.shape[-1]

    @property
    def first_frame(self) -> Image.Image:
        """The given frame."""
        pixels = (self.reference[0] * 255).round().clamp(0, 255).to(torch.uint8)
        return Image.fromarray(pixels.permute(1, 2, 0).cpu().numpy())


class Family(Protocol):
    """How one kind of pipeline is asked. Takes that are made together are of one kind; latents have a row for each."""

    @property
    def pipeline(self) -> Any:
        """The class that loads the weights."""

    def kind(self, take: Take) -> Hashable:
        """Return what is alike in takes that one model can make together."""

    def scheduler(self, pipe: Any) -> TwoClocks:
        """Return a scheduler with two clocks and the settings of the pipeline's own."""

    def encode(self, pipe: Any, frames: torch.Tensor) -> torch.Tensor:
        """Return the clean latents of frames (F × 3 × H × W, 0…1), one row in the scheduler's layout."""

    def arguments(self, pipe: Any, takes: Sequence[Take], latents: torch.Tensor) -> dict[str, Any]:
        """Return what the pipeline is called with, beyond steps, generators and callback."""

    def decode(self, pipe: Any, latents: torch.Tensor, take: Take) -> Iterator[torch.Tensor]:
        """Yield a take's video a few frames at a time, 3 × F × H × W, −1…1; `latents` is its row of what came out."""


def video_of(pipe: Any, frames: torch.Tensor) -> torch.Tensor:
    """Return frames as video VAEs take them: 1 × 3 × F × H × W, −1…1, where the pipeline works."""
    return (frames.movedim(0, 1)[None] * 2 - 1).to(pipe._execution_device, pipe.vae.dtype)


def text_arguments(takes: Sequence[Take]) -> dict[str, Any]:
    """Return the arguments of pipelines that read words."""
    height, width = takes[0].size
    return {
        "image": [take.first_frame for take in takes],
        "prompt": [take.prompt for take in takes],
        "negative_prompt": takes[0].negative_prompt,
        "height": height,
        "width": width,
        "num_frames": takes[0].reference.shape[0],
        "guidance_scale": takes[0].guidance_scale,
    }


def decodes_whole(vae: Any) -> bool:
    """Return whether a VAE must be left to itself: it works in tiles, or is brought to the GPU for the purpose."""
    return bool(vae.use_tiling) or is_offloaded(vae)


def is_offloaded(part: Any) -> bool:
    """Return whether a part of a pipeline is on the GPU only while it is needed."""
    return hasattr(part, "_hf_hook")  # accelerate's
