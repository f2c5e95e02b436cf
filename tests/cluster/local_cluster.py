"""A cluster in this process: its studios are real, what renders in them is a stand-in, and nodes end at a word."""

import time
from collections.abc import Callable, Set
from concurrent.futures import Future, ThreadPoolExecutor

from engine.cluster.cluster import Answer, Argument, ClusterError, RemoteStudio, Slot
from engine.cluster.messages import Equipment
from engine.cluster.node import NodeStudio
from engine.jobs import Render, RenderRequest
from engine.render.diffusion.models import DiffusionOptions
from engine.types.clip import Clip
from engine.types.options import RenderLimits
from engine.types.progress import Progress, Stage
from tests.stand_in_renders import film

EQUIPMENT = Equipment(
    engine="warp", device="cpu", diffusion=DiffusionOptions(), limits=RenderLimits(), models_dir="/models"
)
STEPS = 40
WAIT_S = 20.0
"""Nothing here takes nearly as long; it only keeps a fault from hanging."""


def steady(request: RenderRequest, on_progress: Callable[[Progress], None], cancelled: Callable[[], bool]) -> Clip:
    """Tell of every step, and take as good as no time for it."""
    for stage, steps in ((Stage.ANALYSE, 1), (Stage.PLAN, 1), (Stage.RENDER, STEPS)):
        for step in range(steps + 1):
            on_progress(Progress(stage, step, steps))
    return film(request)


class LocalStudio:
    """A studio that is called as from far away, and ends as a process does."""

    def __init__(self, render: Render, greeting: str | None = None) -> None:
        self.node = NodeStudio(render)
        self.calls: list[str] = []
        self._greeting = greeting
        self._threads = ThreadPoolExecutor(4, "local studio")
        self._open: set[Future[Answer]] = set()
        self._ended = False

    def call(self, method: str, *arguments: Argument) -> Future[Answer]:
        """Call a method in a thread."""
        if self._ended:
            raise ConnectionError("the node is gone")
        self.calls.append(method)
        answer: Future[Answer] = Future()
        self._open.add(answer)
        self._threads.submit(self._answer, answer, method, *arguments)
        return answer

    def end(self) -> None:
        """End it in the middle of whatever it does."""
        if not self._ended:
            self._ended = True
            for answer in self._open:
                if not answer.done():
                    answer.set_exception(ConnectionError("the node is gone"))
            self.node.stop()
            self.node._stack.close()  # what the end of a process does
            self._threads.shutdown()

    def _answer(self, answer: Future[Answer], method: str, *arguments: Argument) -> None:
        try:
            told = self._greeting if method == "hello" and self._greeting else getattr(self.node, method)(*arguments)
        except Exception as error:
            if not self._ended:
                answer.set_exception(error)
        else:
            if not self._ended:
                answer.set_result(told)


class LocalCluster:
    """Nodes with one slot each; `renders` has one for each studio that is opened, by node, the last one again."""

    def __init__(self, **renders: Render) -> None:
        self.renders = renders
        self.nodes = dict.fromkeys(renders, 1)
        """The nodes that live, and how often they have been started."""
        self.reachable = True
        self.greeting: str | None = None
        self.opened: dict[Slot, LocalStudio] = {}
        self.equipment: Equipment | None = None
        self.closed = False

    def slots(self) -> Set[Slot]:
        if not self.reachable:
            raise ClusterError("The cluster cannot be reached.")
        return {Slot(f"{name} {starts}", 0, cpus=1, gpus=0) for name, starts in self.nodes.items()}

    def open(self, slot: Slot, equipment: str) -> RemoteStudio:
        self.equipment = Equipment.model_validate_json(equipment)
        self.opened[slot] = LocalStudio(self.renders[slot.node.split()[0]], self.greeting)
        return self.opened[slot]

    def close(self) -> None:
        self.closed = True

    def lose(self, name: str) -> None:
        """End a node and what runs on it."""
        starts = self.nodes.pop(name)
        self.opened[Slot(f"{name} {starts}", 0, cpus=1, gpus=0)].end()


def until(condition: Callable[[], bool]) -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + WAIT_S
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.005)
