from collections.abc import Callable, Iterator

import matplotlib.cbook
import numpy as np
import pytest
import skimage.data
from PIL import Image

from engine.models import Models, default_folder
from engine.perception.photo import Photo
from engine.perception.scene import Perception
from engine.types.scene import Face, Pixels, Scene


def _hopper() -> Pixels:
    with matplotlib.cbook.get_sample_data("grace_hopper.jpg") as file:
        return np.asarray(Image.open(file).convert("RGB"))


PICTURES: dict[str, Callable[[], Pixels]] = {
    "astronaut": skimage.data.astronaut,
    "cat": skimage.data.cat,
    "coffee": skimage.data.coffee,
    "hopper": _hopper,
}


@pytest.fixture(scope="session")
def picture() -> Callable[[str], Pixels]:
    return lambda name: PICTURES[name]()


@pytest.fixture(scope="session")
def models() -> Models:
    return Models(default_folder())


@pytest.fixture(scope="session")
def perception(models: Models) -> Iterator[Perception]:
    with Perception(models) as perception:
        yield perception


@pytest.fixture(scope="session")
def see(perception: Perception) -> Callable[[Pixels], Scene]:
    def see_pixels(pixels: Pixels) -> Scene:
        height, width = pixels.shape[:2]
        return perception.see(Photo(np.ascontiguousarray(pixels), "PNG", width, height, None))

    return see_pixels


@pytest.fixture(scope="session")
def scene(see: Callable[[Pixels], Scene]) -> Scene:
    """The astronaut: one woman, hair pinned up, looking into the camera, smiling."""
    return see(PICTURES["astronaut"]())


@pytest.fixture(scope="session")
def face(scene: Scene) -> Face:
    return scene.faces[0]
