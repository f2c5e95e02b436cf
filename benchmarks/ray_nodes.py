"""A Ray cluster on this machine, to be measured and killed: a head that renders nothing, and nodes that do."""

import os
import secrets
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_STORE_BYTES = 80_000_000
_ENVIRONMENT = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_AUTH_MODE": "token",  # it listens on all addresses of the machine
    "RAY_worker_niceness": "0",  # as if the nodes had a machine for themselves; its own is 15
    "GRPC_ENABLE_FORK_SUPPORT": "0",  # else one start of a client's server in ten fails (ray-project/ray#63202)
}


class RayNodes:
    """The nodes of a cluster. Each has a loopback address of its own: Ray would replace 127.0.0.1 by the outer one."""

    def __init__(self, cluster: Any, port: int) -> None:
        self.address = f"ray://127.0.0.2:{port}"
        """What `REVERIE_WORKERS` is set to."""
        self._cluster = cluster
        self._nodes: list[Any] = []

    def add(self, cpus: int = 1) -> None:
        """Start a node."""
        address = f"127.0.0.{len(self._nodes) + 3}"
        self._nodes.append(self._cluster.add_node(num_cpus=cpus, wait=False, **_node(address)))

    def kill(self, number: int) -> None:
        """End a node as a power cut would."""
        self._cluster.remove_node(self._nodes[number], allow_graceful=False)


@contextmanager
def ray_nodes(count: int, cpus: int = 1) -> Iterator[RayNodes]:
    """Start a cluster with so many nodes, and end it; processes started meanwhile may connect to it."""
    os.environ.update(_ENVIRONMENT, RAY_AUTH_TOKEN=secrets.token_hex(16))
    from ray.cluster_utils import Cluster  # reads these variables

    folder = tempfile.mkdtemp(prefix="ray-")  # short, as the names of sockets are
    with socket.socket() as free:
        free.bind(("127.0.0.2", 0))
        port = free.getsockname()[1]
    head = {"num_cpus": 0, "ray_client_server_port": port, "temp_dir": folder, **_node("127.0.0.2")}
    cluster = Cluster(initialize_head=True, head_node_args=head)
    try:
        nodes = RayNodes(cluster, port)
        for _ in range(count):
            nodes.add(cpus)
        yield nodes
    finally:
        cluster.shutdown()
        shutil.rmtree(folder, ignore_errors=True)


def _node(address: str) -> dict[str, Any]:
    return {
        "node_ip_address": address,
        "object_store_memory": _STORE_BYTES,
        "include_dashboard": False,
        "include_log_monitor": False,
    }
