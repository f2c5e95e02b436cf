from collections.abc import Callable

import matplotlib.cbook
import pytest
import skimage.data

from engine.models import Models, default_folder
from engine.perception.photo import Photo, open_photo
from engine.perception.scene import Perception
from engine.render.framing import Framing, frame_of
from engine.render.warp.canvas import Canvas, lay_out
from engine.render.warp.film import WarpFilm
from engine.render.warp.renderer import WarpRenderer
from engine.review.probes import Movement, curves_of
from engine.types.scene import Scene

SIZE_PX = 512


@pytest.fixture(scope="session")
def models() -> Models:
    return Models(default_folder())


@pytest.fixture(scope="session")
def scenes(models: Models) -> dict[str, Scene]:
    """Two portraits: a woman without glasses who smiles, and one with glasses, a hat and grain in the picture."""
    with matplotlib.cbook.get_sample_data("grace_hopper.jpg") as file:
        hopper = open_photo(file.read())
    with Perception(models) as perception:
        return {
            "astronaut": perception.see(Photo(skimage.data.astronaut(), "PNG", 512, 512, None)),
            "hopper": perception.see(hopper),
        }


@pytest.fixture(scope="session")
def scene(scenes: dict[str, Scene]) -> Scene:
    return scenes["astronaut"]


@pytest.fixture(scope="session")
def framing(scene: Scene) -> Framing:
    """The astronaut at the photo's own size, so that nothing is resampled."""
    return frame_of(scene, "source", SIZE_PX)


@pytest.fixture(scope="session")
def canvas(scene: Scene, framing: Framing) -> Canvas:
    return lay_out(scene, framing)


@pytest.fixture(scope="session")
def film_of(scene: Scene, framing: Framing) -> Callable[[Movement], WarpFilm]:
    """What draws a movement of the astronaut's; a frame a value."""
    return lambda movement: WarpRenderer("cpu").prepare(scene, curves_of(movement, 1, 0), framing)
