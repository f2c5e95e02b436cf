"""The diffusion engine's door: the model, kept once loaded; the warp film that leads it; a way out without room."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import torch

from engine.render.diffusion.filming import Script, shoot
from engine.render.diffusion.loading import load, places
from engine.render.diffusion.models import DiffusionModel, DiffusionOptions, model_called
from engine.render.diffusion.reference import Format, format_of, moving_region
from engine.render.diffusion.shared_model import SharedModel
from engine.render.diffusion.stored_film import StoredFilm
from engine.render.framing import Framing
from engine.render.renderer import Brief
from engine.render.warp.canvas import lay_out
from engine.render.warp.renderer import WarpRenderer
from engine.types.curves import MotionCurves
from engine.types.frames import Frames, YuvFrame
from engine.types.scene import Advice, AdviceCode, Scene

SCALES = (1.0, 0.7)
"""Sizes to try where memory runs out, as shares of the model's own."""
_FULLEST = 2
"""After so many frames of latents beyond the first, decoding needs as much memory as it ever will."""
_NO_ROOM = Advice(
    AdviceCode.GPU_FULL, "The GPU had too little room for this film, so the photo itself was moved instead.", None
)

Load = Callable[[DiffusionModel, DiffusionOptions, str], Any]


class DiffusionRenderer:
    """Lets a video model finish what the warp engine begins.

    Safe to use from several threads, which is how films are made side by side: they share the model.
    """

    def __init__(self, options: DiffusionOptions, device: str = "auto", load_pipeline: Load = load) -> None:
        self._options = options
        self._model = model_called(options.model)
        self._device = "cuda" if device != "cpu" and torch.cuda.is_available() else "cpu"
        self._warp = WarpRenderer(device)
        self._load = load_pipeline
        self._shared: SharedModel | None = None
        self._loading = threading.Lock()

    def prepare(self, scene: Scene, curves: MotionCurves, framing: Framing, brief: Brief = Brief()) -> Frames:
        """Return a film at the model's own speed, or the warp film where the GPU has no room for the model.

        The film's first part is made by then; the rest is made while it is drawn. Raises `RequestError`,
        `MissingWeightsError`, and `CancelledRenderError` between two steps, the last also when frames are drawn.
        """
        warp = self._warp.prepare(scene, curves, framing)
        script = Script(warp, moving_region(lay_out(scene, framing)), len(scene.faces), brief)
        for scale in SCALES:
            film = self._begun(script, format_of(self._model, warp, scale))
            if film is not None:
                return film
            torch.cuda.empty_cache()
        return _WarpInstead(warp)

    def _begun(self, script: Script, wanted: Format) -> StoredFilm | None:
        """Return a film of which so much is made that the rest has room too; `None` where it has none."""
        try:
            film = shoot(self._kept(), script, wanted)
            film.make(min(_FULLEST * self._model.frame_step, film.frame_count - 1))
        except torch.OutOfMemoryError:
            return None
        return film

    def _kept(self) -> SharedModel:
        """Return the model, loaded when it is needed for the first time."""
        with self._loading:
            if self._shared is None:
                pipe = self._load(self._model, self._options, self._device)
                self._shared = SharedModel(pipe, self._model, places(self._model, self._device))
            return self._shared


class _WarpInstead:
    """The warp film, with a word on why it is only that."""

    advice = (_NO_ROOM,)

    def __init__(self, warp: Frames) -> None:
        self.width, self.height, self.fps, self.frame_count = warp.width, warp.height, warp.fps, warp.frame_count
        self._warp = warp

    def draw(self, start: int, stop: int) -> Iterator[YuvFrame]:
        """Yield the warp film's frames."""
        return self._warp.draw(start, stop)
