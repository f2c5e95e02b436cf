"""What is asked of a cluster, and nothing more; Ray is one."""

from collections.abc import Set
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Protocol

from engine.errors import EngineError

Argument = bytes | str | int
Answer = bytes | str | None
"""All that travels."""


class ClusterError(EngineError):
    """The cluster cannot be used."""


@dataclass(frozen=True, slots=True)
class Slot:
    """Room for one worker on a node."""

    node: str
    """Id of the node; one that was lost and comes back has another."""
    number: int
    cpus: int
    gpus: int


class RemoteStudio(Protocol):
    """An `EquippedStudio` in a process of its own, somewhere."""

    def call(self, method: str, *arguments: Argument) -> "Future[Answer]":
        """Call a method of it; this or the future raises whatever happened to the call or the process."""

    def end(self) -> None:
        """End the process, whatever it does; does nothing when it is gone."""


class Cluster(Protocol):
    """Machines that render. Its methods block for some seconds at most, and are called from several threads."""

    def slots(self) -> Set[Slot]:
        """Return the slots of the nodes that live; raises `ClusterError` where it cannot be reached."""

    def open(self, slot: Slot, equipment: str) -> RemoteStudio:
        """Begin to open a studio in a slot; it takes calls once it is open. Raises `ClusterError`."""

    def close(self) -> None:
        """Leave the cluster; what still runs there for us ends."""
