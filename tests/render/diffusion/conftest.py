from typing import Any

import pytest
import torch
from tiny import PIPELINES, pipeline


@pytest.fixture(scope="module", params=PIPELINES)
def name(request: pytest.FixtureRequest) -> str:
    """Every model of the table."""
    value: str = request.param
    return value


@pytest.fixture(scope="module")
def pipe(name: str) -> Any:
    return pipeline(name)


@pytest.fixture(autouse=True, scope="package")
def one_thread() -> None:
    torch.set_num_threads(1)  # tiny tensors lose more by sharing than they gain


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent.name == "diffusion":  # diffusers and numpy 2
            item.add_marker(pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"))
