"""One model for several films: what waits together is made together, and nobody suffers for another."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from threading import Event
from typing import Any

import pytest
import torch
from takes import WAIT_S, family_of, run, take, wait_until, whole
from tiny import pipeline

from engine.errors import CancelledRenderError
from engine.render.diffusion import shared_model
from engine.render.diffusion.families import Take
from engine.render.diffusion.models import MODELS
from engine.render.diffusion.sampling import sample
from engine.render.diffusion.shared_model import SharedModel

NAME = "svd-xt"


class Crowd:
    """A shared model, people who ask it for takes, and the sizes of its runs."""

    def __init__(self, places: int, monkeypatch: pytest.MonkeyPatch) -> None:
        self.pipe = pipeline(NAME)
        self.runs: list[int] = []
        self.fits = places
        self.model = SharedModel(self.pipe, MODELS[NAME], places)
        self._people = ThreadPoolExecutor(8)
        self._may_go_on = Event()
        self._is_busy = Event()
        monkeypatch.setattr(shared_model, "sample", self._sample)

    def ask(
        self,
        asked: Take,
        on_step: Callable[[int, int], None] = lambda _done, _total: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> "Future[torch.Tensor]":
        return self._people.submit(lambda: whole(self.model.make(asked, on_step=on_step, cancelled=cancelled)))

    def keep_busy(self) -> "Future[torch.Tensor]":
        """Let the model hold in the middle of a take, so that what is asked for meanwhile waits."""

        def hold(_done: int, _total: int) -> None:
            self._is_busy.set()
            assert self._may_go_on.wait(WAIT_S)

        first = self.ask(take(NAME, seed=9), hold)
        assert self._is_busy.wait(WAIT_S)
        return first

    def ask_all(self, takes: list[Take]) -> list["Future[torch.Tensor]"]:
        """Ask for takes in this order."""
        asked = []
        for count, each in enumerate(takes, start=1):
            asked.append(self.ask(each))
            wait_until(lambda count=count: len(self.model._waiting) == count)
        return asked

    def go_on(self) -> None:
        self._may_go_on.set()

    def alone(self, asked: Take) -> torch.Tensor:
        return run(self.pipe, NAME, asked, MODELS[NAME].lead)

    def _sample(self, pipe: Any, family: Any, takes: list[Take], lead: Any, **options: Any) -> Any:
        self.runs.append(len(takes))
        if len(takes) > self.fits:
            raise torch.OutOfMemoryError("no room for several")
        return sample(pipe, family, takes, lead, **options)


@pytest.fixture
def crowd(monkeypatch: pytest.MonkeyPatch) -> Iterator[Crowd]:
    made = Crowd(3, monkeypatch)
    yield made
    made.go_on()


def test_what_waits_and_is_alike_is_made_together_and_each_gets_its_own(crowd: Crowd) -> None:
    crowd.keep_busy()
    takes = [take(NAME, seed) for seed in (1, 2, 3, 4)]
    asked = crowd.ask_all(takes)
    crowd.go_on()
    made = [future.result(WAIT_S) for future in asked]
    for each, frames in zip(takes, made, strict=True):
        torch.testing.assert_close(frames, crowd.alone(each), rtol=0, atol=1e-4)
    assert crowd.runs == [1, 3, 1]


def test_what_is_of_another_kind_waits_for_a_run_of_its_own(crowd: Crowd) -> None:
    crowd.keep_busy()
    takes = [take(NAME, 1), take(NAME, 2, frames=13), take(NAME, 3)]
    asked = crowd.ask_all(takes)
    crowd.go_on()
    assert [len(future.result(WAIT_S)) for future in asked] == [9, 13, 9]
    assert crowd.runs == [1, 2, 1]


def test_of_one_kind_are_takes_that_one_run_can_make() -> None:
    calm, lively = take("svd-xt"), replace(take("svd-xt"), motion=0.9)
    assert family_of("svd-xt").kind(calm) != family_of("svd-xt").kind(lively)
    assert family_of("ltx-2").kind(calm) == family_of("ltx-2").kind(replace(lively, prompt="another", known=5))
    assert family_of("wan2.2-5b").kind(calm) != family_of("wan2.2-5b").kind(replace(calm))  # one photo at a time


def test_one_that_is_cancelled_does_not_stop_those_beside_it(crowd: Crowd) -> None:
    crowd.keep_busy()
    gone = Event()
    steps: list[int] = []

    def stepped(done: int, _total: int) -> None:
        steps.append(done)
        gone.set()  # somebody beside it gives up, and the run goes on

    stays = crowd.ask(take(NAME, 1), stepped)
    leaves = crowd.ask(take(NAME, 2), cancelled=gone.is_set)
    wait_until(lambda: len(crowd.model._waiting) == 2)
    crowd.go_on()
    made = stays.result(WAIT_S)
    torch.testing.assert_close(made, crowd.alone(take(NAME, 1)), rtol=0, atol=1e-4)
    assert crowd.runs == [1, 2]
    assert steps == list(range(1, len(steps) + 1))
    assert len(steps) > 1
    assert isinstance(leaves.exception(WAIT_S), CancelledRenderError)


def test_one_that_waits_can_be_cancelled_and_is_never_made(crowd: Crowd) -> None:
    crowd.keep_busy()
    gone = Event()
    waits = crowd.ask(take(NAME, 1), cancelled=gone.is_set)
    gone.set()
    with pytest.raises(CancelledRenderError):
        waits.result(WAIT_S)
    crowd.go_on()
    crowd.ask(take(NAME, 2)).result(WAIT_S)
    assert crowd.runs == [1, 1]


def test_a_run_that_nobody_wants_any_more_ends(crowd: Crowd) -> None:
    done: list[int] = []
    asked = crowd.ask(take(NAME), lambda step, _total: done.append(step), lambda: bool(done))
    with pytest.raises(CancelledRenderError):
        asked.result(WAIT_S)
    assert done == [1]


def test_where_there_is_no_room_for_several_each_is_made_alone(crowd: Crowd) -> None:
    crowd.fits = 1
    crowd.keep_busy()
    takes = [take(NAME, seed) for seed in (1, 2)]
    asked = crowd.ask_all(takes)
    crowd.go_on()
    made = [future.result(WAIT_S) for future in asked]
    for each, frames in zip(takes, made, strict=True):
        torch.testing.assert_close(frames, crowd.alone(each))
    assert crowd.runs == [1, 2, 1, 1]


def test_a_fault_is_told_to_those_who_asked_and_the_model_goes_on(crowd: Crowd) -> None:
    crowd.fits = 0
    with pytest.raises(torch.OutOfMemoryError):
        crowd.ask(take(NAME)).result(WAIT_S)
    crowd.fits = 1
    assert len(crowd.ask(take(NAME)).result(WAIT_S)) == 9
