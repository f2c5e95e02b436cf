"""A film of several takes, with models whose answer is known: what joins them, and what keeps colours."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

import cv2
import numpy as np
import pytest
import skimage.data
import torch
from takes import pictures

from engine.render.diffusion.families import Take
from engine.render.diffusion.filming import Script, shoot
from engine.render.diffusion.models import MODELS, DiffusionModel
from engine.render.diffusion.reference import Format
from engine.render.diffusion.stored_film import StoredFilm
from engine.render.renderer import Brief
from engine.types.colour import to_yuv
from engine.types.direction import Direction

SIDE = 64
FRAMES = 61
FPS = 10
PHOTO = cv2.resize(skimage.data.astronaut(), (SIDE + FRAMES, SIDE), interpolation=cv2.INTER_AREA)


class Known:
    """A model that makes of a take what a test says, in the shared model's place."""

    def __init__(self, name: str, answer: Callable[[Take], torch.Tensor]) -> None:
        self.model: DiffusionModel = replace(MODELS[name], frames=25, fps=FPS)
        self.takes: list[Take] = []
        self._answer = answer

    def make(self, take: Take, **_: Any) -> Iterator[torch.Tensor]:
        self.takes.append(take)
        return iter(self._answer(take).split(3))


def panned() -> StoredFilm:
    """Return a view that moves over the photo, one pixel in each frame."""
    views = (np.ascontiguousarray(PHOTO[:, index : index + SIDE]) for index in range(FRAMES))
    return StoredFilm(SIDE, SIDE, FPS, FRAMES, (to_yuv(view) for view in views))


def filmed(known: Known, **direction: Any) -> list[Any]:
    script = Script(panned(), np.ones((SIDE, SIDE), np.float32), 1, Brief(Direction(**direction), seed=7))
    return pictures(shoot(known, script, Format(SIDE, SIDE, FPS, FRAMES)))  # type: ignore[arg-type]


def apart(one: Any, other: Any) -> float:
    return float(np.abs(one.astype(int) - other).mean())


@pytest.mark.parametrize(("name", "shared"), [("wan2.2-5b", 5), ("svd-xt", 5), ("ltx-2", 9), ("cogvideox-5b", 5)])
def test_takes_go_on_from_the_last_pictures_of_the_one_before(name: str, shared: int) -> None:
    known = Known(name, lambda take: take.reference.flip(-1))
    film = filmed(known)
    assert [take.known for take in known.takes] == [0, *[shared] * (len(known.takes) - 1)]
    assert len(known.takes) > 2
    assert [take.seed for take in known.takes] == list(range(7, 7 + len(known.takes)))
    for one, other in pairwise(known.takes):
        made, taken_over = one.reference.flip(-1)[-shared:], other.reference[:shared]
        torch.testing.assert_close(made, taken_over, rtol=0, atol=0.03)
        assert (taken_over - one.reference[-shared:]).abs().mean() > 0.05
    assert len(film) == FRAMES


def test_a_model_that_changes_nothing_gives_the_warp_film_at_every_moment() -> None:
    film, warp = filmed(Known("wan2.2-5b", lambda take: take.reference)), pictures(panned())
    for index, (picture, warped) in enumerate(zip(film, warp, strict=True)):
        assert apart(picture, warped) < 2
        if index:
            assert apart(picture, warp[index - 1]) > 5


def test_a_model_that_grows_darker_and_redder_makes_no_film_that_does() -> None:
    fading = torch.linspace(1, 0.7, 25).view(-1, 1, 1, 1) * torch.tensor([1.0, 0.9, 0.9]).view(1, 3, 1, 1)
    known = Known("wan2.2-5b", lambda take: take.reference * fading[: len(take.reference)])
    film, warp = filmed(known), pictures(panned())
    for picture, warped in zip(film, warp, strict=True):
        assert np.abs(picture.mean((0, 1)) - warped.mean((0, 1))).max() < 3
    first, last = known.takes[0], known.takes[-1]
    assert (last.reference[0].mean() - first.reference[-9].mean()).abs() < 0.1  # nor does a take begin darker


def test_a_loop_s_last_frame_is_the_warp_film_s() -> None:
    known = Known("wan2.2-5b", lambda take: take.reference.flip(-1))
    film, warp = filmed(known, loop=True), pictures(panned())
    assert apart(film[-1], warp[-1]) < 2
    assert apart(film[30], warp[30]) > 20
