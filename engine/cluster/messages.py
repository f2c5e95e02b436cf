"""What passes between a front end and the nodes: JSON, and beside it the plain bytes of photos, sounds and films."""

from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict

from engine.errors import EngineError, ErrorCode, RequestError, ReverieError
from engine.render.diffusion.models import DiffusionOptions
from engine.types.clip import Clip, Form
from engine.types.direction import Direction
from engine.types.options import RenderLimits, RenderOptions
from engine.types.progress import Progress
from engine.types.scene import Advice
from engine.types.storyboard import Storyboard

KINDS: dict[str, type[Exception]] = {"request": RequestError, "engine": EngineError, "memory": MemoryError}
"""The errors that a render may raise, as far as anybody tells them apart."""


class _Message(BaseModel):
    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        revalidate_instances="always",  # what comes from a database may only look like the type it should have
        ser_json_bytes="base64",
        val_json_bytes="base64",
    )


class Equipment(_Message):
    """What a studio on a node is made with. The keys of a certificate are not: films are signed where they arrive."""

    engine: str
    device: str
    diffusion: DiffusionOptions
    limits: RenderLimits
    models_dir: str | None
    """Folder of the perception models on every node; `None` leaves it to each node."""


class Order(_Message):
    """One film to make of the photos, and the sound, that were brought before."""

    direction: Direction
    options: RenderOptions
    storyboard: Storyboard | None


class Finished(_Message):
    """A film that lies on the node: a `Clip` without its path."""

    container: str
    width: int
    height: int
    fps: int
    frame_count: int
    size_bytes: int
    poster_jpeg: bytes
    direction: Direction
    advice: tuple[Advice, ...]
    form: Form

    @classmethod
    def of(cls, clip: Clip) -> Self:
        """Return a clip as a message."""
        return cls(**{name: getattr(clip, name) for name in cls.model_fields})

    def clip(self, path: Path) -> Clip:
        """Return the clip once its film is at a path; signing may have made it larger."""
        return Clip(path=path, **{**dict(self), "size_bytes": path.stat().st_size})


class Failed(_Message):
    """Why there is no film."""

    kind: str
    """A name of `KINDS`, or "fault" for what nobody expected; then the sentence is a traceback."""
    sentence: str
    code: ErrorCode | None = None
    values: dict[str, int | str] = {}

    @classmethod
    def by(cls, error: Exception, traceback: str) -> Self:
        """Return an error as a message."""
        kind = next((name for name, kind in KINDS.items() if isinstance(error, kind)), "fault")
        if isinstance(error, ReverieError):
            return cls(kind=kind, sentence=str(error), code=error.code, values=error.values)
        return cls(kind=kind, sentence=traceback if kind == "fault" else str(error))

    def error(self) -> Exception:
        """Return the error that this was."""
        kind = KINDS.get(self.kind, RuntimeError)
        if issubclass(kind, ReverieError):
            return kind(self.sentence, self.code, **self.values)
        return kind(self.sentence)


class News(_Message):
    """What has happened since the last news."""

    progress: tuple[Progress, ...]
    """Every beginning and end of a stage; of what lay between, the last."""
    end: Finished | Failed | None
