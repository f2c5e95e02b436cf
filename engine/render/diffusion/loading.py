"""Getting a model into memory: from a folder or the hub's cache, in the way that fits the GPU."""

from typing import Any

import torch

from engine.errors import EngineError
from engine.render.diffusion.models import DiffusionModel, DiffusionOptions

_CACHE_FROM_STEPS = 20
"""With fewer steps neighbouring ones differ too much to be skipped."""
_CACHE_THRESHOLD = 0.08
_ROOMY = 1.3
"""So many times the model's memory, and the VAE needs no tiles."""
_OFFLOADED_SHARE = 0.45
"""Share of the memory that the largest part alone needs."""


class MissingWeightsError(EngineError):
    """The model's weights are not on this machine."""


def load(model: DiffusionModel, options: DiffusionOptions, device: str) -> Any:
    """Return the pipeline, ready to run; raises `MissingWeightsError`."""
    import diffusers  # noqa: PLC0415 - four seconds, and only here

    pipeline = getattr(diffusers, model.pipeline)
    try:
        pipe = pipeline.from_pretrained(
            model.repository,
            dtype=torch.bfloat16 if device == "cuda" else torch.float32,
            local_files_only=not options.may_download,
            use_safetensors=True,  # never a pickle
        )
    except (OSError, ValueError) as error:
        raise MissingWeightsError(
            f"The weights of {model.repository} are not here: download them with `hf download {model.repository}`, "
            "or allow it with REVERIE_DIFFUSION_DOWNLOAD=true."
        ) from error
    pipe.set_progress_bar_config(disable=True)
    place(pipe, model, device, _free_gb(device))
    quicken(pipe, model, compiles=options.compiles)
    return pipe


def place(pipe: Any, model: DiffusionModel, device: str, free_gb: float) -> None:
    """Put a pipeline where there is room for it: whole, part by part, or layer by layer."""
    if device == "cpu" or free_gb >= model.memory_gb:
        pipe.to(device)
    elif free_gb >= _OFFLOADED_SHARE * model.memory_gb:
        pipe.enable_model_cpu_offload(device=device)
    else:
        pipe.enable_sequential_cpu_offload(device=device)
    if free_gb < _ROOMY * model.memory_gb and hasattr(pipe.vae, "enable_tiling"):
        pipe.vae.enable_tiling()


def quicken(pipe: Any, model: DiffusionModel, *, compiles: bool) -> None:
    """Make a pipeline skip what hardly changes from step to step, and compile what runs at every step."""
    from diffusers import FirstBlockCacheConfig  # noqa: PLC0415

    if compiles:
        denoiser(pipe).compile_repeated_blocks(fullgraph=True)
    if model.steps >= _CACHE_FROM_STEPS and hasattr(denoiser(pipe), "enable_cache"):
        denoiser(pipe).enable_cache(FirstBlockCacheConfig(threshold=_CACHE_THRESHOLD))


def denoiser(pipe: Any) -> Any:
    """Return the part that runs at every step."""
    return pipe.transformer if hasattr(pipe, "transformer") else pipe.unet


def _free_gb(device: str) -> float:
    return torch.cuda.mem_get_info()[0] / 1e9 if device == "cuda" else float("inf")
