"""The engine: a real warp film, a tiny pipeline, and an MP4 at the end."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import skimage.data
import torch
from PIL import Image
from takes import FPS, FRAMES, nodding, pictures, small, small_frame
from tiny import pipeline

from engine.errors import CancelledRenderError
from engine.models import Models, default_folder
from engine.render.diffusion.models import MODELS, DiffusionModel, DiffusionOptions
from engine.render.diffusion.renderer import DiffusionRenderer
from engine.render.renderer import Advised, Brief
from engine.studio import Progress, RenderOptions, Stage, Studio
from engine.types.colour import to_rgb
from engine.types.direction import Direction
from engine.types.scene import AdviceCode, Scene
from engine.video import encode
from engine.video.decoding import decode
from engine.video.interpolation import InterpolatedFrames


def renderer(name: str, pipe: Any) -> DiffusionRenderer:
    """Return the engine with a tiny pipeline in the model's place."""
    made = DiffusionRenderer(DiffusionOptions(name), "cpu", lambda *_: pipe)
    made._model = small(name)
    return made


def test_a_photo_becomes_an_mp4(pipe: Any, name: str, scene: Scene, tmp_path: Path) -> None:
    """Several takes are joined, the first frame is the photo's, and all moments are there at the film's speed."""
    steps: list[tuple[int, int]] = []
    brief = Brief(Direction(), 0, lambda done, total: steps.append((done, total)))
    film = renderer(name, pipe).prepare(scene, nodding(scene), small_frame(scene), brief)
    assert film.fps == MODELS[name].fps
    assert (film.frame_count - 1) / film.fps >= (FRAMES - 1) / FPS
    smooth = InterpolatedFrames(film, FPS)
    assert smooth.frame_count >= FRAMES
    encode(smooth, tmp_path / "film.mp4")
    shown = list(decode(tmp_path / "film.mp4"))
    assert len(shown) == smooth.frame_count
    assert steps[-1][0] == steps[-1][1]
    assert [done for done, _ in steps] == sorted({done for done, _ in steps})
    still = renderer(name, pipe)._warp.prepare(scene, nodding(scene), small_frame(scene))
    first, warped = pictures(film)[0].astype(int), to_rgb(next(still.draw(0, 1))).astype(int)
    assert np.abs(first - warped).mean() < 1.5


def counted(monkeypatch: pytest.MonkeyPatch, part: Any, name: str) -> list[int]:
    """Return a list that grows by one whenever a part's method is called."""
    calls: list[int] = []
    method: Callable[..., Any] = getattr(part, name)

    def call(*values: Any, **options: Any) -> Any:
        calls.append(len(calls))
        return method(*values, **options)

    monkeypatch.setattr(part, name, call)
    return calls


def test_the_first_frames_are_encoded_before_the_last_ones_are_decoded(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe = pipeline("wan2.2-5b")
    film = renderer("wan2.2-5b", pipe)
    film._model = small("wan2.2-5b", latent_frames=6)
    decoded = counted(monkeypatch, pipe.vae.decoder, "forward")
    drawn = film.prepare(scene, nodding(scene, 31), small_frame(scene)).draw(0, 25)
    assert len(decoded) == 3  # so many that the rest needs no more memory
    for _ in range(14):
        next(drawn)
    assert len(decoded) == 5
    assert len(list(drawn)) == 25 - 14
    assert len(decoded) == 7


def test_a_film_that_is_no_longer_wanted_stops_while_it_is_drawn(scene: Scene) -> None:
    drawing: list[bool] = []
    brief = Brief(cancelled=lambda: bool(drawing))
    film = renderer("svd-xt", pipeline("svd-xt")).prepare(scene, nodding(scene, 61), small_frame(scene), brief)
    drawing.append(True)
    with pytest.raises(CancelledRenderError):
        pictures(film)
    with pytest.raises(CancelledRenderError):  # whoever else draws it hears the same
        pictures(film)


class Full:
    """A pipeline on a GPU that has no room."""

    vae = torch.nn.Linear(1, 1)

    def __getattr__(self, _: str) -> Any:
        raise torch.OutOfMemoryError("no room")


def test_where_there_is_no_room_it_moves_the_photo_and_says_so(scene: Scene) -> None:
    made = DiffusionRenderer(DiffusionOptions("svd-xt"), "cpu", lambda *_: Full())
    film = made.prepare(scene, nodding(scene), small_frame(scene))
    assert isinstance(film, Advised)
    assert [advice.code for advice in film.advice] == [AdviceCode.GPU_FULL]
    assert (film.fps, film.frame_count) == (FPS, FRAMES)
    assert len(list(film.draw(0, 3))) == 3


def test_before_that_it_tries_a_smaller_size(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    pipe = pipeline("wan2.2-5b")
    sizes: list[int] = []
    forward = pipe.transformer.forward

    def short_of_memory(hidden_states: torch.Tensor, **options: Any) -> Any:
        sizes.append(hidden_states.shape[-1])
        if len(sizes) > 1 and sizes[-1] == sizes[0]:
            raise torch.OutOfMemoryError("no room")
        return forward(hidden_states=hidden_states, **options)

    monkeypatch.setattr(pipe.transformer, "forward", short_of_memory)
    made = renderer("wan2.2-5b", pipe)
    made._model = small("wan2.2-5b", side=96)
    film = made.prepare(scene, nodding(scene, 6), small_frame(scene))
    assert not isinstance(film, Advised)
    assert len(pictures(film)) == film.frame_count
    assert sizes[-1] < sizes[0]


def test_the_model_is_loaded_once(scene: Scene) -> None:
    loaded: list[str] = []
    pipe = pipeline("svd-xt")

    def load_once(model: DiffusionModel, _options: DiffusionOptions, _device: str) -> Any:
        loaded.append(model.repository)
        return pipe

    made = DiffusionRenderer(DiffusionOptions("svd-xt"), "cpu", load_once)
    made._model = small("svd-xt")
    for _ in range(2):
        made.prepare(scene, nodding(scene, 6), small_frame(scene))
    assert loaded == [MODELS["svd-xt"].repository]


def test_the_studio_makes_clips_with_it_and_keeps_the_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(MODELS, "svd-xt", small("svd-xt"))
    pipeline("svd-xt").save_pretrained(tmp_path / "model", safe_serialization=True)
    studio = Studio(
        Models(default_folder()),
        engine="diffusion",
        device="cpu",
        diffusion=DiffusionOptions(str(tmp_path / "model")),
    )
    photo = io.BytesIO()
    Image.fromarray(skimage.data.astronaut()).save(photo, "png")
    told: list[Progress] = []
    capfd.readouterr()
    report = studio.animate(
        photo.getvalue(),
        "a slow nod",
        tmp_path / "film.mp4",
        RenderOptions(seconds=2.0, size_px=160),
        on_progress=told.append,
    )
    assert (report.clip.fps, report.clip.frame_count) == (30, 60)
    assert len(list(decode(tmp_path / "film.mp4"))) == 60
    shares = [each.done / each.total for each in told if each.stage is Stage.RENDER]
    assert shares == sorted(shares)
    assert 0 < shares[1] < 0.9
    assert shares[-1] == 1.0
    assert studio.open_engine() is studio.open_engine()
    assert capfd.readouterr() == ("", "")
