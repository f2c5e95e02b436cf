"""`NodeStudio`: what renders on a node, asked and answering in plain bytes and JSON."""

import shutil
import threading
import traceback
from contextlib import ExitStack
from importlib.metadata import version
from pathlib import Path

from engine.cluster.messages import Equipment, Failed, Finished, News, Order
from engine.cluster.scratch import scratch_folder
from engine.errors import EngineError
from engine.jobs.rendering import Render, RenderRequest
from engine.jobs.studio_render import StudioRender
from engine.models import Models, default_folder
from engine.studio import Studio
from engine.types.progress import Progress

SOUND = "sound"
"""Name under which a sound is brought; photos are numbers from 0."""
PART_BYTES = 4 * 2**20
NEWS_EVERY_S = 0.2
STOP_LIMIT_S = 20.0
"""How long a render may take to see that it is to stop."""


class NodeStudio:
    """Makes one film at a time: `bring` its photos, `begin`, ask for `news` until the end, take it in `part`s, `stop`.

    May be called from several threads. Nothing of a film is left after `stop`, or after the end of the process.
    """

    def __init__(self, render: Render) -> None:
        self._render = render
        self._stack = ExitStack()
        self._folder = self._stack.enter_context(scratch_folder()) / "film"
        self._folder.mkdir()
        self._film = self._folder / "film"
        self._brought: list[Path] = []
        self._thread = threading.Thread()
        self._stopped = threading.Event()
        self._changed = threading.Condition()
        self._progress: list[Progress] = []
        self._end: Finished | Failed | None = None

    def hello(self) -> str:
        """Return the version of Reverie here, once everything is loaded."""
        return version("reverie")

    def bring(self, name: str, content: bytes) -> None:
        """Keep a photo or the sound of the film to come."""
        if name != SOUND and name != str(len(self._brought)):
            raise ValueError("photos are numbered in their order")
        path = self._folder / name
        path.write_bytes(content)
        if name != SOUND:
            self._brought.append(path)

    def begin(self, order: str) -> None:
        """Begin to render."""
        asked = Order.model_validate_json(order)
        sound = self._folder / SOUND
        request = RenderRequest(
            photos=tuple(self._brought),
            direction=asked.direction,
            options=asked.options,
            storyboard=asked.storyboard,
            output=self._film,
            sound=sound if sound.exists() else None,
        )
        self._thread = threading.Thread(target=self._make, args=(request,), name="film")
        self._thread.start()

    def news(self) -> str:
        """Wait for the beginning or end of a stage or for the end, but not long, and return what is new."""
        with self._changed:
            self._changed.wait_for(lambda: self._end or any(map(_is_edge, self._progress)), NEWS_EVERY_S)
            told, self._progress = tuple(self._progress), []
            return News(progress=told, end=self._end).model_dump_json()

    def part(self, start: int) -> bytes:
        """Return the next bytes of the finished film."""
        with self._film.open("rb") as file:
            file.seek(start)
            return file.read(PART_BYTES)

    def stop(self) -> None:
        """End whatever is in the works, and delete it; raises `EngineError` where it does not end."""
        self._stopped.set()
        if self._thread.ident is not None:
            self._thread.join(STOP_LIMIT_S)
            if self._thread.is_alive():
                raise EngineError("A render does not stop.")
        shutil.rmtree(self._folder)
        self._folder.mkdir()
        self._brought, self._progress, self._end = [], [], None
        self._stopped.clear()

    def _make(self, request: RenderRequest) -> None:
        try:
            end: Finished | Failed = Finished.of(self._render(request, self._tell, self._stopped.is_set))
        except Exception as error:
            end = Failed.by(error, traceback.format_exc())
        with self._changed:
            self._end = end
            self._changed.notify_all()

    def _tell(self, progress: Progress) -> None:
        with self._changed:
            if self._progress and not _is_edge(self._progress[-1]):
                self._progress.pop()
            self._progress.append(progress)
            if _is_edge(progress):
                self._changed.notify_all()


def _is_edge(progress: Progress) -> bool:
    return progress.done in (0, progress.total)


class EquippedStudio(NodeStudio):
    """One that makes its own studio, of an `Equipment` in JSON, and loads its models at once."""

    def __init__(self, equipment: str) -> None:
        render = StudioRender(_studio(Equipment.model_validate_json(equipment)))
        super().__init__(render)
        self._stack.enter_context(render)


def _studio(equipment: Equipment) -> Studio:
    folder = default_folder() if equipment.models_dir is None else Path(equipment.models_dir)
    return Studio(
        Models(folder),
        engine=equipment.engine,
        device=equipment.device,
        diffusion=equipment.diffusion,
        limits=equipment.limits,
    )
