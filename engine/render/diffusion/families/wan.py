"""Wan 2.1 and 2.2."""

from typing import Any

import torch

from engine.render.diffusion.families.family import Take, text_arguments, video_of
from engine.render.diffusion.guidance import GuidedFlow


class Wan:
    """`WanImageToVideoPipeline`; latents are normalised by the VAE's own mean and deviation."""

    def scheduler(self, pipe: Any) -> GuidedFlow:
        """Return Euler's steps in place of UniPC, whose corrector would not notice what was replaced."""
        own = pipe.scheduler.config
        return GuidedFlow(num_train_timesteps=own.num_train_timesteps, shift=own.get("flow_shift", own.get("shift", 1)))

    def encode(self, pipe: Any, frames: torch.Tensor) -> torch.Tensor:
        """Return 1 × C × F' × H' × W'."""
        latents = pipe.vae.encode(video_of(pipe, frames)).latent_dist.mode().float()
        mean, deviation = (
            torch.tensor(values).view(1, -1, 1, 1, 1).to(latents)
            for values in (pipe.vae.config.latents_mean, pipe.vae.config.latents_std)
        )
        return (latents - mean) / deviation

    def arguments(self, pipe: Any, take: Take, latents: torch.Tensor) -> dict[str, Any]:
        """Return the words' arguments and the latents."""
        return {**text_arguments(take), "latents": latents}
