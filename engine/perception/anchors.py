"""Anchors of single-shot detectors (SSD, Liu et al. 2016) as the BlazeFace family lays them out."""

import math
from itertools import groupby

import numpy as np

from engine.types.scene import FloatArray


def anchor_centers(input_px: int, strides: tuple[int, ...], per_cell: int) -> FloatArray:
    """Return the centres of all anchors in shares of the input, N × 2, in the order of the network's outputs.

    One layer a stride; neighbouring layers of equal stride share one grid, `per_cell` anchors each. Anchors have
    a fixed size of 1 × 1, so that only their centres matter.
    """
    layers = []
    for stride, equal in groupby(strides):
        cells = math.ceil(input_px / stride)
        axis = (np.arange(cells, dtype=np.float32) + 0.5) / cells
        grid = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)
        layers.append(np.repeat(grid, per_cell * len(list(equal)), axis=0))
    return np.concatenate(layers)
