"""What a render engine says while a story is made, and what it is told."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import skimage.data
from PIL import Image

from engine.models import Models, default_folder
from engine.production import Production, ShotStore
from engine.render.engines import ENGINES
from engine.render.framing import Framing
from engine.render.renderer import Brief
from engine.render.warp.renderer import WarpRenderer
from engine.studio import Studio
from engine.types.curves import MotionCurves
from engine.types.direction import Music
from engine.types.frames import Frames, YuvFrame
from engine.types.options import RenderOptions
from engine.types.scene import Advice, AdviceCode, Scene
from engine.types.storyboard import Shot, Storyboard

FULL = Advice(AdviceCode.GPU_FULL, "The GPU had too little room.")


class Advising:
    """Frames with a word on them."""

    advice = (FULL,)

    def __init__(self, frames: Frames) -> None:
        self.width, self.height, self.fps, self.frame_count = (
            frames.width,
            frames.height,
            frames.fps,
            frames.frame_count,
        )
        self._frames = frames

    def draw(self, start: int, stop: int) -> Iterator[YuvFrame]:
        return self._frames.draw(start, stop)


class FullEngine:
    """An engine that never has room, and notes whether it could ask if the film is still wanted."""

    def __init__(self) -> None:
        self.asked: list[Callable[[], bool]] = []

    def prepare(self, scene: Scene, curves: MotionCurves, framing: Framing, brief: Brief = Brief()) -> Frames:
        self.asked.append(brief.cancelled)
        return Advising(WarpRenderer("cpu").prepare(scene, curves, framing, brief))


def test_people_are_told_what_an_engine_could_not_do_and_it_is_not_kept_as_if_it_had(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = FullEngine()
    monkeypatch.setitem(ENGINES, "full", lambda *_: engine)
    Image.fromarray(skimage.data.coffee()).save(tmp_path / "photo.jpg")
    wished = [False]
    story = Storyboard(shots=(Shot(photo=0, seconds=1), Shot(photo=0, seconds=1)), music=Music(mode="none"))
    production = Production(Studio(Models(default_folder()), engine="full"), ShotStore(tmp_path / "shots"))
    for _ in range(2):
        report = production.tell(
            [tmp_path / "photo.jpg"],
            story,
            tmp_path / "film.mp4",
            RenderOptions(fps=10, size_px=160),
            cancelled=lambda: wished[0],
        )
        assert report.clip.advice == (FULL,)
        assert report.rendered == (0, 1)
    wished[0] = True
    assert engine.asked[-1]()
