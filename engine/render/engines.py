"""The table of render engines: a new engine is one new opener."""

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from engine.errors import RequestError
from engine.render.diffusion.models import DiffusionOptions, model_called
from engine.render.diffusion.weights import MissingWeightsError, are_here
from engine.render.renderer import Renderer


def open_engine(name: str = "warp", device: str = "auto", diffusion: DiffusionOptions = DiffusionOptions()) -> Renderer:
    """Return the render engine of that name; raises `RequestError` where it cannot be had."""
    check_engine(name, diffusion)
    return ENGINES[name](device, diffusion)


def check_engine(name: str, diffusion: DiffusionOptions) -> None:
    """Raise `RequestError`, at once and with a sentence that says what mends it, where an engine cannot be had."""
    if name not in ENGINES:
        raise RequestError(f"There is no render engine called “{name}”; choose one of: {', '.join(ENGINES)}.")
    if name == "diffusion":
        if find_spec("diffusers") is None:
            raise RequestError("The diffusion engine needs `pip install 'reverie[diffusion]'`.")
        model = model_called(diffusion.model)
        if not (are_here(model) or diffusion.may_download):
            raise MissingWeightsError(model)


def _open_warp(device: str, _diffusion: DiffusionOptions) -> Renderer:
    from engine.render.warp.renderer import WarpRenderer  # noqa: PLC0415 - only the chosen engine is imported

    return WarpRenderer(device)


def _open_diffusion(device: str, diffusion: DiffusionOptions) -> Renderer:
    for library in ("diffusers", "transformers"):  # they tell of packages that nobody needs, and draw bars of their own
        talk = import_module(f"{library}.utils.logging")
        talk.set_verbosity_error()
        talk.disable_progress_bar()
    from engine.render.diffusion.renderer import DiffusionRenderer  # noqa: PLC0415 - it takes seconds

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
    import torch  # noqa: PLC0415

    model = model_called(diffusion.model)
    if not (are_here(model) or diffusion.may_download) or not torch.cuda.is_available():
        return False
    return bool(torch.cuda.mem_get_info()[1] / 1e9 >= model.by_parts_gb)


ENGINES: dict[str, Callable[[str, DiffusionOptions], Renderer]] = {
    "warp": _open_warp,
    "diffusion": _open_diffusion,
    "auto": _open_best,
}
"""Name → opener; an opener takes the device (`auto`, `cpu` or `cuda`) and what concerns diffusion."""
