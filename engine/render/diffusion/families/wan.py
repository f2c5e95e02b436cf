"""Wan 2.2."""

from collections.abc import Hashable, Iterator, Sequence
from typing import Any

import torch
from diffusers import WanImageToVideoPipeline
from diffusers.models.autoencoders.autoencoder_kl_wan import unpatchify

from engine.render.diffusion.families.family import Take, decodes_whole, text_arguments, video_of
from engine.render.diffusion.guidance import GuidedFlow


class Wan:
    """`WanImageToVideoPipeline`; latents are normalised by the VAE's own mean and deviation."""

    pipeline = WanImageToVideoPipeline

    def kind(self, take: Take) -> Hashable:
        """Return the take: the pipeline reads one photo, and would repeat it for all."""
        return take

    def scheduler(self, pipe: Any) -> GuidedFlow:
        """Return Euler's steps in place of UniPC, whose corrector would not notice what was replaced."""
        own = pipe.scheduler.config
        return GuidedFlow(num_train_timesteps=own.num_train_timesteps, shift=own.get("flow_shift", own.get("shift", 1)))

    def encode(self, pipe: Any, frames: torch.Tensor) -> torch.Tensor:
        """Return 1 × C × F' × H' × W'."""
        latents = pipe.vae.encode(video_of(pipe, frames)).latent_dist.mode().float()
        mean, deviation = _normal(pipe, latents)
        return (latents - mean) / deviation

    def arguments(self, pipe: Any, takes: Sequence[Take], latents: torch.Tensor) -> dict[str, Any]:
        """Return the words' arguments, the one photo, and the latents."""
        return {**text_arguments(takes), "image": takes[0].first_frame, "latents": latents}

    @torch.inference_mode()
    def decode(self, pipe: Any, latents: torch.Tensor, take: Take) -> Iterator[torch.Tensor]:
        """Yield four frames for each frame of latents, and one for the first: the VAE is causal and remembers."""
        vae = pipe.vae
        mean, deviation = _normal(pipe, latents)
        latents = (latents * deviation + mean).to(vae.dtype)
        if decodes_whole(vae):
            yield vae.decode(latents).sample[0]
            return
        memory = [None] * vae._cached_conv_counts["decoder"]  # one of our own: the VAE may work for others in between
        latents = vae.post_quant_conv(latents)
        for index in range(latents.shape[2]):
            latent = latents[:, :, index : index + 1]
            video = vae.decoder(latent, feat_cache=memory, feat_idx=[0], first_chunk=index == 0)
            if vae.config.patch_size is not None:
                video = unpatchify(video, patch_size=vae.config.patch_size)
            yield video[0]


def _normal(pipe: Any, latents: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the mean and the deviation of each channel of the VAE."""
    config = pipe.vae.config
    mean, deviation = (
        torch.tensor(values).view(1, -1, 1, 1, 1).to(latents) for values in (config.latents_mean, config.latents_std)
    )
    return mean, deviation
