"""What all tests share: no settings of whoever runs them, and a portrait."""

import io
import os
from collections.abc import Iterator

import pytest
import skimage.data
from PIL import Image


@pytest.fixture(scope="session", autouse=True)
def no_settings() -> Iterator[None]:
    """Work with no setting but the place of the models."""
    with pytest.MonkeyPatch.context() as patch:
        for name in os.environ:
            if name.startswith(("REVERIE_", "TELEGRAM_", "DISCORD_")) and name != "REVERIE_MODELS_DIR":
                patch.delenv(name)
        yield


@pytest.fixture(scope="session")
def portrait() -> bytes:
    """NASA's portrait of Eileen Collins (public domain), 512 × 512, as a camera would keep it."""
    file = io.BytesIO()
    Image.fromarray(skimage.data.astronaut()).save(file, "jpeg", quality=92)
    return file.getvalue()
