import numpy as np
import pytest

from engine.perception.anchors import anchor_centers
from engine.perception.detection import BODY, FACE_FULL_RANGE, FACE_SHORT_RANGE


@pytest.mark.parametrize(("kind", "count"), [(FACE_SHORT_RANGE, 896), (FACE_FULL_RANGE, 2304), (BODY, 2254)])
def test_there_is_an_anchor_for_every_output(kind, count):
    centers = anchor_centers(kind.input_px, kind.strides, kind.anchors_per_cell)
    assert centers.shape == (count, 2)
    assert centers.dtype == np.float32
    assert centers.min() > 0
    assert centers.max() < 1


def test_anchors_run_along_rows_and_layers_of_equal_stride_share_a_grid():
    centers = anchor_centers(8, (4, 8, 8), per_cell=1)
    expected = [(0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75), (0.5, 0.5), (0.5, 0.5)]
    np.testing.assert_allclose(centers, expected)
