"""The diffusion engine's door: the model, kept once loaded; the warp film that leads it; a way out without room."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import torch

from engine.render.diffusion.filming import Crew, shoot
from engine.render.diffusion.loading import load
from engine.render.diffusion.models import DiffusionModel, DiffusionOptions, model_called
from engine.render.diffusion.reference import format_of, moving_region
from engine.render.framing import Framing
from engine.render.renderer import Brief
from engine.render.warp.canvas import lay_out
from engine.render.warp.renderer import WarpRenderer
from engine.types.curves import MotionCurves
from engine.types.frames import Frames, YuvFrame
from engine.types.scene import Advice, AdviceCode, Scene

SCALES = (1.0, 0.7)
"""Sizes to try where memory runs out, as shares of the model's own."""
_NO_ROOM = Advice(
    AdviceCode.GPU_FULL, "The GPU had too little room for this film, so the photo itself was moved instead.", None
)

Load = Callable[[DiffusionModel, DiffusionOptions, str], Any]


class DiffusionRenderer:
    """Lets a video model finish what the warp engine begins. Safe to use from several threads: they take turns."""

    def __init__(self, options: DiffusionOptions, device: str = "auto", load_pipeline: Load = load) -> None:
        self._options = options
        self._model = model_called(options.model)
        self._device = "cuda" if device != "cpu" and torch.cuda.is_available() else "cpu"
        self._warp = WarpRenderer(device)
        self._load = load_pipeline
        self._pipe: Any = None
        self._turn = threading.Lock()

    def prepare(self, scene: Scene, curves: MotionCurves, framing: Framing, brief: Brief = Brief()) -> Frames:
        """Return the finished film at the model's own speed, or the warp film where the GPU has no room for the model.

        Raises `RequestError`, `MissingWeightsError`, and `CancelledRenderError` between two steps.
        """
        warp = self._warp.prepare(scene, curves, framing)
        region = moving_region(lay_out(scene, framing))
        with self._turn:
            for scale in SCALES:
                try:
                    if self._pipe is None:
                        self._pipe = self._load(self._model, self._options, self._device)
                    crew = Crew(self._pipe, self._model)
                    wanted = format_of(self._model, warp, scale)
                    return shoot(crew, warp, region, len(scene.faces), brief=brief, wanted=wanted)
                except torch.OutOfMemoryError:
                    torch.cuda.empty_cache()
        return _WarpInstead(warp)


class _WarpInstead:
    """The warp film, with a word on why it is only that."""

    advice = (_NO_ROOM,)

    def __init__(self, warp: Frames) -> None:
        self.width, self.height, self.fps, self.frame_count = warp.width, warp.height, warp.fps, warp.frame_count
        self._warp = warp

    def draw(self, start: int, stop: int) -> Iterator[YuvFrame]:
        """Yield the warp film's frames."""
        return self._warp.draw(start, stop)
