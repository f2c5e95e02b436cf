"""How many workers a cluster has room for."""

from collections.abc import Iterable, Set
from dataclasses import dataclass

from engine.cluster.cluster import Slot

CPUS_PER_WORKER = 4
"""As many as a render without a GPU uses at most; it has one part of the film for each."""


@dataclass(frozen=True, slots=True)
class Node:
    """A machine that lives."""

    id: str
    cpus: float
    gpus: float


def slots_of(nodes: Iterable[Node], device: str) -> Set[Slot]:
    """Return the slots: one a GPU where `device` allows it and there is one, else one for every few CPUs.

    Where GPUs are wanted, nodes without them have no slot, so that all films of a cluster look alike.
    """
    nodes = tuple(nodes)
    by_gpu = {slot for node in nodes for slot in _gpu_slots(node)} if device != "cpu" else set()
    if by_gpu or device == "cuda":
        return by_gpu
    return {slot for node in nodes for slot in _cpu_slots(node)}


def _gpu_slots(node: Node) -> Iterable[Slot]:
    count = int(node.gpus)
    return (Slot(node.id, number, cpus=int(node.cpus) // count, gpus=1) for number in range(count))


def _cpu_slots(node: Node) -> Iterable[Slot]:
    cpus = int(node.cpus)
    count = max(1, cpus // CPUS_PER_WORKER) if cpus else 0
    return (Slot(node.id, number, cpus=cpus // count, gpus=0) for number in range(count))
