"""Stories: time against single clips, what an adjustment costs, and memory by the number of photos."""

import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import skimage.data
from PIL import Image

from benchmarks.measuring import peak_memory_mb
from benchmarks.photos import people
from benchmarks.report import Measurement
from engine.language.storytelling import adjust_story, tell_story
from engine.models import Models, default_folder
from engine.production import Production, ShotStore
from engine.production.planning import plan_film
from engine.production.survey import look_over
from engine.studio import Studio
from engine.types.direction import Music
from engine.types.options import RenderOptions
from engine.types.storyboard import Storyboard

_OPTIONS = RenderOptions(size_px=1280, aspect="16:9")
_SHOT_S = 3.0
_WIDTH_PX = 1280


def story(_repeats: int) -> Measurement:
    """Measure a story of 10 photos and 30 s, without music, which costs the same for any film of its length."""
    studio = Studio(Models(default_folder()))
    with tempfile.TemporaryDirectory() as name, studio.perception() as perception:
        folder = Path(name)
        photos = _photos(folder, 10)
        board = tell_story("happier and happier", photo_count=10).model_copy(update={"music": Music(mode="none")})
        production = Production(studio, ShotStore(folder / "shots"))

        def tell(storyboard: Storyboard) -> tuple[int, ...]:
            film = folder / "story.mp4"
            return production.tell(photos, storyboard, film, _OPTIONS, perception=perception).rendered

        plan = plan_film(board, [look_over(photo) for photo in photos], [_SHOT_S] * 10, _OPTIONS)

        def clips() -> None:
            for photo, shot in zip(photos, plan.shots, strict=True):
                options = replace(_OPTIONS, seconds=shot.slot.frame_count / plan.fps)
                studio.animate(photo.read_bytes(), shot.direction, folder / "clip.mp4", options, perception=perception)

        studio.look(photos[0].read_bytes(), perception)  # loads the models
        slower = adjust_story(board, "make the second one slower")
        rows = [
            ("its shots as clips, one after the other", 10, *_timed(clips)[1:]),
            ("story of 10 photos, 30 s", *_timed(lambda: len(tell(board)))),
            ("the same, second shot slower", *_timed(lambda: len(tell(slower)))),
        ]
    return Measurement("Stories, 720p, 30 fps", ("what", "shots drawn", "wall, s", "processor, s"), tuple(rows))


def story_memory(_repeats: int) -> Measurement:
    """Measure the largest memory of a process that tells a story of 10 and of 20 photos."""
    with tempfile.TemporaryDirectory() as name:
        photos = [str(path) for path in _photos(Path(name), 20)]
        rows = [
            (count, peak_memory_mb((sys.executable, "-c", _TELL, name, "1.5", *photos[:count]))) for count in (10, 20)
        ]
    return Measurement("Memory of stories, 720p, 1.5 s a photo", ("photos", "peak, MB"), tuple(rows))


_TELL = """
import sys
from pathlib import Path
from engine.models import Models, default_folder
from engine.production import Production
from engine.studio import Studio
from engine.types.options import RenderOptions
from engine.types.direction import Music
from engine.types.storyboard import Shot, Storyboard
folder, seconds, *photos = sys.argv[1:]
shots = tuple(Shot(photo=index, seconds=float(seconds)) for index in range(len(photos)))
Production(Studio(Models(default_folder()))).tell(
    [Path(photo) for photo in photos],
    Storyboard(shots=shots, music=Music(mode="none")),
    Path(folder) / "story.mp4",
    RenderOptions(aspect="16:9"),
)
"""


def _photos(folder: Path, count: int) -> list[Path]:
    """Write photos of different shapes and contents, each of another brightness."""
    kinds = (people(1), skimage.data.astronaut(), skimage.data.coffee(), people(2), skimage.data.cat())
    paths = []
    for index in range(count):
        path = folder / f"{index:02}.jpg"
        picture = Image.fromarray(kinds[index % len(kinds)]).point(lambda level, dim=index: level * (1 - 0.01 * dim))
        scale = _WIDTH_PX / picture.width  # wide enough that clips and story are of one size
        picture.resize((_WIDTH_PX, round(picture.height * scale)), Image.Resampling.LANCZOS).save(path)
        paths.append(path)
    return paths


def _timed(action: Callable[[], int | None]) -> tuple[int, float, float]:
    """Return an action's answer and its wall and processor time in seconds."""
    wall, processor = time.perf_counter(), time.process_time()
    answer = action()
    return answer or 0, time.perf_counter() - wall, time.process_time() - processor
