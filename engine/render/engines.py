"""The table of render engines: a new engine is one new opener."""

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from engine.errors import EngineError, RequestError
from engine.render.diffusion.models import DiffusionOptions, model_called
from engine.render.renderer import Renderer


def open_engine(name: str = "warp", device: str = "auto", diffusion: DiffusionOptions = DiffusionOptions()) -> Renderer:
    """Return the render engine of that name; `RequestError` names the ones there are."""
    if name not in ENGINES:
        raise RequestError(f"There is no render engine called “{name}”; choose one of: {', '.join(ENGINES)}.")
    return ENGINES[name](device, diffusion)


def _open_warp(device: str, _diffusion: DiffusionOptions) -> Renderer:
    from engine.render.warp.renderer import WarpRenderer  # noqa: PLC0415 - only the chosen engine is imported

    return WarpRenderer(device)


def _open_diffusion(device: str, diffusion: DiffusionOptions) -> Renderer:
    try:
        from engine.render.diffusion.renderer import DiffusionRenderer  # noqa: PLC0415 - it takes seconds
    except ImportError as error:
        raise EngineError("The diffusion engine needs `pip install 'reverie[diffusion]'`.") from error
    return DiffusionRenderer(diffusion, device)


def _open_best(device: str, diffusion: DiffusionOptions) -> Renderer:
    """Open the diffusion engine where its weights and a GPU with room for them are there, else the warp engine."""
    return (_open_diffusion if _diffusion_suits(device, diffusion) else _open_warp)(device, diffusion)


def films_at_once(name: str, device: str, diffusion: DiffusionOptions) -> int:
    """Return how many films an engine is best asked for at a time: several where a GPU makes them side by side."""
    if name == "warp" or not _diffusion_suits(device, diffusion):
        return 1
    from engine.render.diffusion.loading import places  # noqa: PLC0415 - it takes seconds

    return places(model_called(diffusion.model), "cuda")


def _diffusion_suits(device: str, diffusion: DiffusionOptions) -> bool:
    if device == "cpu" or not Path("/proc/driver/nvidia/version").exists() or find_spec("diffusers") is None:
        return False
    try:
        import torch  # noqa: PLC0415
        from huggingface_hub import try_to_load_from_cache  # noqa: PLC0415
    except ImportError:
        return False
    model = model_called(diffusion.model)
    kept = Path(model.repository).is_dir() or try_to_load_from_cache(model.repository, "model_index.json") is not None
    if not (kept or diffusion.may_download) or not torch.cuda.is_available():
        return False
    return bool(torch.cuda.mem_get_info()[1] / 1e9 >= model.by_parts_gb)


ENGINES: dict[str, Callable[[str, DiffusionOptions], Renderer]] = {
    "warp": _open_warp,
    "diffusion": _open_diffusion,
    "auto": _open_best,
}
"""Name → opener; an opener takes the device (`auto`, `cpu` or `cuda`) and what concerns diffusion."""
