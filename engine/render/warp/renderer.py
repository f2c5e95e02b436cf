"""The warp engine's door: device choice, checks, and the film."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import cv2

from engine.errors import RequestError
from engine.render.framing import Framing
from engine.render.renderer import Brief
from engine.types.ambience import unfulfilled
from engine.types.curves import MotionCurves
from engine.types.scene import Advice, AdviceCode, Scene

if TYPE_CHECKING:
    from engine.render.warp.film import OpenSampler, WarpFilm

DEVICES = ("auto", "cpu", "cuda")
_NOT_SHOWN = Advice(
    AdviceCode.NOT_SHOWN, "I only move what the photo shows; what you named besides, I cannot see in it."
)


class WarpRenderer:
    """Moves the photo itself; numpy and OpenCV on the CPU, torch on CUDA."""

    def __init__(self, device: str = "auto") -> None:
        self._on_cuda = _takes_cuda(device)

    def prepare(self, scene: Scene, curves: MotionCurves, framing: Framing, brief: Brief = Brief()) -> "WarpFilm":
        """Return a film that draws itself on demand, of which the curves say all.

        Raises `RequestError` when they do not fit the scene.
        """
        # Choosing the engine should be quick; the studio has these loaded while it looks at the photo.
        from engine.render.warp.canvas import lay_out  # noqa: PLC0415
        from engine.render.warp.film import WarpFilm  # noqa: PLC0415

        if len(curves.people) != len(scene.faces):
            raise RequestError(f"The curves move {len(curves.people)} people, but the photo shows {len(scene.faces)}.")
        # Frames are drawn by several threads already; OpenCV's own would only fight over the same cores.
        cv2.setNumThreads(1)
        advice = (_NOT_SHOWN,) if unfulfilled(brief.direction.ambient, scene) else ()
        return WarpFilm(lay_out(scene, framing), curves, self._sampler(), advice)

    def _sampler(self) -> "OpenSampler":
        if self._on_cuda:
            from engine.render.warp.torch_sampling import TorchSampler  # noqa: PLC0415 - torch takes seconds to import

            return partial(TorchSampler, device="cuda")
        from engine.render.warp.sampling import CpuSampler  # noqa: PLC0415 - as above

        return CpuSampler


def _takes_cuda(device: str) -> bool:
    if device not in DEVICES:
        raise RequestError(f"There is no device called “{device}”; choose one of: {', '.join(DEVICES)}.")
    cuda = device != "cpu" and _cuda_is_there()
    if device == "cuda" and not cuda:
        raise RequestError(
            "No GPU can be used here: torch with CUDA and an NVIDIA driver are needed; choose cpu or auto."
        )
    return cuda


def _cuda_is_there() -> bool:
    # Asking torch would import it for two seconds on every machine without a GPU; the driver's file answers at once.
    if not Path("/proc/driver/nvidia/version").exists():
        return False
    try:
        import torch  # noqa: PLC0415
    except ImportError:
        return False
    return bool(torch.cuda.is_available())
