"""Which engine is taken, and how many films it is asked for at a time."""

import pytest
import torch

from engine.render import engines
from engine.render.diffusion.models import DiffusionOptions
from engine.render.engines import films_at_once, open_engine
from engine.render.warp.renderer import WarpRenderer


def test_without_a_gpu_it_is_the_warp_engine_and_one_film_at_a_time() -> None:
    assert isinstance(open_engine("auto", "cpu"), WarpRenderer)
    assert films_at_once("auto", "cpu", DiffusionOptions()) == films_at_once("warp", "auto", DiffusionOptions()) == 1


@pytest.mark.parametrize(
    ("model", "memory_gb", "films"),
    [
        ("svd-xt", 12, 1),
        ("svd-xt", 30, 2),
        ("svd-xt", 80, 4),
        ("ltx-2", 70, 1),
        ("ltx-2", 80, 2),
        ("wan2.2-5b", 200, 1),
    ],
)
def test_a_gpu_makes_as_many_films_side_by_side_as_models_would_fit(
    model: str, memory_gb: float, films: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "_diffusion_suits", lambda *_: True)
    monkeypatch.setattr(torch.cuda, "mem_get_info", lambda: (0, int(memory_gb * 1e9)))
    assert films_at_once("auto", "auto", DiffusionOptions(model)) == films
