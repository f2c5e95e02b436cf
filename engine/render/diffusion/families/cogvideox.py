"""CogVideoX."""

from typing import Any

import torch

from engine.render.diffusion.families.family import Take, text_arguments, video_of
from engine.render.diffusion.guidance import GuidedDdim


class CogVideoX:
    """`CogVideoXImageToVideoPipeline`; its frames come before its channels."""

    def scheduler(self, pipe: Any) -> GuidedDdim:
        """Return DDIM's steps in place of DPM's, which look back at the step before."""
        scheduler: GuidedDdim = GuidedDdim.from_config(pipe.scheduler.config)
        return scheduler

    def encode(self, pipe: Any, frames: torch.Tensor) -> torch.Tensor:
        """Return 1 × F' × C × H' × W'."""
        latents = pipe.vae.encode(video_of(pipe, frames)).latent_dist.mode().float()
        return latents.movedim(1, 2) * pipe.vae.config.scaling_factor

    def arguments(self, pipe: Any, take: Take, latents: torch.Tensor) -> dict[str, Any]:
        """Return the words' arguments and the latents."""
        return {**text_arguments(take), "latents": latents}
