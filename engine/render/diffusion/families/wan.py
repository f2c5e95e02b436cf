"""Wan 2.2."""

from collections.abc import Hashable, Iterator, Sequence
from typing import Any

import torch
from diffusers import WanImageToVideoPipeline
from diffusers.models.autoencoders.autoencoder_kl_wan import unpatchify

from engine.render.diffusion.families.family import Take, decodes_whole, text_arguments, video_of
from engine.render.diffusion.guidance import GuidedFlow


class WanOfSeveral(WanImageToVideoPipeline):
    """Wan for several photos at once; the original encodes one photo and repeats it."""

    def prepare_latents(self, image: torch.Tensor, batch_size: int, *options: Any) -> tuple[torch.Tensor, ...]:
        """Return the latents, the photos' own, and perhaps where the first frame is; the options are the original's."""
        *size, dtype, device, _generators, latents, _last_image = options
        rows = [
            super(WanOfSeveral, self).prepare_latents(photo[None], 1, *size, dtype, device, None, own[None])
            for photo, own in zip(image, latents, strict=True)
        ]
        given, conditions, *first_frame_masks = zip(*rows, strict=True)
        return torch.cat(given), torch.cat(conditions), *(masks[0] for masks in first_frame_masks)


class Wan:
    """`WanImageToVideoPipeline`; latents are normalised by the VAE's own mean and deviation."""

    pipeline = WanOfSeveral

    def kind(self, take: Take) -> Hashable:
        """Return the frames' shape."""
        return take.reference.shape

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
        """Return the words' arguments, the photos as one tensor, and the latents."""
        photos = torch.stack([take.reference[0] for take in takes])
        return {**text_arguments(takes), "image": photos, "latents": latents}

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
