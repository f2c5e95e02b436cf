"""How many workers a cluster has room for."""

from hypothesis import given
from hypothesis import strategies as st

from engine.cluster.slots import Node, slots_of

NODES = st.lists(
    st.builds(
        Node,
        id=st.uuids().map(str),
        cpus=st.floats(0, 256),
        gpus=st.integers(0, 16).map(float),
    ),
    max_size=6,
)


@given(NODES, st.sampled_from(["auto", "cpu", "cuda"]))
def test_no_node_is_asked_for_more_than_it_has(nodes: list[Node], device: str) -> None:
    slots = slots_of(nodes, device)
    for node in nodes:
        own = [slot for slot in slots if slot.node == node.id]
        assert sum(slot.cpus for slot in own) <= node.cpus
        assert sum(slot.gpus for slot in own) <= node.gpus
        assert sorted(slot.number for slot in own) == list(range(len(own)))


@given(NODES)
def test_there_is_one_worker_a_gpu_and_none_without(nodes: list[Node]) -> None:
    gpus = sum(int(node.gpus) for node in nodes)
    assert len(slots_of(nodes, "cuda")) == gpus
    assert all(slot.gpus == (1 if gpus else 0) for slot in slots_of(nodes, "auto"))


@given(NODES)
def test_every_node_with_a_cpu_works(nodes: list[Node]) -> None:
    assert {slot.node for slot in slots_of(nodes, "cpu")} == {node.id for node in nodes if node.cpus >= 1}


def test_a_large_node_has_a_worker_for_every_four_cpus() -> None:
    assert len(slots_of([Node("a", 64, 0)], "cpu")) == 16
    assert {slot.cpus for slot in slots_of([Node("a", 2, 0)], "cpu")} == {2}
    assert slots_of([Node("head", 0, 0)], "auto") == set()
