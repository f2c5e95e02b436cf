"""`Family`: how one kind of pipeline is asked; `Take`: what it is asked for."""

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
    """How one kind of pipeline is asked."""

    def scheduler(self, pipe: Any) -> TwoClocks:
        """Return a scheduler with two clocks and the settings of the pipeline's own."""

    def encode(self, pipe: Any, frames: torch.Tensor) -> torch.Tensor:
        """Return the clean latents of frames (F × 3 × H × W, 0…1), in the scheduler's layout."""

    def arguments(self, pipe: Any, take: Take, latents: torch.Tensor) -> dict[str, Any]:
        """Return what the pipeline is called with, beyond steps, generator and callback."""


def video_of(pipe: Any, frames: torch.Tensor) -> torch.Tensor:
    """Return frames as video VAEs take them: 1 × 3 × F × H × W, −1…1, on the VAE's device."""
    return (frames.movedim(0, 1)[None] * 2 - 1).to(pipe.vae.device, pipe.vae.dtype)


def text_arguments(take: Take) -> dict[str, Any]:
    """Return the arguments of pipelines that read words."""
    height, width = take.size
    return {
        "image": take.first_frame,
        "prompt": take.prompt,
        "negative_prompt": take.negative_prompt,
        "height": height,
        "width": width,
        "num_frames": take.reference.shape[0],
        "guidance_scale": take.guidance_scale,
    }
