"""CogVideoX."""

from collections.abc import Hashable, Iterator, Sequence
from typing import Any

import torch
from diffusers import CogVideoXImageToVideoPipeline

from engine.render.diffusion.families.family import Take, decodes_whole, text_arguments, video_of
from engine.render.diffusion.guidance import GuidedDdim


class CogVideoX:
    """`CogVideoXImageToVideoPipeline`; its frames come before its channels."""

    pipeline = CogVideoXImageToVideoPipeline

    def kind(self, take: Take) -> Hashable:
        """Return the frames' shape."""
        return take.reference.shape

    def scheduler(self, pipe: Any) -> GuidedDdim:
        """Return DDIM's steps in place of DPM's, which look back at the step before."""
        scheduler: GuidedDdim = GuidedDdim.from_config(pipe.scheduler.config)
        return scheduler

    def encode(self, pipe: Any, frames: torch.Tensor) -> torch.Tensor:
        """Return 1 × F' × C × H' × W'."""
        latents = pipe.vae.encode(video_of(pipe, frames)).latent_dist.mode().float()
        return latents.movedim(1, 2) * pipe.vae.config.scaling_factor

    def arguments(self, pipe: Any, takes: Sequence[Take], latents: torch.Tensor) -> dict[str, Any]:
        """Return the words' arguments and the latents."""
        return {**text_arguments(takes), "latents": latents}

    @torch.inference_mode()
    def decode(self, pipe: Any, latents: torch.Tensor, take: Take) -> Iterator[torch.Tensor]:
        """Yield the frames of two frames of latents at a time, as the VAE itself does: it normalises over these."""
        vae = pipe.vae
        latents = (latents.movedim(1, 2) / vae.config.scaling_factor).to(vae.dtype)
        if decodes_whole(vae):
            yield vae.decode(latents).sample[0]
            return
        memory = None
        for part in _in_parts(latents, vae.num_latent_frames_batch_size):
            video, memory = vae.decoder(part, conv_cache=memory)
            yield video[0]


def _in_parts(latents: torch.Tensor, length: int) -> Iterator[torch.Tensor]:
    """Yield as many frames at a time; what would be left over comes with the first ones."""
    frame_count = latents.shape[2]
    first = min(frame_count, length + frame_count % length)
    yield latents[:, :, :first]
    for start in range(first, frame_count, length):
        yield latents[:, :, start : start + length]
