"""Real films through a studio elsewhere: every form, and stories, as they are when they are made here."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from local_cluster import LocalStudio

from engine.cluster.remote_render import RemoteRender
from engine.jobs import RenderRequest, StudioRender
from engine.models import Models, default_folder
from engine.provenance import origin_of, own_credentials
from engine.provenance.signing import SIGNED_CONTAINERS
from engine.studio import Studio
from engine.types.clip import Form
from engine.types.direction import Direction
from engine.types.forms import FORMS
from engine.types.options import RenderOptions
from engine.types.progress import ignore_progress, never
from engine.types.storyboard import Shot, Storyboard

OPTIONS = RenderOptions(seconds=0.5, fps=8, size_px=160)


@pytest.fixture(scope="module")
def here() -> Iterator[StudioRender]:
    with StudioRender(Studio(Models(default_folder()), device="cpu")) as render:
        yield render


@pytest.fixture(scope="module")
def there(here: StudioRender, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RemoteRender]:
    studio = LocalStudio(here)
    yield RemoteRender(studio, own_credentials(tmp_path_factory.mktemp("credentials")))
    studio.end()


@pytest.fixture
def photo(portrait: bytes, tmp_path: Path) -> Path:
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(portrait)
    return photo


@pytest.mark.parametrize("form", Form)
def test_every_form_comes_as_it_is_made(
    form: Form, here: StudioRender, there: RemoteRender, photo: Path, tmp_path: Path
) -> None:
    options = RenderOptions(seconds=0.5, fps=8, size_px=160, form=form)
    clips = [
        render(RenderRequest((photo,), Direction(), options, None, tmp_path / name), ignore_progress, never)
        for name, render in (("here.mp4", here), ("there.mp4", there))
    ]
    own, arrived = clips
    assert (arrived.container, arrived.width, arrived.height, arrived.frame_count) == (
        own.container,
        own.width,
        own.height,
        own.frame_count,
    )
    assert arrived.form is form
    assert arrived.size_bytes == arrived.path.stat().st_size
    if FORMS[form].container in SIGNED_CONTAINERS:
        assert origin_of(arrived.path)  # signed on its arrival
        assert arrived.size_bytes > own.size_bytes


def test_a_story_of_two_photos_comes_whole(there: RemoteRender, photo: Path, tmp_path: Path) -> None:
    board = Storyboard(shots=(Shot(photo=0, direction=Direction()), Shot(photo=1, direction=Direction())), seconds=2.0)
    request = RenderRequest(
        (photo, photo), Direction(), RenderOptions(fps=8, size_px=160), board, tmp_path / "film.mp4"
    )
    clip = there(request, ignore_progress, never)
    assert clip.duration_s == pytest.approx(2.0, abs=0.2)
