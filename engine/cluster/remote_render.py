"""`RemoteRender`: a studio elsewhere as a worker's render."""

import time
from collections.abc import Callable
from concurrent.futures import wait
from contextlib import suppress
from pathlib import Path

from engine.cluster.cluster import Answer, Argument, RemoteStudio
from engine.cluster.messages import Failed, Finished, News, Order
from engine.cluster.node import SOUND
from engine.errors import CancelledRenderError, EngineError
from engine.jobs.rendering import LostRenderError, RenderRequest
from engine.provenance import Credentials, signed_film
from engine.types.clip import Clip
from engine.types.progress import Progress, never

LOOK_EVERY_S = 0.1
CALL_LIMIT_S = 30.0
"""Longest wait for an answer; no call lasts as long as a render, the largest carries a photo."""
MOST_BYTES = 2**30
"""Largest film."""


class RemoteRender:
    """Renders in a studio elsewhere; the finished film comes here in parts, and is signed here."""

    def __init__(self, studio: RemoteStudio, credentials: Credentials | None) -> None:
        self._studio = studio
        self._credentials = credentials

    def __call__(
        self, request: RenderRequest, on_progress: Callable[[Progress], None], cancelled: Callable[[], bool]
    ) -> Clip:
        """Make the film of one photo, or the story of several; raises `LostRenderError` besides."""
        try:
            self._begin(request, cancelled)
            film = self._finished(on_progress, cancelled)
            with signed_film(request.output, film.container, self._credentials) as path:
                self._fetch(film.size_bytes, path, cancelled)
            return film.clip(request.output)
        finally:
            with suppress(LostRenderError):  # then nothing of the film is left there either
                self._ask("stop", cancelled=never)

    def _begin(self, request: RenderRequest, cancelled: Callable[[], bool]) -> None:
        for number, photo in enumerate(request.photos):
            self._ask("bring", str(number), photo.read_bytes(), cancelled=cancelled)
        if request.sound is not None:
            self._ask("bring", SOUND, request.sound.read_bytes(), cancelled=cancelled)
        order = Order(direction=request.direction, options=request.options, storyboard=request.storyboard)
        self._ask("begin", order.model_dump_json(), cancelled=cancelled)

    def _finished(self, on_progress: Callable[[Progress], None], cancelled: Callable[[], bool]) -> Finished:
        """Tell how it goes until the film is there; raises why it is not."""
        while True:
            news = News.model_validate_json(self._ask("news", cancelled=cancelled) or "")
            for progress in news.progress:
                on_progress(progress)
            if isinstance(news.end, Failed):
                raise news.end.error()
            if news.end is not None:
                return news.end

    def _fetch(self, size_bytes: int, path: Path, cancelled: Callable[[], bool]) -> None:
        if size_bytes > MOST_BYTES:
            raise EngineError(f"A film of {size_bytes / 1e6:.0f} MB is too large to be fetched.")
        with path.open("wb") as file:
            while file.tell() < size_bytes:
                part = self._ask("part", file.tell(), cancelled=cancelled)
                if not isinstance(part, bytes) or not part:
                    raise LostRenderError("A film broke off on its way.")
                file.write(part)

    def _ask(self, method: str, *arguments: Argument, cancelled: Callable[[], bool]) -> Answer:
        """Return the answer of the studio; raises `LostRenderError` where there is none."""
        deadline = time.monotonic() + CALL_LIMIT_S
        try:
            answer = self._studio.call(method, *arguments)
        except Exception as error:
            raise LostRenderError(f"A node cannot be asked: {error}") from error
        while not wait([answer], LOOK_EVERY_S).done:
            if cancelled():
                raise CancelledRenderError("The render was stopped.")
            if time.monotonic() > deadline:
                raise LostRenderError("A node does not answer.")
        try:
            return answer.result()
        except Exception as error:
            raise LostRenderError(f"A node does not answer: {error}") from error
