"""`RayCluster`: a Ray cluster through Ray's client, so that this process is no node of it. Nothing else knows Ray."""

import logging
import socket
from collections.abc import Set
from concurrent.futures import Future
from contextlib import suppress
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

from engine.cluster.cluster import Answer, Argument, ClusterError, RemoteStudio, Slot
from engine.cluster.node import EquippedStudio
from engine.cluster.slots import Node, slots_of

REACH_LIMIT_S = 3.0
CALLS_AT_ONCE = 4
"""Somebody may ask for news while somebody else asks to stop."""


class RayCluster:
    """The cluster whose client server listens at `address`, ray://host:port; connected to at the first question.

    It must run the same Ray and the same minor version of Python, and have Reverie installed on every node. Where it
    asks for a token, Ray itself finds that (RAY_AUTH_MODE, RAY_AUTH_TOKEN_PATH). One such object in a process.
    """

    def __init__(self, address: str, device: str) -> None:
        self._address = address
        self._device = device
        self._connecting = Lock()

    def slots(self) -> Set[Slot]:
        """Return the slots of the nodes that live; raises `ClusterError` where the cluster cannot be reached."""
        import ray  # noqa: PLC0415 - slow, and an extra

        with self._connecting:
            try:
                if not ray.is_initialized():
                    self._connect()
                nodes = ray.nodes()
            except Exception as error:  # of grpc, of Ray, of the system
                raise ClusterError(f"The cluster at {self._address} cannot be reached: {error}") from error
        return slots_of((_node(node) for node in nodes if node["Alive"]), self._device)

    def open(self, slot: Slot, equipment: str) -> RemoteStudio:
        """Begin to open a studio in a slot."""
        import ray  # noqa: PLC0415
        from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy  # noqa: PLC0415

        there = NodeAffinitySchedulingStrategy(slot.node, soft=False)
        try:
            actor = (
                ray.remote(EquippedStudio)
                .options(
                    num_cpus=slot.cpus,
                    num_gpus=slot.gpus,
                    max_concurrency=CALLS_AT_ONCE,
                    scheduling_strategy=there,
                )
                .remote(equipment)
            )
        except Exception as error:
            raise ClusterError(f"Ray opens no studio: {error}") from error
        return _RayStudio(actor)

    def close(self) -> None:
        """Leave the cluster, which ends our studios there."""
        import ray  # noqa: PLC0415

        with self._connecting:
            ray.shutdown()

    def _connect(self) -> None:
        import ray  # noqa: PLC0415

        where = urlsplit(self._address)
        with socket.create_connection((where.hostname, where.port), REACH_LIMIT_S):
            pass  # somebody listens; Ray itself would try for half a minute to find that nobody does
        logging.getLogger("ray").setLevel(logging.ERROR)  # it tells of every attempt, and of what does not concern us
        ray.init(self._address, log_to_driver=False, logging_level=logging.ERROR)


class _RayStudio:
    """A `NodeStudio` as an actor."""

    def __init__(self, actor: Any) -> None:
        self._actor = actor

    def call(self, method: str, *arguments: Argument) -> "Future[Answer]":
        """Call a method; large arguments go through the cluster's store."""
        import ray  # noqa: PLC0415

        handed = [ray.put(argument) if isinstance(argument, bytes) else argument for argument in arguments]
        answer: Future[Answer] = getattr(self._actor, method).remote(*handed).future()
        return answer

    def end(self) -> None:
        """End the actor's process."""
        import ray  # noqa: PLC0415

        with suppress(Exception):  # whatever is wrong with the connection or the node, the actor is no use any more
            ray.kill(self._actor)


def _node(found: Any) -> Node:
    resources = found["Resources"]
    return Node(found["NodeID"], resources.get("CPU", 0.0), resources.get("GPU", 0.0))
