"""`SharedModel`: one model on one GPU for all films in the making; what waits and is of a kind is made together."""

from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

import torch

from engine.errors import CancelledRenderError
from engine.render.diffusion.families import FAMILIES, Take
from engine.render.diffusion.models import DiffusionModel
from engine.render.diffusion.sampling import sample

_LOOK_EVERY_S = 0.2
"""How often somebody who waits looks whether the film is still wanted."""

Chunks = Iterator[torch.Tensor]
"""A take's frames, a few at a time: F × 3 × H × W, 0…1."""


@dataclass(frozen=True, slots=True, eq=False)
class _Order:
    """A take, and whom it is for."""

    take: Take
    kind: Hashable
    on_step: Callable[[int, int], None]
    cancelled: Callable[[], bool]
    answer: "Future[Chunks]" = field(default_factory=Future)


class SharedModel:
    """Makes takes in the order in which they are asked for, from any number of threads, in one of its own.

    Takes of a kind that wait at the same time share the model's runs, up to `places`. Each is told its own steps and
    is cancelled by itself.
    """

    def __init__(self, pipe: Any, model: DiffusionModel, places: int = 1) -> None:
        self.model = model
        self._pipe, self._places = pipe, places
        self._family = FAMILIES[model.family]
        self._waiting: list[_Order] = []
        self._lock = Lock()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="diffusion")

    def make(self, take: Take, *, on_step: Callable[[int, int], None], cancelled: Callable[[], bool]) -> Chunks:
        """Return a take's frames once it is denoised; they are decoded when they are asked for.

        Raises `CancelledRenderError` soon after `cancelled` says so, `torch.OutOfMemoryError` when there is no room.
        """
        order = _Order(take, self._family.kind(take), on_step, cancelled)
        with self._lock:
            self._waiting.append(order)
        self._thread.submit(self._serve)
        while True:
            is_made = bool(wait([order.answer], _LOOK_EVERY_S).done)
            if cancelled():
                raise CancelledRenderError("The render was stopped.")
            if is_made:
                return order.answer.result()

    def _serve(self) -> None:
        """Make the take that has waited longest, and others along with it; nothing where they were made already."""
        together = self._next()
        if together and not self._made(together):
            torch.cuda.empty_cache()
            for order in together:
                self._made([order])

    def _next(self) -> list[_Order]:
        with self._lock:
            wanted = [order for order in self._waiting if not order.cancelled()]
            together = [order for order in wanted if order.kind == wanted[0].kind][: self._places]
            self._waiting = [order for order in wanted if order not in together]
        return together

    def _made(self, orders: list[_Order]) -> bool:
        """Make some takes and answer; `False`, without an answer, where the room is too small for several."""

        def stepped(done: int, total: int) -> None:
            wanted = [order for order in orders if not order.cancelled()]
            if not wanted:
                raise CancelledRenderError("The render was stopped.")
            for order in wanted:
                order.on_step(done, total)

        try:
            takes = [order.take for order in orders]
            made = sample(self._pipe, self._family, takes, self.model.lead, on_step=stepped)
        except Exception as error:  # whatever it is, those who wait must hear it
            if isinstance(error, torch.OutOfMemoryError) and len(orders) > 1:
                return False
            for order in orders:
                order.answer.set_exception(error)
        else:
            for order, chunks in zip(orders, made, strict=True):
                order.answer.set_result(chunks)
        return True
