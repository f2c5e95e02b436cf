"""Getting a model into memory: from a folder or the hub's cache, in the way that fits the GPU."""

from functools import partial
from typing import Any

import torch

from engine.render.diffusion.families import FAMILIES, is_offloaded
from engine.render.diffusion.models import DiffusionModel, DiffusionOptions
from engine.render.diffusion.weights import MissingWeightsError

_SKIP_BELOW = 0.08
"""A step is skipped where the first block's part in it has changed by less, as a share of itself."""
_ROOMY = 1.3
"""So many times what the model needs, and the VAE works without tiles, frame after frame."""
_MOST_TOGETHER = 4
"""Beyond this a GPU is busy anyway, and people wait longer for the first film (design)."""


def load(model: DiffusionModel, options: DiffusionOptions, device: str) -> Any:
    """Return the pipeline, ready to run; raises `MissingWeightsError`."""
    try:
        pipe = read(model, options, torch.bfloat16 if device == "cuda" else torch.float32)
    except (OSError, ValueError) as error:
        raise MissingWeightsError(model) from error
    pipe.set_progress_bar_config(disable=True)
    place(pipe, model, device, _free_gb(device))
    quicken(pipe, model, compiles=options.compiles)
    return pipe


def read(model: DiffusionModel, options: DiffusionOptions, dtype: torch.dtype) -> Any:
    """Return the pipeline from the disk, or else, where that is allowed, from the hub."""
    from_pretrained = partial(
        FAMILIES[model.family].pipeline.from_pretrained,
        model.repository,
        dtype=dtype,
        use_safetensors=True,  # never a pickle
    )
    try:
        return from_pretrained(local_files_only=True)
    except (OSError, ValueError):
        if not options.may_download:
            raise
        return from_pretrained(local_files_only=False)


def place(pipe: Any, model: DiffusionModel, device: str, free_gb: float) -> None:
    """Put a pipeline where there is room for it: whole, part by part, or layer by layer."""
    if free_gb >= model.whole_gb:
        pipe.to(device)
    elif free_gb >= model.by_parts_gb:
        pipe.enable_model_cpu_offload(device=device)
    else:
        pipe.enable_sequential_cpu_offload(device=device)
    if free_gb < _ROOMY * model.whole_gb and hasattr(pipe.vae, "use_tiling"):
        pipe.vae.enable_tiling()


def quicken(pipe: Any, model: DiffusionModel, *, compiles: bool) -> None:
    """Make a pipeline skip what hardly changes from step to step, and compile what runs at every step."""
    from diffusers import FirstBlockCacheConfig  # noqa: PLC0415

    for denoiser in denoisers(pipe):
        if compiles:
            for block in _blocks(denoiser):
                # Before the cache: its hooks decide by values, which a graph cannot, and stay outside.
                block.forward = torch.compile(block.forward, fullgraph=True)
        if model.skips:
            denoiser.enable_cache(FirstBlockCacheConfig(threshold=_SKIP_BELOW))


def denoisers(pipe: Any) -> list[Any]:
    """Return what runs at every step; Wan's large model has one part for much noise and one for little."""
    parts = (getattr(pipe, name, None) for name in ("transformer", "transformer_2", "unet"))
    return [part for part in parts if part is not None]


def places(model: DiffusionModel, device: str) -> int:
    """Return how many takes a device may make side by side.

    What is skipped is skipped in a whole run, so that a film would depend on those beside it: such models make each
    alone.
    """
    if device != "cuda" or model.skips:
        return 1
    room_gb = torch.cuda.mem_get_info()[1] / 1e9 - model.weights_gb
    return max(1, min(_MOST_TOGETHER, int(room_gb / model.working_gb)))


def _blocks(denoiser: Any) -> list[Any]:
    """Return what nearly all of the time goes into; alike in a transformer, and so compiled once.

    What is brought to the GPU layer by layer is left out: a graph cannot hold that.
    """
    lists = [part for part in denoiser.children() if isinstance(part, torch.nn.ModuleList)]
    blocks = [block for part in lists for block in part]
    return [block for block in blocks if not any(is_offloaded(layer) for layer in block.modules())]


def _free_gb(device: str) -> float:
    """Return the room on a GPU; a CPU's is not asked for, as nothing could be brought anywhere else."""
    return torch.cuda.mem_get_info()[0] / 1e9 if device == "cuda" else float("inf")
