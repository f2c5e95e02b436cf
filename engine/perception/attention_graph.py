"""The attention mesh model, cut into two models that LiteRT can run.

The model has eleven custom operators that LiteRT lacks: from a first mesh they work out three regions (lips and
eyes), sample the features there, and put the refined points back. What lies before them and what lies between them
are ordinary graphs. They are cut out here once and kept beside the model; `engine.perception.attention` does
the part of the custom operators itself.
"""

import copy
import json
import os
import tempfile
import zipfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from engine.models import Models

MODEL = "face_landmark_with_attention"
FORMAT = 1
"""Counts up when the content of the kept file changes."""


@dataclass(frozen=True, slots=True)
class RegionParameters:
    """How a region is laid around some points of the mesh; the custom operator's own options."""

    points: tuple[int, ...]
    """Indices of the mesh points that the region encloses and that the refined points replace."""
    left: int
    """The region is turned so that the line from this point …"""
    right: int
    """… to this one has the angle `rotation`."""
    rotation: float
    """Radians."""
    scale_x: float
    """Width of the region over the width of its points."""
    scale_y: float
    width: int
    """Samples taken of the features."""
    height: int


@dataclass(frozen=True, slots=True)
class AttentionParts:
    """The two graphs as model files, and what joins them."""

    mesh: bytes
    """Picture 192² → mesh 468 × 3, features 48 × 48 × 32, logit that this is a face."""
    refinement: bytes
    """Three feature samples 16 × 16 × 32 → lips 80 × 2, then eye 71 × 2 and iris 5 × 2 of either side."""
    regions: tuple[RegionParameters, ...]
    """Lips, left eye, right eye (the viewer's)."""


def prepare(models: Models) -> None:
    """Cut the model now, so that the first photo need not wait for it."""
    attention_parts(models)


def attention_parts(models: Models) -> AttentionParts:
    """Return the parts, from the file beside the model where there is one; it is written where that is allowed."""
    path = models.path(MODEL)
    kept = path.with_name(f"{MODEL}.{models.sha256(MODEL)[:16]}.{FORMAT}.npz")
    try:
        return _read(kept)
    except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile):  # absent or damaged
        parts = cut(path.read_bytes())
    try:
        _write(parts, kept)
    except OSError:
        return parts  # a folder that cannot be written costs time, nothing else
    return parts


def cut(model: bytes) -> AttentionParts:
    """Cut the model's graph at its custom operators."""
    from ai_edge_litert import schema_py_generated as schema  # noqa: PLC0415 - a large module, needed once
    from flatbuffers import flexbuffers  # noqa: PLC0415

    whole = schema.ModelT.InitFromPackedBuf(model, 0)
    graph = whole.subgraphs[0]
    kinds = [whole.operatorCodes[operator.opcodeIndex].customCode for operator in graph.operators]
    regions, samplers, placers = (
        [operator for operator, kind in zip(graph.operators, kinds, strict=True) if kind == name]
        for name in (b"Landmarks2TransformMatrix", b"TransformTensorBilinear", b"TransformLandmarks")
    )
    mesh = next(index for index, tensor in enumerate(graph.tensors) if tensor.name == b"output_mesh")
    return AttentionParts(
        mesh=_subgraph(whole, list(graph.inputs), [mesh, samplers[0].inputs[0], graph.outputs[-1]]),
        refinement=_subgraph(
            whole, [sampler.outputs[0] for sampler in samplers], [placer.inputs[0] for placer in placers]
        ),
        regions=tuple(_region(flexbuffers.Loads(bytes(operator.customOptions))) for operator in regions),
    )


def _region(options: dict[str, Any]) -> RegionParameters:
    return RegionParameters(
        points=tuple(options["subset_idxs"]),
        left=options["left_rotation_idx"],
        right=options["right_rotation_idx"],
        rotation=options["target_rotation_radians"],
        scale_x=options["scale_x"],
        scale_y=options["scale_y"],
        width=options["output_width"],
        height=options["output_height"],
    )


def _subgraph(whole: Any, inputs: list[int], outputs: list[int]) -> bytes:
    """Return a model of just the operators that lead from some tensors to others."""
    from flatbuffers import Builder  # noqa: PLC0415 - only here

    graph = whole.subgraphs[0]
    makers = {tensor: index for index, operator in enumerate(graph.operators) for tensor in operator.outputs}
    needed: set[int] = set()
    waiting = list(outputs)
    while waiting:
        tensor = waiting.pop()
        maker = makers.get(tensor)
        if tensor in inputs or maker is None or maker in needed:
            continue
        needed.add(maker)
        waiting.extend(graph.operators[maker].inputs)

    part, part_graph = copy.copy(whole), copy.copy(graph)
    part_graph.operators = [graph.operators[index] for index in sorted(needed)]
    part_graph.inputs, part_graph.outputs = inputs, outputs
    part.subgraphs = [part_graph]
    part.signatureDefs = part.metadata = None
    builder = Builder(1 << 22)
    builder.Finish(part.Pack(builder), b"TFL3")
    return bytes(builder.Output())


def _read(path: Path) -> AttentionParts:
    with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
        regions = json.loads(file["regions"].tobytes())
        return AttentionParts(
            file["mesh"].tobytes(),
            file["refinement"].tobytes(),
            tuple(RegionParameters(**{**region, "points": tuple(region["points"])}) for region in regions),
        )


def _write(parts: AttentionParts, path: Path) -> None:
    """Write all parts as one file that appears only when it is whole."""
    regions = json.dumps([asdict(region) for region in parts.regions]).encode()
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}.", suffix=".part")
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            np.savez(
                file,
                mesh=np.frombuffer(parts.mesh, np.uint8),
                refinement=np.frombuffer(parts.refinement, np.uint8),
                regions=np.frombuffer(regions, np.uint8),
            )
        temporary.chmod(0o644)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
