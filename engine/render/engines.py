"""The table of render engines: a new engine is one new opener."""

from collections.abc import Callable

from engine.errors import RequestError
from engine.render.renderer import Renderer


def _open_warp(device: str) -> Renderer:
    from engine.render.warp.renderer import WarpRenderer  # noqa: PLC0415 - only the chosen engine is imported

    return WarpRenderer(device)


ENGINES: dict[str, Callable[[str], Renderer]] = {"warp": _open_warp}
"""Name → opener; an opener takes the device: `auto`, `cpu` or `cuda`."""


def open_engine(name: str = "warp", device: str = "auto") -> Renderer:
    """Return the render engine of that name; `RequestError` names the ones there are."""
    if name not in ENGINES:
        raise RequestError(f"There is no render engine called “{name}”; choose one of: {', '.join(ENGINES)}.")
    return ENGINES[name](device)
